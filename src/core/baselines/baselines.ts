import type { SignalDefinition } from '../model/signal.ts';
import { AlertLine } from './alert-line.ts';
import { Columns, LEADS } from './columns.ts';
import { type ExplainedBaseline, explainModel } from './explain.ts';
import { Gates } from './gates.ts';
import { LocalWeek } from './local-week.ts';
import { judge, learn } from './model.ts';
import { type BaselineOptions, DEFAULT_BASELINE_OPTIONS } from './options.ts';
import { startFromPeers } from './peers.ts';
import {
  FIRST_MS,
  HELD,
  INTERVAL_MS,
  LAST_MS,
  LIFE_SAMPLES,
  PINNED,
  RECENT,
  ROW_WIDTH,
  SAMPLES,
  WIDENING,
} from './row.ts';
import { type Block, Rows } from './rows.ts';
import { adoptShift, widenBand } from './shift.ts';
import { startModel } from './start.ts';
import { Step } from './step.ts';
import { keepWarmUp, warmUpStatistics } from './warm-up.ts';

/** A gap counts as this many usual intervals at most. */
const GAP_INTERVALS = 4;

export type { ExplainedBaseline } from './explain.ts';
export type { BaselineOptions } from './options.ts';

/** What a baseline has learnt so far. */
export interface LearntBaseline {
  readonly samples: number;
  /** Event time of the first and the last sample, Unix milliseconds; NaN before the first. */
  readonly firstMs: number;
  readonly lastMs: number;
  /** The usual time between two samples; 0 before the second. */
  readonly intervalMs: number;
  /** By how much of itself a person's word widened the band; 0: not at all. */
  readonly widening: number;
  /** A person said that what goes on is an attack: nothing is learnt from it. */
  readonly held: boolean;
  /** A person said that it is good as it is: it learns nothing. */
  readonly pinned: boolean;
  /** Event time at which the warm-up ends at the earliest, as far as can be told; NaN before the second sample and once it is ready. */
  readonly readyAtMs: number;
}

/**
 * The baselines of all signals, a slot each. `observe` scores a value against the past alone and only then learns it; the
 * columns tell what came of it. State is typed arrays: no object a signal, and a checkpoint is a copy of a row.
 */
export class Baselines extends Columns {
  /** Changes with the meaning of a row; a row of another version is not loaded. */
  static readonly VERSION = 10;

  private readonly options: BaselineOptions;
  private readonly rows = new Rows(ROW_WIDTH);
  private readonly gates = new Gates();
  private readonly line: AlertLine;
  private readonly step = new Step();
  private readonly clock: LocalWeek;
  private changed = new Uint8Array(0);
  private changedSlots: number[] = [];

  constructor(options: Partial<BaselineOptions> = {}) {
    super();
    this.options = { ...DEFAULT_BASELINE_OPTIONS, ...options };
    const { budgetPerDay, signalBudgetPerDay, pageShare } = this.options;
    this.line = new AlertLine(budgetPerDay, signalBudgetPerDay, pageShare);
    this.clock = new LocalWeek(this.options.utcOffsetMs);
  }

  /** Slots so far; the columns are valid up to it. */
  get count(): number {
    return this.rows.count;
  }

  /** False alerts a day that each signal may have now, of the budget that all share. */
  get signalShare(): number {
    return this.line.signalShare;
  }

  /** Slots that changed since `clean()`, in order of their first change. */
  get dirty(): readonly number[] {
    return this.changedSlots;
  }

  /** Gives the next slot (0, 1, 2 ...) to a signal. */
  add(definition: SignalDefinition): number {
    const slot = this.rows.add();
    this.grow(this.rows.count);
    this.gates.add(slot, definition);
    if (this.changed.length < this.ready.length) {
      const changed = new Uint8Array(this.ready.length);
      changed.set(this.changed);
      this.changed = changed;
    }
    this.numbers(slot)[this.rows.start(slot) + LAST_MS] = Number.NaN;
    return slot;
  }

