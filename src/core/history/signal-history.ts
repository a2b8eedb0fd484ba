import type { HistoryPoint } from '../model/history-point.ts';
import { Frames, POINT_NUMBERS, SCORE, VALUE } from './frames.ts';

/** Evaluations kept as they were: an hour and a half of them every 15 s. */
const RECENT = 360;
/** Stretches of so many evaluations each before those, of which the most unusual point is kept: a day. */
const OLDER = 360;
const STRETCH = 16;
/** From this score on a signal may take the place of one that was quiet; the alert line is 1. */
const NEAR_SCORE = 0.8;

/** What the baselines know of each signal after its latest sample. */
export interface JudgedColumns {
  readonly expected: Float64Array;
  readonly lower: Float64Array;
  readonly upper: Float64Array;
  readonly score: Float64Array;
}

/**
 * The latest points of signals, for charts and for the evidence of alerts: up to 720 points of 20 bytes a signal, 14 kB, so that the
 * default of 5,000 signals takes 72 MB (a quarter more where signals came one by one). While there is room every signal has its points.
 * Then one that comes near the alert line, or on which a finding rests, takes the place of one that did neither lately (the clock
 * algorithm of page replacement, with its one second chance), and begins with that moment. Nothing here has a say in what is learnt
 * or alerted.
 */
export class SignalHistory {
  private readonly recent = new Frames(RECENT);
  private readonly older = new Frames(OLDER);
  private readonly stretchMs: number;
  /** By slot: one more than the place of its points in every frame; 0: not kept. */
  private places = new Int32Array(0);
  /** By place: whose points they are, and whether anybody wanted them since the search for a place last passed. */
  private readonly slots: number[] = [];
  private readonly wanted: boolean[] = [];
  private hand = 0;

  /**
   * @param signalMaximum signals that are kept; 0: none
   * @param tickMs time between two evaluations
   */
  constructor(
    private readonly signalMaximum: number,
    tickMs: number,
  ) {
    this.stretchMs = STRETCH * tickMs;
  }

  /** An evaluation begins; times only ever grow. */
  begin(timeMs: number): void {
    if (this.signalMaximum === 0) return;
    if (this.recent.isFull) this.keepOldest();
    this.recent.begin(timeMs, this.slots.length);
  }

  /** Takes a signal's sample, once the baselines have judged it. */
  note(slot: number, value: number, judged: JudgedColumns): void {
    const score = judged.score[slot]!;
    const isNear = score >= NEAR_SCORE;
    const place = this.placeOf(slot, isNear);
    if (place < 0) return;
    if (isNear) this.wanted[place] = true;
    const frame = this.recent.newest(place + 1);
    const at = place * POINT_NUMBERS;
    frame[at + VALUE] = value;
    frame[at + 1] = judged.expected[slot]!;
    frame[at + 2] = judged.lower[slot]!;
    frame[at + 3] = judged.upper[slot]!;
    frame[at + SCORE] = score;
  }

  /** The signal is missing. */
  missing(slot: number): void {
    const place = (this.places[slot] ?? 0) - 1;
    if (place >= 0) this.recent.newest(place + 1)[place * POINT_NUMBERS + SCORE] = 0;
  }

  /** A finding rests on the signal: it is kept from now on if it was not. */
  want(slot: number): void {
    const place = this.placeOf(slot, true);
    if (place >= 0) this.wanted[place] = true;
  }

  /** A signal's points, the oldest first. */
  points(slot: number): HistoryPoint[] {
    const place = (this.places[slot] ?? 0) - 1;
    const points: HistoryPoint[] = [];
    if (place < 0) return points;
    for (const frames of [this.older, this.recent]) {
      for (let index = 0; index < frames.count; index++) {
        const point = pointOf(frames.frame(index), place, frames.timeMs(index));
        const isNews = !Number.isNaN(point.value) || !Number.isNaN(points.at(-1)?.value ?? Number.NaN);
        if (!Number.isNaN(point.score) && isNews) points.push(point);
      }
    }
    return points;
  }

  /** Hands the oldest evaluation to the older ones: of those within one stretch of time a signal's most unusual point stays. */
  private keepOldest(): void {
    const { recent, older, stretchMs } = this;
    const timeMs = recent.timeMs(0);
    const stretch = Math.floor(timeMs / stretchMs);
    const isNew = older.count === 0 || Math.floor(older.timeMs(older.count - 1) / stretchMs) !== stretch;
    if (isNew) older.begin(timeMs, this.slots.length);
    const from = recent.frame(0);
    const into = older.newest(this.slots.length);
    const length = Math.min(from.length, this.slots.length * POINT_NUMBERS);
    for (let at = 0; at < length; at += POINT_NUMBERS) {
      if (!isMoreTelling(from, into, at)) continue;
      for (let i = at; i < at + POINT_NUMBERS; i++) into[i] = from[i]!;
    }
  }

  /** The place of a signal's points; -1: it has none, and gets none. */
  private placeOf(slot: number, isWanted: boolean): number {
    const place = (this.places[slot] ?? 0) - 1;
    if (place >= 0) return place;
    const { slots, signalMaximum } = this;
    if (slots.length < signalMaximum) this.setPlace(slot, slots.length);
    else if (isWanted && signalMaximum > 0) this.setPlace(slot, this.takeQuiet());
    return (this.places[slot] ?? 0) - 1;
  }

  /** Empties the place of a signal that nobody wanted since the last turn. */
  private takeQuiet(): number {
    for (;;) {
      const place = this.hand;
      this.hand = (place + 1) % this.slots.length;
      if (!this.wanted[place]) {
        this.places[this.slots[place]!] = 0;
        this.recent.wipe(place);
        this.older.wipe(place);
        return place;
      }
      this.wanted[place] = false;
    }
  }

  private setPlace(slot: number, place: number): void {
    if (slot >= this.places.length) {
      const wider = new Int32Array(Math.max(1024, Math.ceil((slot + 1) * 1.25)));
      wider.set(this.places);
      this.places = wider;
    }
    this.places[slot] = place + 1;
    this.slots[place] = slot;
    this.wanted[place] = false;
  }
}

function pointOf(frame: Float32Array, place: number, timeMs: number): HistoryPoint {
  const at = place * POINT_NUMBERS;
  const number = (index: number) => frame[at + index] ?? Number.NaN;
  return {
    timeMs,
    value: number(VALUE),
    expected: number(1),
    lower: number(2),
    upper: number(3),
    score: number(SCORE),
  };
}

/** Whether a point says more than the one kept so far: a value more than none, a higher score more than a lower. */
function isMoreTelling(from: Float32Array, into: Float32Array, at: number): boolean {
  const score = from[at + SCORE]!;
  if (Number.isNaN(score)) return false;
  const kept = into[at + SCORE]!;
  if (Number.isNaN(kept) || Number.isNaN(into[at + VALUE]!)) return true;
  return score > kept;
}
