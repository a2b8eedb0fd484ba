import type { Quotient, SlotMemory } from './slot-memory.ts';

/** What the quotient has been lately: sums over sums, fading over a window, told once a window has been seen. See `Memory`. */
export class Lately implements SlotMemory {
  private sum = 0;
  private count = 0;
  private weight = 0;
  private coveredMs = 0;
  private lastMs = Number.NaN;
  private known = Number.NaN;

  /** @param countMinimum the least denominator, per second, that is worth a quotient; undefined where there is no denominator. */
  constructor(
    private readonly windowMs: number,
    private readonly countMinimum: number | undefined,
  ) {}

  take({ sum, count, isFresh, timeMs }: Quotient): number {
    if (Number.isNaN(sum) || Number.isNaN(count)) return Number.NaN;
    if (isFresh) this.note(sum, count, timeMs);
    return this.known;
  }

  dump(): number[] {
    return [this.sum, this.count, this.weight, this.coveredMs, this.lastMs, this.known];
  }

  load(numbers: readonly number[]): boolean {
    if (numbers.length !== this.dump().length) return false;
    const [sum = 0, count = 0, weight = 0, coveredMs = 0, lastMs = 0, known = 0] = numbers;
    this.sum = sum;
    this.count = count;
    this.weight = weight;
    this.coveredMs = coveredMs;
    this.lastMs = lastMs;
    this.known = known;
    return true;
  }

  private note(sum: number, count: number, timeMs: number): void {
    const elapsedMs = timeMs - this.lastMs;
    this.lastMs = timeMs;
    if (Number.isNaN(elapsedMs)) return;
    const fade = Math.exp(-elapsedMs / this.windowMs);
    // A hole weighs no more than a window: what went on in it is not known.
    const weight = Math.min(elapsedMs, this.windowMs);
    this.sum = fade * this.sum + weight * sum;
    this.count = fade * this.count + weight * count;
    this.weight = fade * this.weight + weight;
    this.coveredMs = Math.min(this.coveredMs + weight, this.windowMs);
    this.known = this.coveredMs < this.windowMs ? Number.NaN : this.quotient();
  }

  private quotient(): number {
    if (this.countMinimum === undefined) return this.sum / this.weight;
    const isWorthIt = this.count > 0 && this.count / this.weight >= this.countMinimum;
    return isWorthIt ? this.sum / this.count : Number.NaN;
  }
}
