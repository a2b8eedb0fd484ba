/** A signal at one evaluation, with what was expected of it then: single precision, for charts and for evidence. */
export interface HistoryPoint {
  /** Event time, Unix milliseconds. */
  readonly timeMs: number;
  /** NaN: from here to the next point the signal is missing. */
  readonly value: number;
  /** Like the band NaN while the baseline warmed up. */
  readonly expected: number;
  readonly lower: number;
  readonly upper: number;
  readonly score: number;
}
