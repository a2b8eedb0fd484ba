import fc from 'fast-check';
import { decompose, logarithmicMean } from './lmdi.ts';

const factor = fc.record({
  before: fc.double({ min: 1e-3, max: 1e3, noNaN: true }),
  now: fc.double({ min: 1e-3, max: 1e3, noNaN: true }),
});
const product = (factors: readonly { before: number; now: number }[], side: 'before' | 'now') =>
  factors.reduce((value, change) => value * change[side], 1);

test('the logarithmic mean lies between its arguments', () => {
  expect(logarithmicMean(4, 4)).toBe(4);
  expect(logarithmicMean(4, 4 + 1e-12)).toBeCloseTo(4, 9);
  expect(logarithmicMean(1, Math.E)).toBeCloseTo(Math.E - 1, 12);
});

test('the addends sum to the whole change', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(factor, factor, factor), { minLength: 1, maxLength: 3 }), (sectors) => {
      const change = sectors.reduce((sum, s) => sum + product(s, 'now') - product(s, 'before'), 0);
      const scale = sectors.reduce((sum, s) => sum + product(s, 'now') + product(s, 'before'), 0);
      const total = decompose(sectors).reduce((sum, addend) => sum + addend, 0);
      expect(Math.abs(total - change) / scale).toBeLessThan(1e-9);
    }),
  );
});

test('a factor that did not move explains nothing', () => {
  const [moved, still] = decompose([
    [
      { before: 2, now: 6 },
      { before: 5, now: 5 },
    ],
  ]);
  expect(moved).toBeCloseTo(20, 9);
  expect(still).toBe(0);
});
