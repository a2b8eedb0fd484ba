import { HashIndex } from '../exposition/hash-index.ts';
import { isSameSeries, seriesHash } from '../exposition/series.ts';
import type { WrittenSamples, WrittenSeries } from '../model/page.ts';

/** One written page, in columns that the next one overwrites. */
export interface WrittenColumns {
  readonly count: number;
  /** By sample: index of its series in `WrittenTable.series`. */
  readonly series: Int32Array;
  readonly values: Float64Array;
  readonly timesMs: Float64Array;
  readonly added: readonly number[];
  readonly removed: readonly number[];
  /** Samples of series beyond the maximum. */
  readonly droppedCount: number;
  readonly partial: false;
}

/** A series without a sample for longer has ended without a stale marker: not every sender writes them. */
const FORGOTTEN_AFTER_MS = 900_000;

/**
 * The series of one target that is written to us, by local index. An index that was removed may stand for another series from the page
 * after next on. Senders name a series by the same object again and again: it is then found without a look at its labels.
 */
export class WrittenTable {
  readonly series: (WrittenSeries | undefined)[] = [];
  readonly #indexOf = new Map<WrittenSeries, number>();
  readonly #byHash = new HashIndex();
  readonly #hashes: number[] = [];
  readonly #seenMs: number[] = [];
  readonly #free: number[] = [];
  #added: number[] = [];
  #removed: number[] = [];
  #columns = { series: new Int32Array(64), values: new Float64Array(64), timesMs: new Float64Array(64) };
  #sweptMs = Number.NaN;

  /** `maximum`: how many series may live at once. */
  constructor(private readonly maximum: number) {}

  /** Takes a page that came at `timeMs`. The result is valid until the next call. */
  take({ series, values, timesMs }: WrittenSamples, timeMs: number): WrittenColumns {
    this.#begin(series.length);
    const columns = this.#columns;
    let count = 0;
    let droppedCount = 0;
    for (const [i, one] of series.entries()) {
      const value = values[i] ?? Number.NaN;
      const known = this.#find(one);
      if (Number.isNaN(value)) {
        if (known >= 0) this.#remove(known);
        continue;
      }
      const index = known >= 0 ? known : this.#add(one);
      if (index < 0) {
        droppedCount += 1;
        continue;
      }
      this.#seenMs[index] = timeMs;
      columns.series[count] = index;
      columns.values[count] = value;
      columns.timesMs[count] = timesMs[i] ?? timeMs;
      count += 1;
    }
    this.#sweep(timeMs);
    return { count, ...columns, added: this.#added, removed: this.#removed, droppedCount, partial: false };
  }

  #begin(length: number): void {
    for (const index of this.#removed) {
      this.series[index] = undefined;
      this.#free.push(index);
    }
    this.#added = [];
    this.#removed = [];
    if (length <= this.#columns.values.length) return;
    const series = new Int32Array(2 * length);
    this.#columns = { series, values: new Float64Array(2 * length), timesMs: new Float64Array(2 * length) };
  }

  #find(series: WrittenSeries): number {
    const known = this.#indexOf.get(series);
    if (known !== undefined) return known;
    const hash = seriesHash(series);
    for (let index = this.#byHash.first(hash); index >= 0; index = this.#byHash.next(hash)) {
      const candidate = this.series[index];
      if (candidate === undefined || !isSameSeries(candidate, series)) continue;
      // The sender has a new object for it.
      this.#indexOf.delete(candidate);
      this.#indexOf.set(series, index);
      this.series[index] = series;
      return index;
    }
    return -1;
  }

  #add(series: WrittenSeries): number {
    if (this.#indexOf.size >= this.maximum) return -1;
    const index = this.#free.at(-1) ?? this.series.length;
    const hash = seriesHash(series);
    if (!this.#byHash.add(hash, index)) return -1;
    this.#free.pop();
    this.series[index] = series;
    this.#hashes[index] = hash;
    this.#indexOf.set(series, index);
    this.#added.push(index);
    return index;
  }

  /** The index can still be read from `series` until the next page. */
  #remove(index: number): void {
    const series = this.series[index];
    if (series !== undefined) this.#indexOf.delete(series);
    this.#byHash.remove(this.#hashes[index] ?? 0, index);
    this.#removed.push(index);
  }

  #sweep(timeMs: number): void {
    if (Number.isNaN(this.#sweptMs)) this.#sweptMs = timeMs;
    if (timeMs - this.#sweptMs < FORGOTTEN_AFTER_MS / 3) return;
    this.#sweptMs = timeMs;
    for (const index of this.#indexOf.values()) {
      if (timeMs - (this.#seenMs[index] ?? timeMs) > FORGOTTEN_AFTER_MS) this.#remove(index);
    }
  }
}
