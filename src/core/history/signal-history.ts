import type { HistoryPoint } from '../model/history-point.ts';
import { POINT_NUMBERS, PointRing, SCORE, VALUE } from './point-ring.ts';

/** Points kept as they came: an hour and a half of evaluations every 15 s. */
const RECENT_POINTS = 360;
/** Older points, of which only the most unusual in so many evaluations is kept: a day more. */
const OLDER_POINTS = 360;
const OLDER_TICKS = 16;
/** From this score on a signal may take the place of one that was quiet; the alert line is 1. */
const NEAR_SCORE = 0.8;

/** What the baselines know of each signal after its latest sample. */
export interface JudgedColumns {
  readonly expected: Float64Array;
  readonly lower: Float64Array;
  readonly upper: Float64Array;
  readonly score: Float64Array;
}

interface Kept {
  slot: number;
  /** It came near the line, or an alert rests on it, since the search for a place last passed. */
  wanted: boolean;
  readonly recent: PointRing;
  /** Made when the first point has grown old. */
  older?: PointRing;
}

/**
 * The latest points of signals, for charts and for the evidence of alerts: up to 720 points of 24 bytes a signal, 17 kB, so 5,000 signals
 * take at most 86 MB, and fewer what they use. While there is room every signal has its points. Then one that comes near the alert line, or
 * on which a finding rests, takes the place of one that did neither lately (the clock algorithm of page replacement, with its one
 * second chance), and begins with that moment. Nothing here has a say in what is learnt or alerted.
 */
export class SignalHistory {
  private readonly kept: Kept[] = [];
  /** By slot: one more than the index in `kept`; 0: not kept. */
  private places = new Int32Array(0);
  private hand = 0;
  private firstMs = Number.NaN;

  /**
   * @param signalMaximum signals that are kept; 0: none
   * @param tickMs time between two evaluations; times are kept as multiples of it
   */
  constructor(
    private readonly signalMaximum: number,
    private readonly tickMs: number,
  ) {}

  /** Takes a signal's sample, once the baselines have judged it. */
  note(slot: number, value: number, timeMs: number, judged: JudgedColumns): void {
    const score = judged.score[slot]!;
    const kept = this.placeOf(slot, score >= NEAR_SCORE);
    if (kept === undefined) return;
    if (score >= NEAR_SCORE) kept.wanted = true;
    const at = this.room(kept, timeMs) * POINT_NUMBERS;
    const { numbers } = kept.recent;
    numbers[at + VALUE] = value;
    numbers[at + 1] = judged.expected[slot]!;
    numbers[at + 2] = judged.lower[slot]!;
    numbers[at + 3] = judged.upper[slot]!;
    numbers[at + SCORE] = score;
  }

  /** The signal is missing: where its points end. */
  missing(slot: number, timeMs: number): void {
    const kept = this.kept[(this.places[slot] ?? 0) - 1];
    if (kept === undefined || endsMissing(kept.recent)) return;
    const at = this.room(kept, timeMs) * POINT_NUMBERS;
    kept.recent.numbers.fill(Number.NaN, at, at + SCORE);
    kept.recent.numbers[at + SCORE] = 0;
  }

  /** A finding rests on the signal: it is kept from now on if it was not. */
  want(slot: number): void {
    const kept = this.placeOf(slot, true);
    if (kept !== undefined) kept.wanted = true;
  }

  /** A signal's points, the oldest first. */
  points(slot: number): HistoryPoint[] {
    const kept = this.kept[(this.places[slot] ?? 0) - 1];
    if (kept === undefined) return [];
    return [kept.older, kept.recent].flatMap((ring) =>
      ring === undefined ? [] : Array.from({ length: ring.count }, (_, index) => this.point(ring, ring.at(index))),
    );
  }

  private point({ ticks, numbers }: PointRing, place: number): HistoryPoint {
    const at = place * POINT_NUMBERS;
    return {
      timeMs: this.firstMs + ticks[place]! * this.tickMs,
      value: numbers[at + VALUE]!,
      expected: numbers[at + 1]!,
      lower: numbers[at + 2]!,
      upper: numbers[at + 3]!,
      score: numbers[at + SCORE]!,
    };
  }

  /** The place for a signal's next point; what is the oldest of the recent points then joins the older ones. */
  private room(kept: Kept, timeMs: number): number {
    if (Number.isNaN(this.firstMs)) this.firstMs = timeMs;
    if (kept.recent.isFull) {
      kept.older ??= new PointRing(OLDER_POINTS);
      age(kept.recent, kept.older);
    }
    return kept.recent.push(Math.round((timeMs - this.firstMs) / this.tickMs));
  }

  private placeOf(slot: number, isWanted: boolean): Kept | undefined {
    const place = this.places[slot] ?? 0;
    if (place > 0) return this.kept[place - 1];
    if (this.kept.length < this.signalMaximum) {
      const added: Kept = { slot, wanted: false, recent: new PointRing(RECENT_POINTS) };
      this.setPlace(slot, this.kept.push(added));
      return added;
    }
    return isWanted && this.kept.length > 0 ? this.takeQuiet(slot) : undefined;
  }

  /** Gives a signal the place of one that nobody wanted since the last turn. */
  private takeQuiet(slot: number): Kept {
    for (;;) {
      const kept = this.kept[this.hand]!;
      this.hand = (this.hand + 1) % this.kept.length;
      if (kept.wanted) {
        kept.wanted = false;
        continue;
      }
      const place = this.places[kept.slot]!;
      this.places[kept.slot] = 0;
      this.setPlace(slot, place);
      kept.slot = slot;
      kept.recent.clear();
      kept.older?.clear();
      return kept;
    }
  }

  private setPlace(slot: number, place: number): void {
    if (slot >= this.places.length) {
      const wider = new Int32Array(Math.max(1024, Math.ceil((slot + 1) * 1.25)));
      wider.set(this.places);
      this.places = wider;
    }
    this.places[slot] = place;
  }
}

/** Hands the oldest recent point to the older ones: of those within one stretch of time the most unusual stays. */
function age(recent: PointRing, older: PointRing): void {
  const from = recent.at(0);
  const tick = recent.ticks[from]!;
  const last = older.at(older.count - 1);
  const point = recent.numbers.subarray(from * POINT_NUMBERS, (from + 1) * POINT_NUMBERS);
  const isSameStretch =
    older.count > 0 &&
    Math.floor(older.ticks[last]! / OLDER_TICKS) === Math.floor(tick / OLDER_TICKS) &&
    Number.isNaN(older.numbers[last * POINT_NUMBERS + VALUE]!) === Number.isNaN(point[VALUE]!);
  if (isSameStretch && older.numbers[last * POINT_NUMBERS + SCORE]! >= point[SCORE]!) return;
  const place = isSameStretch ? last : older.push(tick);
  older.ticks[place] = tick;
  older.numbers.set(point, place * POINT_NUMBERS);
}

function endsMissing(ring: PointRing): boolean {
  return ring.count === 0 || Number.isNaN(ring.numbers[ring.at(ring.count - 1) * POINT_NUMBERS + VALUE]!);
}
