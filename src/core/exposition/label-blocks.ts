import type { Labels } from '../model/labels.ts';
import type { Bytes } from './bytes.ts';

const BLOCKS_MAXIMUM = 1 << 14;
const SLOT_BITS = 15;
const SLOTS = 1 << SLOT_BITS;
const PROBES_MAXIMUM = 8;

/**
 * The label blocks (`{...}`) that have been read on the current page. Exporters write the same blocks after many metric names, once for each
 * GPU or bucket and mostly in the same order: the block that followed the last one before is tried first, and only another one is looked up
 * by its hash. A block is its place in the page; all are forgotten with the page, and when there are too many.
 */
export class LabelBlocks {
  /** By block. */
  readonly labels: (Labels | undefined)[] = new Array<Labels | undefined>(BLOCKS_MAXIMUM).fill(undefined);
  readonly labelsHashes = new Int32Array(BLOCKS_MAXIMUM);
  readonly hashes = new Int32Array(BLOCKS_MAXIMUM);
  readonly #from = new Int32Array(BLOCKS_MAXIMUM);
  readonly #to = new Int32Array(BLOCKS_MAXIMUM);
  /** The block that came after this one the last time, -1 if none did. */
  readonly #next = new Int32Array(BLOCKS_MAXIMUM);
  /** Blocks + 1 by hash, 0 where a slot is free. */
  readonly #slots = new Uint16Array(SLOTS);
  #count = 0;
  #last = -1;

  /** The expected block if exactly its bytes stand at `from`, -1 otherwise. */
  expected(bytes: Bytes, from: number, to: number): number {
    const block = this.#last < 0 ? -1 : (this.#next[this.#last] ?? -1);
    return block >= 0 && from + this.lengthOf(block) <= to && this.#stands(block, bytes, from) ? block : -1;
  }

  /** The block with exactly the bytes `[from, to)`, whose hash is given; -1 if there is none. */
  find(bytes: Bytes, from: number, to: number, hash: number): number {
    const home = hash >>> (32 - SLOT_BITS);
    for (let probe = 0; probe < PROBES_MAXIMUM; probe += 1) {
      const block = (this.#slots[(home + probe) & (SLOTS - 1)] ?? 0) - 1;
      if (block < 0) return -1;
      if (this.hashes[block] !== hash || this.lengthOf(block) !== to - from) continue;
      if (this.#stands(block, bytes, from)) return block;
    }
    return -1;
  }

  lengthOf(block: number): number {
    return (this.#to[block] ?? 0) - (this.#from[block] ?? 0);
  }

  /** Keeps what the block at `[from, to)` says; `labelsHash` is its share of the series' hash. Returns the new block. */
  keep(place: { from: number; to: number; hash: number }, labels: Labels, labelsHash: number): number {
    if (this.#count === BLOCKS_MAXIMUM) this.clear();
    const block = this.#count;
    this.#count += 1;
    this.labels[block] = labels;
    this.labelsHashes[block] = labelsHash;
    this.hashes[block] = place.hash;
    this.#from[block] = place.from;
    this.#to[block] = place.to;
    this.#next[block] = -1;
    const home = place.hash >>> (32 - SLOT_BITS);
    for (let probe = 0; probe < PROBES_MAXIMUM; probe += 1) {
      const slot = (home + probe) & (SLOTS - 1);
      if (this.#slots[slot] !== 0) continue;
      this.#slots[slot] = block + 1;
      break;
    }
    return block;
  }

  /** The page's next new series has this block: it is what will be expected after the one before it. */
  follow(block: number): void {
    if (this.#last >= 0) this.#next[this.#last] = block;
    this.#last = block;
  }

  /** Forgets all: the next page is other memory. */
  clear(): void {
    if (this.#count === 0) return;
    this.labels.fill(undefined, 0, this.#count);
    this.#slots.fill(0);
    this.#count = 0;
    this.#last = -1;
  }

  #stands(block: number, bytes: Bytes, from: number): boolean {
    const keptFrom = this.#from[block] ?? 0;
    const keptTo = this.#to[block] ?? 0;
    return bytes.compare(bytes, keptFrom, keptTo, from, from + keptTo - keptFrom) === 0;
  }
}
