import { GAP_DOUBT } from './row.ts';
import type { Step } from './step.ts';

const DAY_MS = 86_400_000;
/** What is left of the doubt with each sample after the gap: as fast as the following level finds its way again. */
const DOUBT_KEPT = 0.9;

/**
 * A gap widens the band: by itself once over after a day of nothing (a level that wanders is as far off as it wanders in that time),
 * by less after less, and never by more, so that nobody who can silence a signal blinds it. It narrows again within some twenty samples.
 */
export function doubtGap({ numbers, at, missedMs }: Step): void {
  const doubt = missedMs > 0 ? Math.min(1, Math.sqrt(missedMs / DAY_MS)) : 0;
  numbers[at + GAP_DOUBT] = Math.max(DOUBT_KEPT * numbers[at + GAP_DOUBT]!, doubt);
}
