/** As much of what is usual as frozen evidence holds at an evaluation every 15 s. */
const LEAD_MS = 30 * 60_000;
/** Enough to see that it is over. */
const TAIL_MS = 10 * 60_000;

/** When an alert began and ended, Unix milliseconds. */
export interface AlertTimes {
  readonly startsAtMs: number;
  /** Undefined: it has not ended. */
  readonly endsAtMs?: number | undefined;
}

/** What a chart of an alert shows: from half an hour before it began until ten minutes after its end, or all that came since. */
export function alertSpan({ startsAtMs, endsAtMs = Number.POSITIVE_INFINITY }: AlertTimes): {
  /** Unix milliseconds. */
  readonly from: number;
  readonly to: number;
} {
  return { from: startsAtMs - LEAD_MS, to: endsAtMs + TAIL_MS };
}
