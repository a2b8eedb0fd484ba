import type { Memory } from './rate.ts';

const DAY_MS = 86_400_000;

/** How long scales remember: long enough to have seen a working week. */
export const SCALE_MEMORY: Memory = { ms: 5 * DAY_MS, most: 1 / 100 };
/** How long tails remember: their rare values need more samples than a scale does. */
export const TAIL_MEMORY: Memory = { ms: 7 * DAY_MS, most: 1 / 1000 };
/** How long the usual centre and swing of a signal are remembered. */
export const SWING_MEMORY: Memory = { ms: 7 * DAY_MS, most: 1 / 200 };
/** A sample counts as this many scales at most when the scale is learnt. */
export const SCALE_PULL = 3;
