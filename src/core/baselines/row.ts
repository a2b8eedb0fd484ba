import { TAIL_FIELDS } from './tail.ts';

/** Numbers of a row that a tail takes: its own are half as long. */
const TAIL_NUMBERS = TAIL_FIELDS / 2;

/** Where each number of a signal's row lies. A change here or in a number's meaning is a new `Baselines.VERSION`. */
let next = 0;
function field(width = 1): number {
  const at = next;
  next += width;
  return at;
}

// What was seen.
export const SAMPLES = field();
export const LIFE_SAMPLES = field();
export const FIRST_MS = field();
export const LAST_MS = field();
export const INTERVAL_MS = field();
export const RECENT = field();
export const RECENT_SPREAD = field();

// What is expected: four predictors, how far each was off lately, and which one is believed.
export const SLOW = field();
export const FOLLOW = field();
export const ERRORS = field(4);
export const ACTIVE = field();
export const PROFILE_BIN = field();
export const PROFILE_SUM = field();
export const PROFILE_COUNT = field();
export const TREND_LEVEL = field();
export const TREND = field();
export const TREND_SPREAD = field();

// How far values usually lie from it.
export const SCALE = field();
export const CENTRE = field();
export const SWING = field();
export const ABOVE = field(TAIL_NUMBERS);
export const BELOW = field(TAIL_NUMBERS);

// How far tails reach to the alert line, of which they were worked out for.
export const REACHES = field(2);
export const REACH_LINE = field();

// Change from one sample to the next.
export const OFF_SEASON = field();
export const CHANGE_SCALE = field();
export const AR_PRODUCT = field();
export const AR_SQUARE = field();
export const RISE = field(TAIL_NUMBERS);
export const FALL = field(TAIL_NUMBERS);

// Slow drift and restlessness.
export const DRIFT = field();
export const DRIFT_SCALE = field();
export const DRIFT_ABOVE = field(TAIL_NUMBERS);
export const DRIFT_BELOW = field(TAIL_NUMBERS);
export const SPREAD_SQUARE = field();
export const SPREAD_SCALE = field();
export const SPREAD = field(TAIL_NUMBERS);

// Values seldom other than zero; steps between values never seen.
export const RARE_COUNT = field();
export const RARE_SIZE = field();
export const RARE_RUN = field();
export const NOVELTY_LOW = field();
export const NOVELTY_HIGH = field();
export const NOVELTY_SEEN = field(2);
export const NOVELTY_LAST = field();
export const NOVELTY_RATE = field();

// Alerts: the present shift, a person's verdicts, the episode gate.
export const BEYOND_SINCE_MS = field();
export const BEYOND_SAMPLES = field();
export const QUIET_SAMPLES = field();
export const FORMER_LEVEL = field();
export const FORMER_MS = field();
export const BACK_SAMPLES = field();
export const WIDENING = field();
export const GAP_DOUBT = field();
export const HELD = field();
export const PINNED = field();
export const GUARD_MS = field();
export const GUARD_ABOVE = field();
export const GUARD_BELOW = field();
export const EPISODE_MS = field();
/** Two numbers of four bytes: samples since an episode opened, and the recent record of the score. */
export const EPISODE = field();

/** Index of a tail's first number when the row at `at` is read as numbers of four bytes. */
export function tailAt(at: number, tail: number): number {
  return 2 * (at + tail);
}

const NUMBERS = next;

/** The time-of-week profile: bfloat16 deviations for 24 hours of a day and 168 hours of a week, four to a number. */
export const DAY_HOURS = 24;
export const WEEK_HOURS = 168;
const PROFILE_NUMBERS = (DAY_HOURS + WEEK_HOURS) / 4;
/** Index of the profile's first bin when the row is read as 16-bit words. */
export const PROFILE_WORDS = NUMBERS * 4;

/**
 * Numbers of eight bytes in a row. With the columns' 49 bytes beside it a signal takes less than a kilobyte.
 */
export const ROW_WIDTH = NUMBERS + PROFILE_NUMBERS;

/** During warm-up the first samples are kept as (value, time) pairs where later the model's numbers lie. */
export const WARM_UP_PAIRS = 48;
export const KEPT = RECENT;
export const KEEP_EVERY = SLOW;
export const WARM_UP = FOLLOW;
