const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;
/** Residual, change, drift and spread each look at a sample; measured on noise they count as this many looks, not as four. */
const FEATURES = 1.5;

/**
 * Where the alert line lies so that a clean installation raises about `budgetPerDay` false alerts a day, whatever its number
 * of signals: each sample may pass with the probability `budget / (signals x samples a day)`, the Bonferroni allocation of the
 * expected number of false alerts (a control stronger than that of the false-discovery rate, and it needs no p-value order).
 * Signals are counted as those seen within the last full hour of event time.
 */
export class AlertLine {
  private hour = Number.NEGATIVE_INFINITY;
  private seen = 0;
  private seenBefore = 0;
  private evidenceFor = { intervalMs: Number.NaN, sides: 0, signals: 0, evidence: 0 };

  constructor(
    private readonly budgetPerDay: number,
    private readonly signalBudgetPerDay: number,
    private readonly pageShare: number,
  ) {}

  /** Signals that share the budget now. */
  get activeSignals(): number {
    return Math.max(1, this.seen, this.seenBefore);
  }

  /** False alerts a day that each signal may have now. */
  get signalShare(): number {
    return Math.min(this.signalBudgetPerDay, this.budgetPerDay / this.activeSignals);
  }

  /** Tells the line that a signal was observed, and when it was seen last (NaN: never). */
  note(timeMs: number, lastTimeMs: number): void {
    const hour = Math.floor(timeMs / HOUR_MS);
    if (hour > this.hour) {
      if (this.hour !== Number.NEGATIVE_INFINITY) this.seenBefore = this.seen;
      this.seen = 0;
      this.hour = hour;
    }
    if (!(Math.floor(lastTimeMs / HOUR_MS) >= this.hour)) this.seen++;
  }

  /** A signal restored from a checkpoint shares the budget from the start. */
  noteRestored(): void {
    this.seenBefore++;
  }

  /**
   * -log10 of the tail probability at which a sample reaches the line.
   * @param intervalMs the usual time between two samples of the signal
   * @param sides tails that may raise an alert: 2 where both directions are news
   */
  evidence(intervalMs: number, sides: number): number {
    const last = this.evidenceFor;
    const signals = this.activeSignals;
    if (last.intervalMs !== intervalMs || last.sides !== sides || last.signals !== signals) {
      last.intervalMs = intervalMs;
      last.sides = sides;
      last.signals = signals;
      last.evidence = Math.log10((sides * FEATURES * DAY_MS) / Math.max(intervalMs, 1000) / this.signalShare);
    }
    return last.evidence;
  }

  /**
   * The page line: the score at which a sample is worth waking somebody. It is as much less probable than one at the alert line as pages are to be
   * rarer than alerts; 1 where every alert may be a page.
   */
  pageLine(intervalMs: number, sides: number): number {
    return 1 - Math.log10(this.pageShare) / this.evidence(intervalMs, sides);
  }

  /** What a signal may have of the budget, as a share of what it may have when it is alone. */
  share(): number {
    return this.signalShare / this.signalBudgetPerDay;
  }
}
