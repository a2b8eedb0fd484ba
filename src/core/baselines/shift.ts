import { LEADS } from './columns.ts';
import { learnReturn, rememberFormer } from './regime.ts';
import {
  BEYOND_SAMPLES,
  BEYOND_SINCE_MS,
  CENTRE,
  CHANGE_SCALE,
  DRIFT,
  DRIFT_SCALE,
  ERRORS,
  FOLLOW,
  GUARD_ABOVE,
  GUARD_BELOW,
  GUARD_MS,
  HELD,
  LIFE_SAMPLES,
  OFF_SEASON,
  QUIET_SAMPLES,
  RECENT,
  RECENT_SPREAD,
  SAMPLES,
  SCALE,
  SLOW,
  SPREAD_SCALE,
  SPREAD_SQUARE,
  SWING,
  WIDENING,
} from './row.ts';
import type { Block } from './rows.ts';
import { DRIFT_SHARE, startTails } from './start.ts';
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
/** A signal that spreads this much wider where it is now has outgrown its scales and tails: a constant that came alive. */
const OUTGROWN = 10;
/** A row, as numbers of eight bytes and of four. */
type Numbers = Pick<Block, 'numbers' | 'singles'>;
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
  if (!isLasting(step, adoptAfterMs)) return false;
  // What was worked out for this sample, was in scales that it has outgrown.
  const isNewLife = hasOutgrown(numbers, at);
  adoptShift(step, at, shiftOf(step));
  return isNewLife;
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
export function adoptShift(row: Numbers, at: number, shift: number): void {
  const { numbers } = row;
  rememberFormer(numbers, at, shift);
  if (hasOutgrown(numbers, at)) startLife(row, at);
  numbers[at + SLOW]! += shift;
  numbers[at + FOLLOW] = numbers[at + RECENT]!;
  numbers[at + OFF_SEASON] = 0;
  numbers[at + DRIFT] = 0;
  numbers[at + SPREAD_SQUARE] = numbers[at + SPREAD_SCALE]! ** 2;
  numbers[at + BEYOND_SAMPLES] = 0;
}

function hasOutgrown(numbers: Float64Array, at: number): boolean {
  return numbers[at + RECENT_SPREAD]! > OUTGROWN * numbers[at + SCALE]!;
}

/** Scales as wide as the signal spreads now, tails of which nothing is known, and the weights of a young signal: what it was tells nothing. */
function startLife({ numbers, singles }: Numbers, at: number): void {
  const spread = numbers[at + RECENT_SPREAD]!;
  for (const scale of SCALES) numbers[at + scale] = Math.max(numbers[at + scale]!, spread);
  numbers[at + DRIFT_SCALE] = Math.max(numbers[at + DRIFT_SCALE]!, DRIFT_SHARE * spread);
  numbers[at + GUARD_ABOVE] = numbers[at + GUARD_BELOW] = 0;
  numbers[at + GUARD_MS] = 0;
  numbers[at + CENTRE] = numbers[at + RECENT]!;
  numbers[at + LIFE_SAMPLES] = numbers[at + SAMPLES]! - ADOPT_SAMPLES;
  startTails(singles, at);
}

/** Widens the band after an alert that a person called false. */
export function widenBand(numbers: Float64Array, at: number): void {
  numbers[at + WIDENING] = Math.min(WIDENING_MAXIMUM, WIDEN * (1 + numbers[at + WIDENING]!) - 1);
}
