import { valueDomain } from './value-domain.ts';

const point = { timeMs: 0, score: 0, lower: 0, upper: 0, expected: 0, value: 0 };

it('is nothing where there is no value', () => {
  expect(valueDomain([])).toBeUndefined();
  expect(valueDomain([{ ...point, value: Number.NaN }])).toBeUndefined();
});

it.each([0, 5e-324, -4.4e-323, 7, -1e15])('has room about a flat line at %d', (value) => {
  const [from, to] = valueDomain([{ ...point, value, expected: value, lower: value, upper: value }]) ?? [0, 0];
  expect(from).toBeLessThanOrEqual(value);
  expect(to - from).toBeGreaterThan(1e-6);
});

it('keeps a wide band from flattening the line', () => {
  const values = [1, 2, 3].map((value) => ({ ...point, value, expected: 2, lower: -1000, upper: 1000 }));
  const [from, to] = valueDomain(values) ?? [0, 0];
  expect(to - from).toBeLessThan(10);
});
