import {
  BEYOND_SAMPLES,
  BEYOND_SINCE_MS,
  DRIFT,
  FOLLOW,
  HELD,
  OFF_SEASON,
  QUIET_SAMPLES,
  RECENT,
  SLOW,
  SPREAD_SCALE,
  SPREAD_SQUARE,
  WIDENING,
} from './row.ts';
import type { Step } from './step.ts';

const FORTNIGHT_MS = 14 * 86_400_000;
/** Weight of a sample in the recent level, which alone follows a shift as it is. */
const RECENT_WEIGHT = 0.1;
/** A shift is adopted after so many samples beyond the line, and forgotten after so many within it. */
const ADOPT_SAMPLES = 12;
const FORGET_SAMPLES = 5;
/** A verdict of false widens the band by half, at most eightfold; it narrows again over weeks. */
const WIDEN = 1.5;
const WIDENING_MAXIMUM = 7;

/**
 * Keeps account of the present shift. A lasting one is adopted: the level moves to where the signal has been lately.
 * True when nothing else may be learnt from this sample.
 */
export function learnShift(step: Step, adoptAfterMs: number): boolean {
  const { numbers, at, value, timeMs } = step;
  numbers[at + RECENT]! += RECENT_WEIGHT * (value - numbers[at + RECENT]!);
  numbers[at + WIDENING]! *= Math.exp(-step.elapsedMs / FORTNIGHT_MS);
  if (!step.beyond) {
    numbers[at + QUIET_SAMPLES]! += 1;
    if (numbers[at + QUIET_SAMPLES]! > FORGET_SAMPLES) numbers[at + BEYOND_SAMPLES] = 0;
    return false;
  }
  numbers[at + QUIET_SAMPLES] = 0;
  if (numbers[at + BEYOND_SAMPLES] === 0) numbers[at + BEYOND_SINCE_MS] = timeMs;
  numbers[at + BEYOND_SAMPLES]! += 1;
  if (numbers[at + HELD] === 1) return true;
  const lasted = timeMs - numbers[at + BEYOND_SINCE_MS]! >= adoptAfterMs;
  if (lasted && numbers[at + BEYOND_SAMPLES]! >= ADOPT_SAMPLES)
    adoptShift(numbers, at, numbers[at + RECENT]! - step.expected);
  return false;
}

/** Moves the levels by a shift, as if the signal had always been there. */
export function adoptShift(numbers: Float64Array, at: number, shift: number): void {
  numbers[at + SLOW]! += shift;
  numbers[at + FOLLOW] = numbers[at + RECENT]!;
  numbers[at + OFF_SEASON] = 0;
  numbers[at + DRIFT] = 0;
  numbers[at + SPREAD_SQUARE] = numbers[at + SPREAD_SCALE]! ** 2;
  numbers[at + BEYOND_SAMPLES] = 0;
}

/** Widens the band after an alert that a person called false. */
export function widenBand(numbers: Float64Array, at: number): void {
  numbers[at + WIDENING] = Math.min(WIDENING_MAXIMUM, WIDEN * (1 + numbers[at + WIDENING]!) - 1);
}
