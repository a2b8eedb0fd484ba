import { counterIncrease } from './counter-increase.ts';
import { isDcgmBlank } from './dcgm-blank.ts';
import type { Blank, TreatAs } from './exporter.ts';
import { float64s, grown, int32s, uint8s } from './grown.ts';
import type { PageSamples } from './samples.ts';

const COUNTER = 0;
const GAUGE = 1;
const LAST_CODE = 2;
const TREATMENT: Record<TreatAs, number> = { counter: COUNTER, gauge: GAUGE, lastCode: LAST_CODE };

const ANY_NUMBER = 0;
const NOT_DCGM_BLANK = 1;
const NOT_NEGATIVE = 2;
const BLANK: Record<Blank, number> = { dcgm: NOT_DCGM_BLANK, negative: NOT_NEGATIVE };

/** An exporter's own time further than this from the scrape's is a broken clock: the scrape's time is taken (Prometheus: 10 minutes). */
const CLOCK_TOLERANCE_MS = 600_000;

/** What a counter stood at when it was last seen. */
export interface Standing {
  readonly value: number;
  readonly timeMs: number;
}

/** How a series is read. */
export interface InputOptions {
  readonly treatAs: TreatAs;
  readonly blank?: Blank | undefined;
  /** Where counting starts; absent: at the first sample. */
  readonly from?: Standing | undefined;
}

/**
 * The series that feed signals, in columns; an input is an index. `recordPage` takes samples, `settle` turns what they brought since the
 * last tick into levels: a gauge's value, a counter's increase over the time between the samples used. An input without a new sample
 * keeps its level until it is stale.
 */
export class Inputs {
  /** After `settle`: the level or rate per second; NaN where there is none or it is stale. */
  levels = float64s(0);
  /** After `settle`: 1 where a sample came since the tick before. */
  news = uint8s(0);
  /** The raw last value; NaN before the first. */
  last = float64s(0);
  /** The next input of the same series; -1 at the end. */
  private after = int32s(0);
  private treatment = uint8s(0);
  private blank = uint8s(0);
  private held = float64s(0);
  private gained = float64s(0);
  private lastMs = float64s(0);
  private baseMs = float64s(0);
  private readonly free: number[] = [];
  private count = 0;

  /** A new input; its index may have belonged to a closed one. */
  open({ treatAs, blank, from }: InputOptions): number {
    const input = this.free.pop() ?? this.count++;
    this.grow();
    this.treatment[input] = TREATMENT[treatAs];
    this.blank[input] = blank === undefined ? ANY_NUMBER : BLANK[blank];
    this.last[input] = from?.value ?? Number.NaN;
    this.lastMs[input] = this.baseMs[input] = from?.timeMs ?? Number.NaN;
    this.held[input] = this.levels[input] = Number.NaN;
    this.gained[input] = this.news[input] = 0;
    this.after[input] = -1;
    return input;
  }

  /** Ends an input; tells where it stood. */
  close(input: number): Standing {
    const standing = { value: this.last[input]!, timeMs: this.lastMs[input]! };
    this.silence(input);
    this.lastMs[input] = this.baseMs[input] = Number.NaN;
    this.free.push(input);
    return standing;
  }

  /** Lets one series feed several inputs; returns the first, -1 for none. */
  chain(inputs: readonly number[]): number {
    for (const [i, input] of inputs.entries()) this.after[input] = inputs[i + 1] ?? -1;
    return inputs[0] ?? -1;
  }

  /** Its target is gone: no level is held, but a counter that comes back goes on from where it stood. */
  silence(input: number): void {
    this.held[input] = this.levels[input] = Number.NaN;
  }

  /** One sample outside any page. */
  record(input: number, value: number, timeMs: number): void {
    this.take(input, value, timeMs, false);
  }

  /** A page's samples; `inputOf` maps local series to their first input, -1 where none. */
  recordPage(inputOf: Int32Array, page: PageSamples, timeMs: number): void {
    const { count, series, values, timesMs, partial } = page;
    if (timesMs !== undefined) {
      this.recordTimedPage(inputOf, page, timesMs, timeMs);
      return;
    }
    for (let i = 0; i < count; i++) {
      for (let input = inputOf[series[i]!]!; input >= 0; input = this.after[input]!) {
        this.take(input, values[i]!, timeMs, partial);
      }
    }
  }

