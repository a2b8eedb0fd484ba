import { Lately } from './lately-memory.ts';
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
  /** The mean of the last minutes is soon known again: the week alone is worth keeping, and changes with the half hour. */
  isKept = false;

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
    this.isKept = false;
  }

  dump(): number[] {
    this.isKept = true;
    const highest = Array.from(this.highest, (value, place) =>
      this.halfHours[place] === this.halfHourOf(place) ? value : Number.NaN,
    );
    return [this.firstHalfHour, this.halfHour, this.isHeld ? 1 : 0, ...highest];
  }

  load([firstHalfHour, halfHour, isHeld, ...highest]: readonly number[]): boolean {
    if (firstHalfHour === undefined || halfHour === undefined || highest.length !== PLACES) return false;
    this.firstHalfHour = firstHalfHour;
    this.halfHour = halfHour;
    this.isHeld = isHeld === 1;
    highest.forEach((value, place) => {
      this.highest[place] = value;
      this.halfHours[place] = Number.isNaN(value) ? 0 : this.halfHourOf(place);
    });
    this.known = this.recall();
    return true;
  }

  /** The last half hour that this place was for. */
  private halfHourOf(place: number): number {
    return this.halfHour - ((((this.halfHour - place) % PLACES) + PLACES) % PLACES);
  }

  private begin(halfHour: number, place: number): void {
    this.halfHour = halfHour;
    this.halfHours[place] = halfHour;
    this.highest[place] = Number.NEGATIVE_INFINITY;
    this.known = this.recall();
    this.isKept = false;
  }

  /** Moves what may be compared with now, all times of day alike; it is forgotten with the days that it was moved for. */
  private raise(move: (highest: number) => number): void {
    const last = this.halfHour - HALF_HOURS_A_DAY + NEAR_HALF_HOURS;
    for (let place = 0; place < PLACES; place++) {
      if (this.halfHours[place]! <= last) this.highest[place] = move(this.highest[place]!);
    }
    this.known = this.recall();
    this.isKept = false;
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
