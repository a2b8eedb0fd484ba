import { TAIL_FIELDS } from './tail.ts';

/** Where each number of a signal's row lies. A change here is a new `Baselines.VERSION`. */
export const SAMPLES = 0;
export const FIRST_MS = 1;
export const LAST_MS = 2;
export const INTERVAL_MS = 3;
export const LEVEL = 4;
export const SCALE = 5;
export const RECENT = 6;
export const BEYOND_SINCE_MS = 7;
export const BEYOND_SAMPLES = 8;
export const WIDENING = 9;
export const HELD = 10;
export const ABOVE = 11;
export const BELOW = ABOVE + TAIL_FIELDS;
/** Warm-up samples: how many are kept, one in how many, and the (value, time) pairs. */
export const KEPT = BELOW + TAIL_FIELDS;
export const KEEP_EVERY = KEPT + 1;
export const WARM_UP = KEEP_EVERY + 1;
export const WARM_UP_PAIRS = 32;
export const ROW_WIDTH = WARM_UP + 2 * WARM_UP_PAIRS;
