import type { Labels } from '../model/labels.ts';
import type { Bytes } from './bytes.ts';

const SLOT_BITS = 13;
const SLOTS = 1 << SLOT_BITS;

/**
 * The label blocks (`{...}`) that have been read on the current page. Exporters write the same block after many metric names, once for each
 * GPU or model, so most blocks need no reading. A block is its place in the page; a full slot is overwritten, and all are forgotten with the page.
 */
export class LabelBlocks {
  /** By slot. */
  readonly labels: (Labels | undefined)[] = new Array<Labels | undefined>(SLOTS).fill(undefined);
  readonly labelsHashes = new Int32Array(SLOTS);
  readonly #from = new Int32Array(SLOTS);
  readonly #to = new Int32Array(SLOTS);
  readonly #hashes = new Int32Array(SLOTS);
  #isUsed = false;

  /** The slot of a block with exactly the bytes `[from, to)`, whose hash is given; -1 if there is none. */
  find(bytes: Bytes, from: number, to: number, hash: number): number {
    const slot = hash >>> (32 - SLOT_BITS);
    if (this.#hashes[slot] !== hash || this.labels[slot] === undefined) return -1;
    const keptFrom = this.#from[slot] ?? 0;
    const keptTo = this.#to[slot] ?? 0;
    return keptTo - keptFrom === to - from && bytes.compare(bytes, keptFrom, keptTo, from, to) === 0 ? slot : -1;
  }

  /** Keeps what the block at `[from, to)` says; `labelsHash` is its share of the series' hash. */
  keep(block: { from: number; to: number; hash: number }, labels: Labels, labelsHash: number): void {
    const slot = block.hash >>> (32 - SLOT_BITS);
    this.labels[slot] = labels;
    this.labelsHashes[slot] = labelsHash;
    this.#from[slot] = block.from;
    this.#to[slot] = block.to;
    this.#hashes[slot] = block.hash;
    this.#isUsed = true;
  }

  /** Forgets all: the next page is other memory. */
  clear(): void {
    if (this.#isUsed) this.labels.fill(undefined);
    this.#isUsed = false;
  }
}
