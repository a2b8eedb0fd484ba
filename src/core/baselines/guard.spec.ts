import { beyondGuard, GROWTH, guardLimit, learnGuard } from './guard.ts';
import { Step } from './step.ts';

const DAY_MS = 86_400_000;

/** A day that began with these halves of the band. */
function guarded(above: number, below: number): Step {
  const step = new Step();
  step.numbers = new Float64Array(200);
  step.timeMs = DAY_MS;
  learnGuard(step, above, below);
  return step;
}

it('lets each half of the band grow so far in a day, and no further for what its samples teach', () => {
  const step = guarded(10, 4);
  expect([guardLimit(step, true), guardLimit(step, false)]).toEqual([10 * GROWTH, 4 * GROWTH]);
  step.timeMs += DAY_MS - 1;
  learnGuard(step, 1000, 1000);
  expect(guardLimit(step, true)).toBe(10 * GROWTH);
  step.timeMs += 1;
  learnGuard(step, 20, 8);
  expect([guardLimit(step, true), guardLimit(step, false)]).toEqual([20 * GROWTH, 8 * GROWTH]);
});

it('begins anew where an alert was raised', () => {
  const step = guarded(10, 4);
  step.opens = true;
  learnGuard(step, 25, 25);
  expect(guardLimit(step, false)).toBe(25 * GROWTH);
});

it('scores what lies beyond, on its own side, and leaves rare signals to their own judge', () => {
  const step = guarded(10, 4);
  const score = (deviation: number) => {
    step.deviation = deviation;
    return beyondGuard(step);
  };
  expect([score(10 * GROWTH - 1), score(20 * GROWTH), score(-4 * GROWTH + 1), score(-8 * GROWTH)]).toEqual([
    0, 2, 0, 2,
  ]);
  step.rare = true;
  expect(score(1e9)).toBe(0);
});

it('widens with the scale, and is measured without it', () => {
  const step = guarded(10, 4);
  step.widening = 2;
  expect(guardLimit(step, true)).toBe(20 * GROWTH);
  step.timeMs += DAY_MS;
  learnGuard(step, 20, 8);
  step.widening = 1;
  expect(guardLimit(step, true)).toBe(10 * GROWTH);
});

it('holds nobody back before there is a measure', () => {
  const step = new Step();
  step.numbers = new Float64Array(200);
  step.deviation = 1e9;
  expect(beyondGuard(step)).toBe(0);
});
