import type { Alert } from './alert.ts';
import type { HistoryPoint } from './history-point.ts';
import type { SignalDefinition } from './signal.ts';

/** A baseline as it was before it judged a sample, and what else the judgement rests on: enough to repeat it bit for bit. */
export interface BaselineBefore {
  /** `Baselines.VERSION` of the state. */
  readonly version: number;
  readonly state: Uint8Array;
  readonly warmUpMs: number;
  readonly warmUpSamples: number;
  readonly adoptAfterMs: number;
  readonly signalBudgetPerDay: number;
  /** False alerts a day that each signal might have then, of the budget that all share. */
  readonly signalShare: number;
  /** Offset of local time from UTC then. */
  readonly utcOffsetMs: number;
}

/** What a baseline needs to know of its signal. */
export type JudgedDefinition = Pick<
  SignalDefinition,
  'id' | 'entity' | 'unit' | 'direction' | 'minimumAbsolute' | 'minimumRelative' | 'range'
>;

/** One signal of an alert's evidence, as it was when the alert fired. */
export interface FrozenSignal {
  readonly definition: JudgedDefinition;
  /** Key of the entity. */
  readonly entity: string;
  /** Event time of the judged sample. */
  readonly timeMs: number;
  readonly value: number;
  readonly expected: number;
  readonly lower: number;
  readonly upper: number;
  readonly score: number;
  readonly confidence: number;
  /** The points around the moment, oldest first. */
  readonly points: readonly HistoryPoint[];
  /**
   * Absent where the state before the sample was not kept: its last sample is older than the alert's first sighting, or the alert fired at
   * first sight and nothing around the signal looked unusual.
   */
  readonly before?: BaselineBefore;
}

/** What an alert's judgement rested on when it fired. */
export interface FrozenEvidence {
  readonly alert: Alert;
  readonly signals: readonly FrozenSignal[];
}

/** Frozen evidence with what else is needed to judge it later. */
export interface EvidencePack extends FrozenEvidence {
  /** Of Gauger. */
  readonly version: string;
  /** Of the lists that the alert's techniques are taken from. */
  readonly taxonomyVersion: string;
  /** SHA-256 of the configuration without its secrets. */
  readonly configHash: string;
}
