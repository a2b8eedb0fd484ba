import fc from 'fast-check';
import { clip, rate } from './rate.ts';

const MEMORY = { ms: 3_600_000, most: 1 / 20 };

it('makes the mean of the first samples exact', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: -1e6, max: 1e6 }), { minLength: 1, maxLength: 20 }), (values) => {
      let mean = 0;
      values.forEach((value, i) => {
        mean += rate({ youth: 1 / (i + 1), elapsedMs: 5000 }, MEMORY) * (value - mean);
      });
      expect(mean).toBeCloseTo(values.reduce((sum, value) => sum + value, 0) / values.length, 4);
    }),
  );
});

it('forgets in event time, whatever the interval, and never all at once', () => {
  const kept = (intervalMs: number) =>
    (1 - rate({ youth: 0, elapsedMs: intervalMs }, MEMORY)) ** (MEMORY.ms / intervalMs);
  expect(kept(5000)).toBeCloseTo(1 / Math.E, 2);
  expect(kept(60_000)).toBeCloseTo(1 / Math.E, 2);
  expect(rate({ youth: 0, elapsedMs: 1e12 }, MEMORY)).toBe(MEMORY.most);
});

it('holds a value within its limit', () => {
  expect([-9, -2, 0, 2, 9].map((value) => clip(value, 3))).toEqual([-3, -2, 0, 2, 3]);
});
