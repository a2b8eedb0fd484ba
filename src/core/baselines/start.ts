import { startNovelty } from './novelty.ts';
import { startProfile } from './profile.ts';
import {
  ABOVE,
  BELOW,
  CENTRE,
  CHANGE_SCALE,
  DRIFT_ABOVE,
  DRIFT_BELOW,
  DRIFT_SCALE,
  ERRORS,
  FALL,
  FOLLOW,
  OFF_SEASON,
  PROFILE_BIN,
  RARE_COUNT,
  RARE_SIZE,
  RECENT,
  RECENT_SPREAD,
  RISE,
  ROW_WIDTH,
  SAMPLES,
  SCALE,
  SLOW,
  SPREAD,
  SPREAD_SCALE,
  SPREAD_SQUARE,
  SWING,
  TREND_LEVEL,
  tailAt,
} from './row.ts';
import type { Block } from './rows.ts';
import { startTail } from './tail.ts';
import type { WarmUp } from './warm-up.ts';

/** What a drift of independent deviations is of their scale, and then some. */
export const DRIFT_SHARE = 0.25;

/** Fills a row from the warm-up's statistics: every predictor expects the median, every scale is the spread. */
export function startModel({ numbers, singles, words }: Block, at: number, warmUp: WarmUp): void {
  const { level, scale, last } = warmUp;
  numbers.fill(0, at + RECENT, at + ROW_WIDTH);
  for (const field of [RECENT, SLOW, FOLLOW, CENTRE, TREND_LEVEL]) numbers[at + field] = level;
  for (const field of [RECENT_SPREAD, SCALE, SWING, CHANGE_SCALE, SPREAD_SCALE]) numbers[at + field] = scale;
  for (let i = 0; i < 4; i++) numbers[at + ERRORS + i] = scale;
  numbers[at + OFF_SEASON] = last - level;
  numbers[at + DRIFT_SCALE] = DRIFT_SHARE * scale;
  numbers[at + SPREAD_SQUARE] = 1.5 * scale * scale;
  numbers[at + RARE_COUNT] = warmUp.nonZeroShare * numbers[at + SAMPLES]!;
  numbers[at + RARE_SIZE] = warmUp.nonZeroSize;
  numbers[at + PROFILE_BIN] = -1;
  startTails(singles, at);
  startProfile(words, at);
  startNovelty(numbers, at);
}

/** Starts every tail of a row: nothing is known of its rare values. */
export function startTails(singles: Float32Array, at: number): void {
  for (const tail of [ABOVE, BELOW, RISE, FALL, DRIFT_ABOVE, DRIFT_BELOW, SPREAD]) startTail(singles, tailAt(at, tail));
}
