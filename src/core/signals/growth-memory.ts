import type { Quotient, SlotMemory } from './slot-memory.ts';

/** Parts of the window that are compared. */
const PARTS = 12;
/** Of the parts in order of their growth, the one whose growth is told: three quarters grew as much or more. */
const QUARTER = PARTS / 4;
/** Marks further apart than this many parts are no course: it begins anew. */
const GAP_PARTS = 3;

/** Steady growth over a window, per second. See `Memory`. */
export class Growth implements SlotMemory {
  private readonly marks: { readonly value: number; readonly timeMs: number }[] = [];
  private growth = Number.NaN;

  constructor(private readonly windowMs: number) {}

  take({ value, isFresh, timeMs }: Quotient): number {
    if (Number.isNaN(value)) return Number.NaN;
    if (!isFresh) return this.growth;
    const partMs = this.windowMs / PARTS;
    const sinceMs = timeMs - (this.marks.at(-1)?.timeMs ?? Number.NEGATIVE_INFINITY);
    if (sinceMs < partMs) return this.growth;
    if (sinceMs > GAP_PARTS * partMs) this.marks.length = 0;
    this.marks.push({ value, timeMs });
    if (this.marks.length > PARTS + 1) this.marks.shift();
    this.growth = this.marks.length > PARTS ? this.kept() : Number.NaN;
    return this.growth;
  }

  dump(): number[] {
    return [this.growth, ...this.marks.flatMap(({ value, timeMs }) => [value, timeMs])];
  }

  load([growth, ...marks]: readonly number[]): boolean {
    if (growth === undefined || marks.length % 2 !== 0 || marks.length > 2 * (PARTS + 1)) return false;
    this.growth = growth;
    this.marks.length = 0;
    for (let i = 0; i < marks.length; i += 2) this.marks.push({ value: marks[i]!, timeMs: marks[i + 1]! });
    return true;
  }

  private kept(): number {
    const rates: number[] = [];
    this.marks.forEach((mark, i) => {
      const before = this.marks[i - 1];
      if (before !== undefined) rates.push(((mark.value - before.value) * 1000) / (mark.timeMs - before.timeMs));
    });
    return rates.sort((a, b) => a - b)[QUARTER] ?? Number.NaN;
  }
}
