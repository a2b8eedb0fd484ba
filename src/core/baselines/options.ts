/** How baselines learn and where the alert line lies. One set for every signal of an installation. */
export interface BaselineOptions {
  /** A signal scores 0 until it has seen this much time ... */
  readonly warmUpMs: number;
  /** ... and at least this many samples. */
  readonly warmUpSamples: number;
  /** False alerts a day that a clean installation may expect, whatever its number of signals. */
  readonly budgetPerDay: number;
  /** Share of these false alerts that may wake somebody: with a tenth, what reaches the page line is ten times less probable than what reaches the alert line. */
  readonly pageShare: number;
  /** False alerts a day that one signal may have even when the budget would allow more: 0.06 is one in a fortnight. */
  readonly signalBudgetPerDay: number;
  /** A shift that has stayed beyond the line for this long (and 12 samples) is the new normal. */
  readonly adoptAfterMs: number;
  /** Offset of local time from UTC at a moment, for the time-of-week profile; daylight saving is the caller's knowledge. */
  readonly utcOffsetMs: (timeMs: number) => number;
}

/** The defaults: thirty minutes of warm-up, five alerts a day, one in ten of them a page, local time is UTC. */
export const DEFAULT_BASELINE_OPTIONS: BaselineOptions = Object.freeze({
  warmUpMs: 30 * 60_000,
  warmUpSamples: 30,
  budgetPerDay: 5,
  pageShare: 0.1,
  signalBudgetPerDay: 0.06,
  adoptAfterMs: 2 * 3_600_000,
  utcOffsetMs: () => 0,
});