  /** Scores the value against what was learnt before, then learns it. What is not finite, or not later than the last, is ignored. */
  observe(slot: number, value: number, timeMs: number): void {
    const block = this.rows.block(slot);
    const { numbers } = block;
    const at = this.rows.start(slot);
    const lastMs = numbers[at + LAST_MS]!;
    if (!Number.isFinite(value) || !Number.isFinite(timeMs) || timeMs <= lastMs) return;
    this.line.note(timeMs, lastMs);
    this.markChanged(slot);
    const isPinned = this.ready[slot] === 1 && numbers[at + PINNED] === 1;
    const samples = numbers[at + SAMPLES]!;
    if (samples === 0) numbers[at + FIRST_MS] = timeMs;
    else if (!isPinned) noteInterval(numbers, at, timeMs - lastMs);
    if (this.ready[slot] === 0) {
      keepWarmUp(numbers, at, value, timeMs);
    } else {
      const step = this.stepOf(block, at, timeMs);
      step.value = value;
      step.elapsedMs = Math.min(timeMs - lastMs, GAP_INTERVALS * numbers[at + INTERVAL_MS]!);
      step.missedMs = timeMs - lastMs - step.elapsedMs;
      judge(step, this.gates.definition(slot), this.lineEvidence(slot), this, slot);
      if (!isPinned) learn(step, this.options.adoptAfterMs);
    }
    if (!isPinned) numbers[at + SAMPLES] = samples + 1;
    numbers[at + LAST_MS] = timeMs;
    if (this.ready[slot] === 0 && this.isWarm(numbers, at)) {
      startModel(block, at, warmUpStatistics(numbers, at));
      startFromPeers(this.rows, slot, this.gates.peers(slot));
      this.ready[slot] = 1;
    }
  }

  /** A person said the present shift was planned: where the signal has been lately is the new normal at once. */
  adopt(slot: number): void {
    if (this.ready[slot] === 0) return;
    const block = this.rows.block(slot);
    const at = this.rows.start(slot);
    adoptShift(block, at, block.numbers[at + RECENT]! - this.expected[slot]!);
    this.markChanged(slot);
  }

  /** A person said the alert was false: the band widens by half, at most eightfold, and narrows again over weeks. */
  widen(slot: number): void {
    if (this.ready[slot] === 0) return;
    widenBand(this.numbers(slot), this.rows.start(slot));
    this.markChanged(slot);
  }

  /** A person said the alert was true: while held, the baseline learns nothing from samples beyond the line, however long they last. */
  hold(slot: number, held: boolean): void {
    if (this.ready[slot] === 0) return;
    this.numbers(slot)[this.rows.start(slot) + HELD] = held ? 1 : 0;
    this.markChanged(slot);
  }

  /** Pinned it scores and learns nothing; false: it warms up yet, and there is nothing to pin. */
  pin(slot: number, pinned: boolean): boolean {
    if (this.ready[slot] === 0) return false;
    this.numbers(slot)[this.rows.start(slot) + PINNED] = pinned ? 1 : 0;
    this.markChanged(slot);
    return true;
  }

  /** Forgets all that was learnt of a signal: it warms up anew. */
  reset(slot: number): void {
    const at = this.rows.start(slot);
    this.numbers(slot).fill(0, at, at + ROW_WIDTH);
    this.numbers(slot)[at + LAST_MS] = Number.NaN;
    this.clear(slot);
    this.markChanged(slot);
  }

  /** What a person may want to know of how a band came about. */
  learnt(slot: number): LearntBaseline {
    const row = this.numbers(slot);
    const at = this.rows.start(slot);
    // While it warms up samples lie where later a person's word does.
    const isReady = this.ready[slot] === 1;
    return {
      samples: row[at + SAMPLES]!,
      firstMs: row[at + SAMPLES] === 0 ? Number.NaN : row[at + FIRST_MS]!,
      lastMs: row[at + LAST_MS]!,
      intervalMs: row[at + INTERVAL_MS]!,
      widening: isReady ? row[at + WIDENING]! : 0,
      held: isReady && row[at + HELD] === 1,
      pinned: isReady && row[at + PINNED] === 1,
      readyAtMs: isReady ? Number.NaN : this.readyAtMs(row, at),
    };
  }

