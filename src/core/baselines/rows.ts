/** Slots in one block of rows: growing adds a block and never copies one, so a million signals cost no second copy. */
const BLOCK_SLOTS = 1024;
const BLOCK_SHIFT = 10;

/**
 * The state of all signals: one fixed-width row of numbers a slot, rows side by side in typed arrays. A row is all that a
 * checkpoint keeps of a signal, so dumping is one copy.
 */
export class Rows {
  private readonly blocks: Float64Array[] = [];
  private slots = 0;

  /** @param width numbers in a row */
  constructor(private readonly width: number) {}

  get count(): number {
    return this.slots;
  }

  /** Adds a row of zeros; its slot is the count before. */
  add(): number {
    if (this.slots >>> BLOCK_SHIFT === this.blocks.length) this.blocks.push(new Float64Array(BLOCK_SLOTS * this.width));
    return this.slots++;
  }

  /** The block that holds a slot's row, from `start(slot)` on. */
  block(slot: number): Float64Array {
    return this.blocks[slot >>> BLOCK_SHIFT]!;
  }

  start(slot: number): number {
    return (slot & (BLOCK_SLOTS - 1)) * this.width;
  }

  /** A copy of a row's bytes, little-endian. */
  dump(slot: number): Uint8Array {
    const start = this.start(slot);
    return new Uint8Array(this.block(slot).slice(start, start + this.width).buffer);
  }

  /** Puts dumped bytes back; false when they are not of this width. */
  load(slot: number, bytes: Uint8Array): boolean {
    if (bytes.byteLength !== this.width * 8) return false;
    this.block(slot).set(new Float64Array(bytes.slice().buffer), this.start(slot));
    return true;
  }
}
