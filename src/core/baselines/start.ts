import { startNovelty } from './novelty.ts';
import { startProfile } from './profile.ts';
import {
  ABOVE,
  BELOW,
  CENTRE,
  CHANGE_SCALE,
  ERRORS,
  FALL,
  FOLLOW,
  MEAN_ABOVE,
  MEAN_BELOW,
  MEAN_SCALE,
  OFF_SEASON,
  PROFILE_BIN,
  RECENT,
  RISE,
  ROLLING_SQUARE,
  ROW_WIDTH,
  SCALE,
  SLOW,
  SPREAD,
  SPREAD_SCALE,
  SWING,
} from './row.ts';
import { startTail } from './tail.ts';
import type { WarmUp } from './warm-up.ts';

/** Rolling means of independent deviations are this share of their scale: 1/sqrt(2 x reach) and then some. */
const MEAN_SHARE = 0.25;

/** Fills a row from the warm-up's statistics: every predictor expects the median, every scale is the spread. */
export function startModel(
  numbers: Float64Array,
  words: Uint16Array,
  at: number,
  { level, scale, last }: WarmUp,
): void {
  numbers.fill(0, at + RECENT, at + ROW_WIDTH);
  for (const field of [RECENT, SLOW, FOLLOW, CENTRE]) numbers[at + field] = level;
  for (const field of [SCALE, SWING, CHANGE_SCALE, SPREAD_SCALE]) numbers[at + field] = scale;
  for (let i = 0; i < 4; i++) numbers[at + ERRORS + i] = scale;
  numbers[at + OFF_SEASON] = last - level;
  numbers[at + MEAN_SCALE] = MEAN_SHARE * scale;
  numbers[at + ROLLING_SQUARE] = 1.5 * scale * scale;
  numbers[at + PROFILE_BIN] = -1;
  for (const tail of [ABOVE, BELOW, RISE, FALL, MEAN_ABOVE, MEAN_BELOW, SPREAD]) startTail(numbers, at + tail);
  startProfile(words, at);
  startNovelty(numbers, at);
}
