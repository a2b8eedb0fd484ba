/** Slots in one block of rows: growing adds a block and never copies one, so a million signals cost no second copy. */
const BLOCK_SHIFT = 8;
const BLOCK_SLOTS = 1 << BLOCK_SHIFT;

/** Many rows side by side, read as numbers of eight bytes, of four, or as 16-bit words of the same memory. */
export interface Block {
  readonly numbers: Float64Array;
  readonly singles: Float32Array;
  readonly words: Uint16Array;
}

/**
 * The state of all signals: one fixed-width row of numbers a slot, in typed arrays. A row is all that a checkpoint keeps of
 * a signal, so dumping is one copy; and a sample touches one stretch of memory, not one in every column.
 */
export class Rows {
  private readonly blocks: Block[] = [];
  private slots = 0;

  /** @param width numbers in a row */
  constructor(private readonly width: number) {}

  get count(): number {
    return this.slots;
  }

  /** Adds a row of zeros; its slot is the count before. */
  add(): number {
    if (this.slots >>> BLOCK_SHIFT === this.blocks.length) {
      const numbers = new Float64Array(BLOCK_SLOTS * this.width);
      const { buffer } = numbers;
      this.blocks.push({ numbers, singles: new Float32Array(buffer), words: new Uint16Array(buffer) });
    }
    return this.slots++;
  }

  /** The block that holds a slot's row, from `start(slot)` on. */
  block(slot: number): Block {
    return this.blocks[slot >>> BLOCK_SHIFT]!;
  }

  /** Index of a row's first number in its block. */
  start(slot: number): number {
    return (slot & (BLOCK_SLOTS - 1)) * this.width;
  }

  /** A copy of a row's bytes, little-endian. */
  dump(slot: number): Uint8Array {
    const start = this.start(slot);
    return new Uint8Array(this.block(slot).numbers.slice(start, start + this.width).buffer);
  }

  /** Puts dumped bytes back; false when they are not of this width. */
  load(slot: number, bytes: Uint8Array): boolean {
    if (bytes.byteLength !== this.width * 8) return false;
    this.block(slot).numbers.set(new Float64Array(new Uint8Array(bytes).buffer), this.start(slot));
    return true;
  }
}
