import type { Quotient, SlotMemory } from './slot-memory.ts';

const HALF_HOUR_MS = 1_800_000;
const HALF_HOURS_A_DAY = 48;
/** A time of day is compared with that of the days of a week, an hour earlier and later included: people are not punctual. */
const DAYS = 7;
const NEAR_HALF_HOURS = 2;
/** Working days alone know nothing of a weekend: a whole week must be over. Days on which nobody asked say nothing, and a few must say something. */
const DAYS_LEAST = 3;
const PLACES = (DAYS + 1) * HALF_HOURS_A_DAY;
/** A verdict of false raises the week by half, as it widens a band. */
const WIDEN = 1.5;

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

/** The highest that `Lately` was at this time of day in the last seven days. See `Memory`. */
export class WeekHighest implements SlotMemory {
  private readonly lately: Lately;
  /** By half hour: its highest, and which half hour since the Unix epoch that was. */
  private readonly highest = new Float64Array(PLACES);
  private readonly halfHours = new Int32Array(PLACES);
  private firstHalfHour = Number.NaN;
  private halfHour = Number.NaN;
  private present = Number.NaN;
  private known = Number.NaN;
  private isHeld = false;

  constructor(windowMs: number, countMinimum: number | undefined) {
    this.lately = new Lately(windowMs, countMinimum);
  }

  take(quotient: Quotient): number {
    const now = this.lately.take(quotient);
    const { sum, count, isFresh, timeMs } = quotient;
    if (Number.isNaN(sum) || Number.isNaN(count)) return Number.NaN;
    if (!isFresh) return this.known;
    const halfHour = Math.floor(timeMs / HALF_HOUR_MS);
    const place = halfHour % PLACES;
    if (Number.isNaN(this.firstHalfHour)) this.firstHalfHour = halfHour;
    if (this.halfHour !== halfHour) this.begin(halfHour, place);
    // A jump is in the mean of the last minutes after many minutes only.
    this.present = Number.isNaN(quotient.value) ? now : Math.max(now, quotient.value);
    if (now > this.highest[place]! && !this.isHeld) this.highest[place] = now;
    return this.known;
  }

  adopt(): void {
    const usual = this.highestOf(this.days());
    if (this.present > usual) this.raise((highest) => highest + this.present - usual);
  }

  widen(): void {
    this.raise((highest) => highest * WIDEN);
  }

  hold(held: boolean): void {
    this.isHeld = held;
  }

  private begin(halfHour: number, place: number): void {
    this.halfHour = halfHour;
    this.halfHours[place] = halfHour;
    this.highest[place] = Number.NEGATIVE_INFINITY;
    this.known = this.recall();
  }

  /** Moves what may be compared with now, all times of day alike; it is forgotten with the days that it was moved for. */
  private raise(move: (highest: number) => number): void {
    const last = this.halfHour - HALF_HOURS_A_DAY + NEAR_HALF_HOURS;
    for (let place = 0; place < PLACES; place++) {
      if (this.halfHours[place]! <= last) this.highest[place] = move(this.highest[place]!);
    }
    this.known = this.recall();
  }

  private recall(): number {
    if (this.halfHour - this.firstHalfHour < DAYS * HALF_HOURS_A_DAY) return Number.NaN;
    const days = this.days();
    return days.length < DAYS_LEAST ? Number.NaN : this.highestOf(days);
  }

  /** The highest of each of the days before today of which anything is known, at this time of day. */
  private days(): number[] {
    const days = Array.from({ length: DAYS }, (_, i) => this.around(this.halfHour - (i + 1) * HALF_HOURS_A_DAY));
    return days.filter((highest) => highest > Number.NEGATIVE_INFINITY);
  }

  private highestOf(days: readonly number[]): number {
    return days.length === 0 ? Number.NaN : Math.max(...days);
  }

  private around(halfHour: number): number {
    let highest = Number.NEGATIVE_INFINITY;
    for (let near = halfHour - NEAR_HALF_HOURS; near <= halfHour + NEAR_HALF_HOURS; near++) {
      const place = ((near % PLACES) + PLACES) % PLACES;
      if (this.halfHours[place] === near) highest = Math.max(highest, this.highest[place]!);
    }
    return highest;
  }
}
