import { bandGeometry } from './band-geometry.ts';

it('places the band and the value', () => {
  const { from, width, mark } = bandGeometry(46, 23, 92) ?? {};
  expect([from, width, mark].map((place) => Math.round(place ?? 0))).toEqual([22, 65, 43]);
  expect(bandGeometry(200, null, 100)?.mark).toBeCloseTo(100 / 1.15);
});

it('holds what is below zero', () => {
  expect(bandGeometry(-10, -20, 20)).toEqual({ from: 0, width: (40 / 43) * 100, mark: (10 / 43) * 100 });
});

it.each([
  [null, 0, 1],
  [1, 0, null],
  [0, 0, 0],
])('draws nothing for %p in %p to %p', (value, lower, upper) =>
  expect(bandGeometry(value, lower, upper)).toBeUndefined(),
);
