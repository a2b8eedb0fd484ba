import fc from 'fast-check';
import { countRun, isRare, learnRare, rareEvidence, rareValue } from './rare.ts';
import { RARE_COUNT, RARE_SIZE, SLOW } from './row.ts';
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

it('is mostly zero by its share of other values, while its level is at zero', () => {
  expect([0, 0.6, 99, 124, 126].map((seen) => isRare(rare(seen, 1)))).toEqual([true, true, true, true, false]);
  const moved = rare(1, 10);
  moved.numbers[SLOW] = 9;
  expect(isRare(moved)).toBe(false);
});

it('asks, where there was never anything, how long there was nothing and how many in a row there are now', () => {
  const step = rare(0, 0);
  const evidence = [3, 1e9, 5].map((value) => {
    step.value = value;
    const said = rareEvidence(step);
    countRun(step);
    learnRare(step);
    return said;
  });
  const first = Math.log10((500 + 1) / 0.5);
  expect(evidence).toEqual([1, 2, 3].map((inARow) => expect.closeTo(inARow * first, 9)));
});

it('asks for no run where there was something before', () => {
  const step = rare(5, 10);
  step.value = 10;
  const first = rareEvidence(step);
  step.beyond = true;
  for (let i = 0; i < 6; i++) {
    countRun(step);
    learnRare(step);
  }
  expect(rareEvidence(step)).toBeCloseTo(first, 1);
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
