import { dayDeviation, weekDeviation } from './profile.ts';
import { clip, type Memory, rate } from './rate.ts';
import { ACTIVE, ERRORS, FIRST_MS, FOLLOW, SCALE, SLOW, SWING } from './row.ts';
import type { Step } from './step.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/** The predictors, in the order of their numbers: a series without a season pays nothing for the last two. */
export const SLOW_LEVEL = 0;
export const FOLLOWING_LEVEL = 1;
const DAY_PROFILE = 2;
const WEEK_PROFILE = 3;
const PREDICTORS = 4;
/** Age at which a predictor may first be believed: a profile must have seen its season and then been tried on it again. */
const ADMITTED_MS = [0, 0, 2 * DAY_MS, 8 * DAY_MS];
/** A predictor takes over when its error is this share of the believed one's. */
const BETTER = 0.95;

const SLOW_MEMORY: Memory = { ms: 2 * DAY_MS, most: 1 / 50 };
const FOLLOW_MEMORY: Memory = { ms: HOUR_MS, most: 1 / 10 };
const ERROR_MEMORY: Memory = { ms: DAY_MS, most: 1 / 60 };
/** A sample pulls the slow level by at most three scales, the following level by twice as many of its own. */
const SLOW_PULL = 3;
const FOLLOW_PULL = 6;
const ERROR_MAXIMUM = 8;
/** The following level strays from the slow one by this many swings at most: who pulls it gets no further. */
const FOLLOW_REACH = 3;

/** What each predictor expects at this moment. */
export function predict(step: Step): void {
  const { numbers, at, predictions } = step;
  const slow = numbers[at + SLOW]!;
  predictions[SLOW_LEVEL] = slow;
  predictions[FOLLOWING_LEVEL] = slow + clip(numbers[at + FOLLOW]! - slow, FOLLOW_REACH * numbers[at + SWING]!);
  predictions[DAY_PROFILE] = slow + dayDeviation(step);
  predictions[WEEK_PROFILE] = slow + weekDeviation(step);
}

/** What the season alone expects: the believed profile, or the slow level. */
export function seasonal(step: Step): number {
  const active = step.numbers[step.at + ACTIVE]!;
  return step.predictions[active === FOLLOWING_LEVEL ? SLOW_LEVEL : active]!;
}

/** What the believed profile adds to the level at this moment; 0 without one. */
export function seasonalPart(step: Step): number {
  return seasonal(step) - step.predictions[SLOW_LEVEL]!;
}

/** Whether this predictor is old enough to have a say. */
export function isAdmitted(step: Step, predictor: number): boolean {
  return step.timeMs - step.numbers[step.at + FIRST_MS]! >= ADMITTED_MS[predictor]!;
}

/** Mean absolute error of a predictor over the last day or so, floored. */
export function predictorError(step: Step, predictor: number): number {
  return Math.max(step.numbers[step.at + ERRORS + predictor]! * step.swell, step.floor);
}

/** Learns levels and errors from the sample, `trust` of it, and believes the predictor that has been best. */
export function learnPredictors(step: Step, trust: number): void {
  const { numbers, at, value, predictions } = step;
  const errorRate = trust * rate(step, ERROR_MEMORY);
  const errorMaximum = ERROR_MAXIMUM * step.unit;
  for (let i = 0; i < PREDICTORS; i++) {
    const error = Math.min(Math.abs(value - predictions[i]!), errorMaximum);
    numbers[at + ERRORS + i]! += errorRate * (error - numbers[at + ERRORS + i]!);
  }
  numbers[at + SLOW]! += trust * rate(step, SLOW_MEMORY) * clip(step.deviation, SLOW_PULL * step.unit);
  const followLimit = FOLLOW_PULL * Math.max(numbers[at + ERRORS + FOLLOWING_LEVEL]!, step.floor);
  const followed = clip(value - numbers[at + FOLLOW]!, followLimit);
  numbers[at + FOLLOW]! += trust * rate(step, FOLLOW_MEMORY) * followed;
  believe(step);
}

function believe(step: Step): void {
  const { numbers, at } = step;
  const active = numbers[at + ACTIVE]!;
  const error = numbers[at + ERRORS + active]!;
  let best = active;
  for (let i = 0; i < PREDICTORS; i++) {
    const candidate = numbers[at + ERRORS + i]!;
    if (candidate < BETTER * error && candidate < numbers[at + ERRORS + best]! && isAdmitted(step, i)) best = i;
  }
  if (best === active) return;
  // The scale goes over in proportion: what was learnt of the tails, in scales, stays true.
  numbers[at + SCALE]! *= numbers[at + ERRORS + best]! / error;
  numbers[at + ACTIVE] = best;
}