  /** Written samples have their own times, however old: a sender that was cut off catches up. Those of the future are a broken clock's. */
  recordWritten(
    inputOf: Int32Array,
    { count, series, values }: PageSamples,
    timesMs: Float64Array,
    timeMs: number,
  ): void {
    for (let i = 0; i < count; i++) {
      if (timesMs[i]! > timeMs + CLOCK_TOLERANCE_MS) continue;
      for (let input = inputOf[series[i]!]!; input >= 0; input = this.after[input]!) {
        this.take(input, values[i]!, timesMs[i]!, false);
      }
    }
  }

  /** Brings every level up to date; a level older than `stalenessMs` is gone. */
  settle(timeMs: number, stalenessMs: number): void {
    const { treatment, held, gained, lastMs, baseMs, levels, news, count } = this;
    for (let input = 0; input < count; input++) {
      const seenMs = lastMs[input]!;
      const elapsedMs = seenMs - baseMs[input]!;
      if (elapsedMs > 0) {
        if (treatment[input] !== GAUGE) {
          held[input] = (gained[input]! * 1000) / elapsedMs;
          gained[input] = 0;
        }
        baseMs[input] = seenMs;
        news[input] = 1;
      } else {
        news[input] = 0;
      }
      levels[input] = timeMs - seenMs <= stalenessMs ? held[input]! : Number.NaN;
    }
  }

  private recordTimedPage(inputOf: Int32Array, page: PageSamples, timesMs: Float64Array, timeMs: number): void {
    const { count, series, values, partial } = page;
    for (let i = 0; i < count; i++) {
      const ownMs = timesMs[i]!;
      const sampleMs = Math.abs(ownMs - timeMs) <= CLOCK_TOLERANCE_MS ? ownMs : timeMs;
      for (let input = inputOf[series[i]!]!; input >= 0; input = this.after[input]!) {
        this.take(input, values[i]!, sampleMs, partial);
      }
    }
  }

  private take(input: number, value: number, timeMs: number, partial: boolean): void {
    // A repeated sample of an exporter with its own times says nothing new.
    if (timeMs <= this.lastMs[input]!) return;
    const gauge = this.treatment[input] === GAUGE;
    if (value - value !== 0 || (this.blank[input] !== ANY_NUMBER && this.isBlank(input, value))) {
      if (!gauge) return;
      this.held[input] = Number.NaN;
    } else if (gauge) {
      this.held[input] = value;
    } else if (!this.gain(input, value, timeMs, partial)) {
      return;
    }
    if (gauge && Number.isNaN(this.lastMs[input]!)) this.baseMs[input] = Number.NEGATIVE_INFINITY;
    this.last[input] = value;
    this.lastMs[input] = timeMs;
  }

  /** Adds what a counter gained; false when the sample must not be believed. */
  private gain(input: number, value: number, timeMs: number, partial: boolean): boolean {
    const before = this.last[input]!;
    if (Number.isNaN(before)) this.baseMs[input] = timeMs;
    else if (this.treatment[input] === LAST_CODE) this.gained[input]! += value !== before && value !== 0 ? 1 : 0;
    // The end of a page that was cut may be a number that was cut: `12` of `12345` would look like a restart.
    else if (partial && value < before) return false;
    else this.gained[input]! += counterIncrease(before, value);
    return true;
  }

  private isBlank(input: number, value: number): boolean {
    return this.blank[input] === NOT_NEGATIVE ? value < 0 : isDcgmBlank(value);
  }

  private grow(): void {
    const { count } = this;
    this.levels = grown(this.levels, count, float64s);
    this.news = grown(this.news, count, uint8s);
    this.last = grown(this.last, count, float64s);
    this.after = grown(this.after, count, int32s);
    this.treatment = grown(this.treatment, count, uint8s);
    this.blank = grown(this.blank, count, uint8s);
    this.held = grown(this.held, count, float64s);
    this.gained = grown(this.gained, count, float64s);
    this.lastMs = grown(this.lastMs, count, float64s);
    this.baseMs = grown(this.baseMs, count, float64s);
  }
}
