import type { SkippedLine } from './skipped-lines.ts';

/** One page's samples, in columns that the next page of the same parser overwrites. */
export interface ParsedPage {
  /** Samples: the valid length of the columns. */
  readonly count: number;
  /** By sample: index of its series in `PageParser.series`. */
  readonly series: Int32Array;
  readonly values: Float64Array;
  /** By sample: the time that the exporter wrote, Unix milliseconds, NaN where it wrote none; undefined when it wrote none at all. */
  readonly timesMs: Float64Array | undefined;
  /** Series first seen on this page. */
  readonly added: readonly number[];
  /** Series gone for good: a later page may use their indexes for others. */
  readonly removed: readonly number[];
  /** The first lines that were not understood, and why. */
  readonly skipped: readonly SkippedLine[];
  /** All lines that were not understood. */
  readonly skippedCount: number;
  /** Samples of series beyond the maximum. */
  readonly droppedCount: number;
  /** Some of the page's samples are missing: lines were skipped, or the page was cut off. A partial page removes no series. */
  readonly partial: boolean;
  /** Strict level: why the whole page was rejected. */
  readonly error?: string;
}

/** The columns of the page that is being read. */
export class PageColumns {
  count = 0;
  series = new Int32Array(64);
  values = new Float64Array(64);
  timed = false;
  #timesMs: Float64Array | undefined;

  get timesMs(): Float64Array | undefined {
    return this.timed ? this.#timesMs : undefined;
  }

  clear(): void {
    this.count = 0;
    this.timed = false;
  }

  /** Makes room for one sample more. */
  reserve(): void {
    if (this.count < this.values.length) return;
    const length = this.count + (this.count >> 1);
    const { series, values } = this;
    this.series = new Int32Array(length);
    this.series.set(series);
    this.values = new Float64Array(length);
    this.values.set(values);
    if (this.#timesMs !== undefined) {
      const timesMs = this.#timesMs;
      this.#timesMs = new Float64Array(length).fill(Number.NaN, timesMs.length);
      this.#timesMs.set(timesMs);
    }
  }

  /** Gives the last sample, already counted, a time of its own. */
  stamp(timeMs: number): void {
    this.#timesMs ??= new Float64Array(this.values.length);
    if (!this.timed) this.#timesMs.fill(Number.NaN);
    this.timed = true;
    this.#timesMs[this.count - 1] = timeMs;
  }
}