  /** How the band and the score of the last sample came about; undefined while it warms up. */
  explain(slot: number): ExplainedBaseline | undefined {
    if (this.ready[slot] === 0) return undefined;
    const block = this.rows.block(slot);
    const at = this.rows.start(slot);
    const step = this.stepOf(block, at, block.numbers[at + LAST_MS]!);
    step.value = this.expected[slot]!;
    step.elapsedMs = step.numbers[step.at + INTERVAL_MS]!;
    const explained = explainModel(step, this.gates.definition(slot), this.lineEvidence(slot));
    return { ...explained, lead: LEADS[this.lead[slot]!]!, pageLine: this.pageLine(slot) };
  }

  /** The score from which a sample of the slot is worth waking somebody; 1 or more. */
  pageLine(slot: number): number {
    return this.line.pageLine(this.intervalMs(slot), this.sides(slot));
  }

  /** The slot's state as bytes of fixed width, for a checkpoint. */
  dump(slot: number): Uint8Array {
    return this.rows.dump(slot);
  }

  /** Puts a dumped state back; false when it is of another version or width, and the signal starts clean. */
  load(slot: number, state: Uint8Array, version: number): boolean {
    if (version !== Baselines.VERSION || !this.rows.load(slot, state)) return false;
    this.clear(slot);
    const at = this.rows.start(slot);
    if (this.isWarm(this.numbers(slot), at)) this.ready[slot] = 1;
    this.line.noteRestored();
    return true;
  }

  /** Forgets which slots are dirty: a checkpoint has them. */
  clean(): void {
    for (const slot of this.changedSlots) this.changed[slot] = 0;
    this.changedSlots = [];
  }

  private numbers(slot: number): Float64Array {
    return this.rows.block(slot).numbers;
  }

  /** The one step, brought to a slot's row and a time. */
  private stepOf({ numbers, singles, words }: Block, at: number, timeMs: number): Step {
    const { step } = this;
    step.numbers = numbers;
    step.singles = singles;
    step.words = words;
    step.at = at;
    step.timeMs = timeMs;
    step.samples = numbers[at + SAMPLES]!;
    step.youth = 1 / (step.samples - numbers[at + LIFE_SAMPLES]! + 1);
    step.budgetShare = this.line.share();
    step.weekHour = this.clock.weekHour(timeMs);
    return step;
  }

  /** -log10 of the probability at which a sample of the slot reaches the alert line. */
  private lineEvidence(slot: number): number {
    return this.line.evidence(this.intervalMs(slot), this.sides(slot));
  }

  private intervalMs(slot: number): number {
    return this.numbers(slot)[this.rows.start(slot) + INTERVAL_MS]!;
  }

  /** Tails of which a sample may be news. */
  private sides(slot: number): number {
    return this.gates.definition(slot).direction === 'both' ? 2 : 1;
  }

  private readyAtMs(row: Float64Array, at: number): number {
    const { warmUpSamples, warmUpMs } = this.options;
    if (row[at + SAMPLES]! < 2) return Number.NaN;
    const missing = Math.max(0, warmUpSamples - row[at + SAMPLES]!);
    return Math.max(row[at + FIRST_MS]! + warmUpMs, row[at + LAST_MS]! + missing * row[at + INTERVAL_MS]!);
  }

  private isWarm(row: Float64Array, at: number): boolean {
    const { warmUpSamples, warmUpMs } = this.options;
    return row[at + SAMPLES]! >= warmUpSamples && row[at + LAST_MS]! - row[at + FIRST_MS]! >= warmUpMs;
  }

  private markChanged(slot: number): void {
    if (this.changed[slot] === 1) return;
    this.changed[slot] = 1;
    this.changedSlots.push(slot);
  }
}

/** The usual interval between samples follows within some twenty samples; a gap counts as four intervals at most. */
function noteInterval(row: Float64Array, at: number, elapsedMs: number): void {
  const usual = row[at + INTERVAL_MS]!;
  if (usual === 0) row[at + INTERVAL_MS] = elapsedMs;
  else row[at + INTERVAL_MS] = usual + 0.1 * (Math.min(elapsedMs, GAP_INTERVALS * usual) - usual);
}
