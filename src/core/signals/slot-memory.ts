import type { Memory } from '../model/signal.ts';
import { Growth } from './growth-memory.ts';
import { Lately } from './lately-memory.ts';
import { Burstiness, Spread } from './regularity-memory.ts';
import { WeekHighest } from './week-memory.ts';

/** What a signal's quotient is at a tick. */
export interface Quotient {
  /** NaN while it is missing. */
  readonly value: number;
  /** The numerator; NaN while it is missing. */
  readonly sum: number;
  /** The denominator, per second; 0 where there is none. */
  readonly count: number;
  /** It rests on something new since the last tick. */
  readonly isFresh: boolean;
  readonly timeMs: number;
}

/** The memory of one slot: takes the quotient of each tick and tells what it remembers of it; NaN for nothing. */
export interface SlotMemory {
  /** That nothing comes is news at every tick for as long as anything is told of it. */
  readonly absenceIsNews?: true;
  /** True: nothing that is worth keeping changed since `dump`. Absent: every tick changes it. */
  readonly isKept?: boolean;
  take(quotient: Quotient): number;
  /** All that it remembers. */
  dump(): readonly number[];
  /** Takes up what another of the same kind and settings dumped, whole; false where that is none of its kind. */
  load(numbers: readonly number[]): boolean;
  /** A person said that the present level was planned: it is as usual as what is remembered. */
  adopt?(): void;
  /** A person said that the alert was false: half more than what is remembered is as usual. */
  widen?(): void;
  /** A person said that what goes on is an attack: while held it is not remembered. */
  hold?(held: boolean): void;
}

const MS_PER_HOUR = 3_600_000;
const MS_PER_DAY = 24 * MS_PER_HOUR;

/** A new memory of this kind, for a quotient with this least denominator (undefined: without one). */
export function remember(memory: Memory, countMinimum?: number): SlotMemory {
  switch (memory.of) {
    case 'age':
      return new Age();
    case 'missing':
      return new Missing(memory.forMs);
    case 'presence':
      return new Presence(memory.forMs);
    case 'previous':
      return new Previous(memory.forMs);
    case 'growth':
      return new Growth(memory.windowMs);
    case 'spread':
      return new Spread(memory.windowMs);
    case 'burstiness':
      return new Burstiness(memory.windowMs);
    case 'dayTotal':
      return new DayTotal();
    case 'lately':
      return new Lately(memory.windowMs, countMinimum);
    case 'weekHighest':
      return new WeekHighest(memory.windowMs, countMinimum);
  }
}

class Age implements SlotMemory {
  private firstMs = Number.NaN;

  take({ value, timeMs }: Quotient): number {
    if (Number.isNaN(value)) return Number.NaN;
    if (Number.isNaN(this.firstMs)) this.firstMs = timeMs;
    return (timeMs - this.firstMs) / 1000;
  }

  dump(): number[] {
    return [this.firstMs];
  }

  load(numbers: readonly number[]): boolean {
    if (numbers.length !== 1) return false;
    [this.firstMs = Number.NaN] = numbers;
    return true;
  }
}

class Missing implements SlotMemory {
  readonly absenceIsNews = true;
  private lastMs = Number.NaN;

  constructor(private readonly forMs: number) {}

  take({ value, timeMs }: Quotient): number {
    if (!Number.isNaN(value)) this.lastMs = timeMs;
    const missingMs = timeMs - this.lastMs;
    return missingMs <= this.forMs ? missingMs / 1000 : Number.NaN;
  }

  dump(): number[] {
    return [this.lastMs];
  }

  load(numbers: readonly number[]): boolean {
    if (numbers.length !== 1) return false;
    [this.lastMs = Number.NaN] = numbers;
    return true;
  }
}

class Presence implements SlotMemory {
  readonly absenceIsNews = true;
  private readonly missing: Missing;

  constructor(forMs: number) {
    this.missing = new Missing(forMs);
  }

  take(quotient: Quotient): number {
    const seconds = this.missing.take(quotient);
    return Number.isNaN(seconds) ? Number.NaN : seconds === 0 ? 1 : 0;
  }

  dump(): number[] {
    return this.missing.dump();
  }

  load(numbers: readonly number[]): boolean {
    return this.missing.load(numbers);
  }
}

class Previous implements SlotMemory {
  private now = Number.NaN;
  private before = Number.NaN;
  private changedMs = Number.NEGATIVE_INFINITY;

  constructor(private readonly forMs: number) {}

  take({ value, timeMs }: Quotient): number {
    if (Number.isNaN(value)) return Number.NaN;
    if (!Number.isNaN(this.now) && value !== this.now) {
      this.before = this.now;
      this.changedMs = timeMs;
    }
    this.now = value;
    return timeMs - this.changedMs <= this.forMs ? this.before : value;
  }

  dump(): number[] {
    return [this.now, this.before, this.changedMs];
  }

  load(numbers: readonly number[]): boolean {
    if (numbers.length !== 3) return false;
    [this.now = Number.NaN, this.before = Number.NaN, this.changedMs = Number.NaN] = numbers;
    return true;
  }
}

class DayTotal implements SlotMemory {
  private total = 0;
  private lastMs = Number.NaN;

  take({ value, timeMs }: Quotient): number {
    const isSameDay = Math.floor(this.lastMs / MS_PER_DAY) === Math.floor(timeMs / MS_PER_DAY);
    // The first tick of a day pays for the time since midnight alone.
    const sinceMs = isSameDay ? this.lastMs : Math.max(this.lastMs, timeMs - (timeMs % MS_PER_DAY));
    if (!isSameDay) this.total = 0;
    this.lastMs = timeMs;
    if (!(Number.isNaN(value) || Number.isNaN(sinceMs))) this.total += (value * (timeMs - sinceMs)) / MS_PER_HOUR;
    return Number.isNaN(value) && this.total === 0 ? Number.NaN : this.total;
  }

  dump(): number[] {
    return [this.total, this.lastMs];
  }

  load(numbers: readonly number[]): boolean {
    if (numbers.length !== 2) return false;
    [this.total = 0, this.lastMs = Number.NaN] = numbers;
    return true;
  }
}
