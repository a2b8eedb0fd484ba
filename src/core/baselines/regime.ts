import { seasonalPart } from './predictors.ts';
import {
  BACK_SAMPLES,
  DRIFT,
  FOLLOW,
  FORMER_LEVEL,
  FORMER_MS,
  LAST_MS,
  LIFE_SAMPLES,
  OFF_SEASON,
  RECENT,
  SCALE,
  SLOW,
  SPREAD_SCALE,
  SPREAD_SQUARE,
} from './row.ts';
import type { Step } from './step.ts';

/** What was before an adopted shift is remembered for this long: over a weekend, and no longer than a profile needs to relearn. */
const REMEMBERED_MS = 3 * 86_400_000;
/** A smaller shift, in scales, cannot be told from noise that happens to lie on the other side of it. */
const TELLABLE = 8;
/** The value lies closer to the former level than to the present one by this factor ... */
const CLOSER = 4;
/** ... for so many samples in a row, and the former level is the present one again. */
const RETURN_SAMPLES = 5;

/** Remembers the level that a shift leaves behind. Where one is remembered already, that is kept: it was the more lasting of the two. */
export function rememberFormer(numbers: Float64Array, at: number, shift: number): void {
  if (isAway(numbers, at) || Math.abs(shift) < TELLABLE * numbers[at + SCALE]!) return;
  numbers[at + FORMER_LEVEL] = numbers[at + SLOW]!;
  numbers[at + FORMER_MS] = numbers[at + LAST_MS]!;
  numbers[at + BACK_SAMPLES] = 0;
}

/** Whether the signal is where an adopted shift has brought it, and what was before is not yet forgotten. */
export function isAway(numbers: Float64Array, at: number): boolean {
  const sinceMs = numbers[at + FORMER_MS]!;
  return sinceMs !== 0 && numbers[at + LAST_MS]! - sinceMs < REMEMBERED_MS;
}

/** How far the value lies from what would be expected on the former level; infinite where it is closer to the present one. */
export function formerDistance(step: Step): number {
  const { numbers, at, value, deviation } = step;
  const distance = Math.abs(value - seasonalPart(step) - numbers[at + FORMER_LEVEL]!);
  return CLOSER * distance < Math.abs(deviation) ? distance : Number.POSITIVE_INFINITY;
}

/** Keeps account of a return: one that has stayed is the present level again, as if the signal had never left it. */
export function learnReturn({ numbers, at, value, back }: Step): void {
  if (!back) {
    numbers[at + BACK_SAMPLES] = 0;
    return;
  }
  numbers[at + BACK_SAMPLES]! += 1;
  if (numbers[at + BACK_SAMPLES]! < RETURN_SAMPLES) return;
  numbers[at + SLOW] = numbers[at + FORMER_LEVEL]!;
  numbers[at + FOLLOW] = numbers[at + RECENT] = value;
  numbers[at + OFF_SEASON] = numbers[at + DRIFT] = 0;
  numbers[at + SPREAD_SQUARE] = numbers[at + SPREAD_SCALE]! ** 2;
  numbers[at + FORMER_MS] = numbers[at + LIFE_SAMPLES] = 0;
}
