import { HashIndex } from './hash-index.ts';
import { isSameSeries, type Series } from './series.ts';
import type { SeriesShare } from './series-limit.ts';

/** What `intern` answers for a series beyond the maximum. */
export const FULL = -10;

/** In `seen`: the series has been removed. */
export const GONE = -1;

/**
 * The series of one target by local index. An index lives from the page that first shows its series to the start of the page after the one
 * that reported it removed; then it may stand for another series.
 */
export class SeriesTable {
  readonly series: (Series | undefined)[] = [];
  /** First seen on this page. */
  readonly added: number[] = [];
  /** Gone with this page; still readable in `series` until the next page begins. */
  readonly removed: number[] = [];
  /** Removed although this page may show them: under another type, or given up for other targets. */
  readonly replaced: number[] = [];
  /** By index: the number of the last page that showed the series, or GONE. */
  seen = new Int32Array(64);
  readonly #maximum: number;
  readonly #share: SeriesShare | undefined;
  readonly #index = new HashIndex();
  readonly #free: number[] = [];
  #hashes = new Int32Array(64);
  /** By index: the series' place in the order of arrival. */
  #arrivals = new Int32Array(64);
  #arrived = 0;

  /** `maximum`: how many series may live at once; `share`: what all targets together may have. */
  constructor(maximum: number, share?: SeriesShare) {
    this.#maximum = maximum;
    this.#share = share;
  }

  /** Begins a page: what the last one removed is now free, and what other targets have claimed is given up. */
  begin(): void {
    for (const index of this.removed) {
      this.series[index] = undefined;
      this.#free.push(index);
    }
    this.added.length = 0;
    this.removed.length = 0;
    this.replaced.length = 0;
    const surplus = this.#share?.begin() ?? 0;
    if (surplus > 0) this.#giveUp(surplus);
  }

  /**
   * The index of this series; a new one if it is not known or is known under another type and not yet on this page (the old one is then
   * removed). FULL when there is no room. `hash` is its `seriesHash`.
   */
  intern(series: Series, hash: number, page: number): number {
    const index = this.#index;
    for (let known = index.first(hash); known >= 0; known = index.next(hash)) {
      const candidate = this.series[known];
      if (candidate === undefined || !isSameSeries(candidate, series)) continue;
      if (candidate.type === series.type || this.seen[known] === page) return known;
      this.#remove(known);
      this.replaced.push(known);
      break;
    }
    return this.#add(series, hash);
  }

  /** Ends a complete page: every series that it did not show is removed. `shown` is how many it showed. */
  sweep(page: number, shown: number): void {
    if (shown === this.#liveCount()) return;
    for (let index = 0; index < this.series.length; index += 1) {
      if (this.seen[index] !== page && this.#hasLife(index)) this.#remove(index);
    }
  }

  #add(series: Series, hash: number): number {
    if (this.#liveCount() >= this.#maximum || this.#share?.take() === false) return FULL;
    const index = this.#free.at(-1) ?? this.series.length;
    if (!this.#index.add(hash, index)) {
      this.#share?.give();
      return FULL;
    }
    this.#free.pop();
    if (index >= this.seen.length) this.#grow();
    this.series[index] = series;
    this.seen[index] = 0;
    this.#hashes[index] = hash;
    this.#arrivals[index] = ++this.#arrived;
    this.added.push(index);
    return index;
  }

  #remove(index: number): void {
    this.#index.remove(this.#hashes[index] ?? 0, index);
    this.seen[index] = GONE;
    this.removed.push(index);
    this.#share?.give();
  }

  /** Removes the newest series. */
  #giveUp(count: number): void {
    const live = [...this.series.keys()].filter((index) => this.#hasLife(index));
    const arrivals = Int32Array.from(live, (index) => this.#arrivals[index] ?? 0).sort();
    const oldest = arrivals[arrivals.length - count] ?? 0;
    for (const index of live) {
      if ((this.#arrivals[index] ?? 0) < oldest) continue;
      this.#remove(index);
      this.replaced.push(index);
    }
  }

  #hasLife(index: number): boolean {
    return this.series[index] !== undefined && this.seen[index] !== GONE;
  }

  #liveCount(): number {
    return this.series.length - this.#free.length - this.removed.length;
  }

  #grow(): void {
    this.seen = enlarged(this.seen);
    this.#hashes = enlarged(this.#hashes);
    this.#arrivals = enlarged(this.#arrivals);
  }
}

function enlarged(array: Int32Array): Int32Array<ArrayBuffer> {
  const larger = new Int32Array(array.length + (array.length >> 1));
  larger.set(array);
  return larger;
}
