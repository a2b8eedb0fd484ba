import { LEADS } from './columns.ts';
import { learnReturn, rememberFormer } from './regime.ts';
import {
  BEYOND_SAMPLES,
  BEYOND_SINCE_MS,
  CHANGE_SCALE,
  DRIFT,
  DRIFT_SCALE,
  ERRORS,
  FOLLOW,
  GUARD_ABOVE,
  GUARD_BELOW,
  GUARD_MS,
  HELD,
  OFF_SEASON,
  QUIET_SAMPLES,
  RECENT,
  RECENT_SPREAD,
  SCALE,
  SLOW,
  SPREAD_SCALE,
  SPREAD_SQUARE,
  SWING,
  WIDENING,
} from './row.ts';
import { DRIFT_SHARE } from './start.ts';
import type { Step } from './step.ts';

const FORTNIGHT_MS = 14 * 86_400_000;
/** Weight of a sample in the recent level, which alone follows a shift as it is. */
const RECENT_WEIGHT = 0.1;
/** A shift is adopted after so many samples beyond the line, and forgotten after so many within it. */
const ADOPT_SAMPLES = 12;
const FORGET_SAMPLES = 5;
/** ... while it lies within this share of the shift from where it has been lately. */
const SETTLED = 0.5;
/** A verdict of false widens the band by half, at most eightfold; it narrows again over weeks. */
const WIDEN = 1.5;
const WIDENING_MAXIMUM = 7;
/** A signal that spreads this much wider where it is now has outgrown its scales: a constant that came alive. */
const OUTGROWN = 10;
const DRIFTS = LEADS.indexOf('drift');
const SCALES = [SCALE, SWING, CHANGE_SCALE, SPREAD_SCALE, ERRORS, ERRORS + 1, ERRORS + 2, ERRORS + 3];

/**
 * Keeps account of the present shift. A lasting one is adopted: the level moves to where the signal has been lately.
 * True when nothing else may be learnt from this sample.
 */
export function learnShift(step: Step, adoptAfterMs: number): boolean {
  const { numbers, at, value, timeMs } = step;
  // The step into a shift is no part of how the signal spreads there.
  if (!step.beyond || numbers[at + BEYOND_SAMPLES]! > 0) {
    const moved = Math.abs(step.offSeason - numbers[at + OFF_SEASON]!);
    numbers[at + RECENT_SPREAD]! += RECENT_WEIGHT * (moved - numbers[at + RECENT_SPREAD]!);
  }
  numbers[at + RECENT]! += RECENT_WEIGHT * (value - numbers[at + RECENT]!);
  learnReturn(step);
  if (numbers[at + WIDENING]! > 0) numbers[at + WIDENING]! *= Math.exp(-step.elapsedMs / FORTNIGHT_MS);
  if (step.back) return true;
  if (!step.beyond) {
    numbers[at + QUIET_SAMPLES]! += 1;
    if (numbers[at + QUIET_SAMPLES]! > FORGET_SAMPLES) numbers[at + BEYOND_SAMPLES] = 0;
    return false;
  }
  numbers[at + QUIET_SAMPLES] = 0;
  if (numbers[at + BEYOND_SAMPLES] === 0) numbers[at + BEYOND_SINCE_MS] = timeMs;
  numbers[at + BEYOND_SAMPLES]! += 1;
  if (numbers[at + HELD] === 1) return true;
  if (isLasting(step, adoptAfterMs)) adoptShift(numbers, at, shiftOf(step));
  return false;
}

/** What leads away slowly is as large as the drift, the mean over hours; all else leads to where the signal has been lately. */
function shiftOf({ numbers, at, lead, drift, expected }: Step): number {
  const shift = numbers[at + RECENT]! - expected;
  return lead === DRIFTS && Math.abs(drift) > Math.abs(shift) ? drift : shift;
}

/** Beyond the line for long enough, and settled: near to where it has been lately. Spikes that come and go are no shift. */
function isLasting(step: Step, adoptAfterMs: number): boolean {
  const { numbers, at, value, timeMs, deviation, lead, drift } = step;
  if (timeMs - numbers[at + BEYOND_SINCE_MS]! < adoptAfterMs || numbers[at + BEYOND_SAMPLES]! < ADOPT_SAMPLES)
    return false;
  return (
    Math.abs(value - numbers[at + RECENT]!) <
    SETTLED * Math.max(Math.abs(deviation), lead === DRIFTS ? Math.abs(drift) : 0)
  );
}

/** Moves the levels by a shift, as if the signal had always been there, with the scales it has there when it has outgrown them. */
export function adoptShift(numbers: Float64Array, at: number, shift: number): void {
  rememberFormer(numbers, at, shift);
  const spread = numbers[at + RECENT_SPREAD]!;
  if (spread > OUTGROWN * numbers[at + SCALE]!) {
    for (const scale of SCALES) numbers[at + scale] = Math.max(numbers[at + scale]!, spread);
    numbers[at + DRIFT_SCALE] = Math.max(numbers[at + DRIFT_SCALE]!, DRIFT_SHARE * spread);
    numbers[at + GUARD_ABOVE] = numbers[at + GUARD_BELOW] = 0;
    numbers[at + GUARD_MS] = 0;
  }
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
