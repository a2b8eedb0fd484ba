import type { Quotient, SlotMemory } from './slot-memory.ts';

/** Marks further apart than this are not neighbours. */
const GAP_MS = 600_000;

/**
 * The differences between neighbouring ticks, fading over a window: what varies slowly, as a day's course does, is not in them (von
 * Neumann's mean square successive difference).
 */
class Differences {
  /** Faded means of what was added. */
  square = 0;
  mean = 0;
  private weight = 0;
  private coveredMs = 0;

  constructor(private readonly windowMs: number) {}

  add(square: number, value: number, elapsedMs: number): void {
    const fade = Math.exp(-elapsedMs / this.windowMs);
    this.weight = fade * this.weight + elapsedMs;
    const share = elapsedMs / this.weight;
    this.square += share * (square - this.square);
    this.mean += share * (value - this.mean);
    this.coveredMs = Math.min(this.coveredMs + elapsedMs, this.windowMs);
  }

  /** A whole window of neighbours is in it. */
  get isFull(): boolean {
    return this.coveredMs >= this.windowMs;
  }

  clear(): void {
    this.square = this.mean = this.weight = this.coveredMs = 0;
  }

  dump(): number[] {
    return [this.square, this.mean, this.weight, this.coveredMs];
  }

  load([square = 0, mean = 0, weight = 0, coveredMs = 0]: readonly number[]): void {
    this.square = square;
    this.mean = mean;
    this.weight = weight;
    this.coveredMs = coveredMs;
  }
}

/** Follows a quotient from tick to tick. */
abstract class Course implements SlotMemory {
  protected readonly differences: Differences;
  private lastMs = Number.NaN;
  private before = Number.NaN;
  private countBefore = Number.NaN;
  private known = Number.NaN;

  constructor(windowMs: number) {
    this.differences = new Differences(windowMs);
  }

  take({ value, count, isFresh, timeMs }: Quotient): number {
    if (!isFresh) return Number.isNaN(value) ? Number.NaN : this.known;
    const elapsedMs = timeMs - this.lastMs;
    this.lastMs = timeMs;
    const hasNeighbour = elapsedMs <= GAP_MS;
    if (!hasNeighbour) this.forget();
    const counted = (count * elapsedMs) / 1000;
    if (hasNeighbour && !Number.isNaN(value)) {
      if (!Number.isNaN(this.before))
        this.step({ value, before: this.before, counted, countedBefore: this.countBefore, elapsedMs });
      this.known = this.differences.isFull ? this.told() : Number.NaN;
    }
    this.before = hasNeighbour ? value : Number.NaN;
    this.countBefore = counted;
    return Number.isNaN(value) ? Number.NaN : this.known;
  }

  dump(): number[] {
    return [this.lastMs, this.before, this.countBefore, this.known, ...this.differences.dump()];
  }

  load(numbers: readonly number[]): boolean {
    if (numbers.length !== this.dump().length) return false;
    const [lastMs = 0, before = 0, countBefore = 0, known = 0, ...differences] = numbers;
    this.lastMs = lastMs;
    this.before = before;
    this.countBefore = countBefore;
    this.known = known;
    this.differences.load(differences);
    return true;
  }

  private forget(): void {
    this.differences.clear();
    this.known = Number.NaN;
  }

  protected abstract step(step: Step): void;
  protected abstract told(): number;
}

interface Step {
  readonly value: number;
  readonly before: number;
  /** What the denominator counted in this tick and in the one before. */
  readonly counted: number;
  readonly countedBefore: number;
  readonly elapsedMs: number;
}

/** How much a single one varies about the mean: means over n vary by a share of the square root of n of it. See `Memory`. */
export class Spread extends Course {
  protected step({ value, before, counted, countedBefore, elapsedMs }: Step): void {
    const noise = 1 / counted + 1 / countedBefore;
    if (Number.isFinite(noise)) this.differences.add((value - before) ** 2 / noise, value, elapsedMs);
  }

  protected told(): number {
    const { square, mean } = this.differences;
    return mean > 0 ? Math.sqrt(square) / mean : Number.NaN;
  }
}

/** Variance of the number in a tick over its mean; the quotient is a rate per second. See `Memory`. */
export class Burstiness extends Course {
  protected step({ value, before, elapsedMs }: Step): void {
    const seconds = elapsedMs / 1000;
    this.differences.add(((value - before) * seconds) ** 2 / 2, value * seconds, elapsedMs);
  }

  protected told(): number {
    const { square, mean } = this.differences;
    return mean > 0 ? square / mean : Number.NaN;
  }
}
