import fc from 'fast-check';
import { isRare, learnRare, rareEvidence, rareValue } from './rare.ts';
import { RARE_COUNT, RARE_SIZE } from './row.ts';
import { Step } from './step.ts';

/** A signal that was other than zero so often, of so large a mean size. */
function rare(count: number, size: number, tailRate = 1 / 500): Step {
  const step = new Step();
  step.numbers = new Float64Array(200);
  step.numbers[RARE_COUNT] = count;
  step.numbers[RARE_SIZE] = size;
  step.tailRate = tailRate;
  return step;
}

const count = fc.double({ min: 0.7, max: 90, noNaN: true });
const size = fc.double({ min: 1e-3, max: 1e6, noNaN: true });

it('is mostly zero by its share of other values, once there was one', () => {
  expect([0, 0.6, 0.8, 99, 101].map((seen) => isRare(rare(seen, 1)))).toEqual([false, false, true, true, false]);
});

it('finds a greater value no more usual, either way, and zero no news', () => {
  fc.assert(
    fc.property(count, size, size, size, (seen, mean, a, b) => {
      const step = rare(seen, mean);
      const evidence = (value: number) => {
        step.value = value;
        return rareEvidence(step);
      };
      expect(evidence(Math.max(a, b))).toBeGreaterThanOrEqual(evidence(Math.min(a, b)));
      expect(evidence(-a)).toBe(evidence(a));
      expect(evidence(0)).toBe(0);
    }),
  );
});

it('has the value at which the evidence is reached', () => {
  fc.assert(
    fc.property(count, size, fc.double({ min: 0.1, max: 12, noNaN: true }), (seen, mean, evidence) => {
      const step = rare(seen, mean);
      step.value = rareValue(step, evidence);
      // Any value at all may say more than was asked for.
      if (step.value > mean) expect(rareEvidence(step)).toBeCloseTo(evidence, 6);
      else expect(step.value === 0 || rareEvidence(step) >= evidence).toBe(true);
    }),
  );
});

it('learns from one value, however large, its own size at most once over, and from a beginning nothing until it is over', () => {
  const step = rare(1, 10);
  step.value = 1e9;
  learnRare(step);
  expect(step.numbers[RARE_SIZE]).toBeLessThanOrEqual(10 + 30);
  const before = step.numbers[RARE_COUNT]!;
  step.beyond = true;
  learnRare(step);
  expect(step.numbers[RARE_COUNT]).toBeLessThan(before);
});
