/**
 * What is new to a target is not known sooner: senders spread a scrape over several requests, and one that was away catches up in any
 * order. As long as a level is held.
 */
const SETTLING_MS = 300_000;

/** The scrapes behind a target's written samples, told by their times: samples of one scrape share theirs. */
export class WrittenPace {
  private firstMs = Number.NaN;
  private latest = Number.NaN;
  private previousMs = Number.NaN;

  /** Time of the newest sample so far, Unix milliseconds; NaN before the first. */
  get latestMs(): number {
    return this.latest;
  }

  /**
   * The last scrape before these samples: where a counter that is new with them was 0. NaN when that cannot be told. `count` of the times
   * are valid.
   */
  before(timesMs: Float64Array, count: number): number {
    const earliestMs = minimum(timesMs, count);
    // Also when nothing is known yet.
    if (!(earliestMs - this.firstMs >= SETTLING_MS)) return Number.NaN;
    if (this.latest < earliestMs) return this.latest;
    return this.previousMs < earliestMs ? this.previousMs : Number.NaN;
  }

  note(timesMs: Float64Array, count: number): void {
    for (let i = 0; i < count; i++) {
      const timeMs = timesMs[i]!;
      if (Number.isNaN(this.firstMs)) this.firstMs = timeMs;
      if (timeMs <= this.latest) continue;
      this.previousMs = this.latest;
      this.latest = timeMs;
    }
  }
}

function minimum(values: Float64Array, count: number): number {
  let least = Number.POSITIVE_INFINITY;
  for (let i = 0; i < count; i++) if (values[i]! < least) least = values[i]!;
  return least;
}
