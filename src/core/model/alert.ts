import type { Finding } from './finding.ts';
import type { FrozenEvidence } from './frozen-evidence.ts';
import type { Incident } from './incident.ts';
import type { Verdict } from './verdict.ts';

/** The life of an alert, as in Prometheus; `pending` is told to nobody. */
export const ALERT_STATES = ['pending', 'firing', 'resolved'] as const;
export type AlertState = (typeof ALERT_STATES)[number];

/** Somebody looks after an alert; it ends by itself when the alert does. */
export interface Acknowledgement {
  /** The name of the person or the token. */
  readonly by: string;
  readonly atMs: number;
  readonly comment?: string;
}

/** A person's word on an alert; a later one takes its place. */
export interface Judgement {
  readonly verdict: Verdict;
  readonly by: string;
  readonly atMs: number;
  readonly comment?: string;
}

/** A finding with a life. Times are event time in Unix milliseconds. */
export interface Alert {
  /** Same detector and entity, same fingerprint, on every machine and after every restart (16 hex digits). */
  readonly fingerprint: string;
  /** One episode of that fingerprint: `<fingerprint>-<startsAt in base 36>`. */
  readonly id: string;
  readonly state: AlertState;
  /** First tick of the episode at which the finding stood. */
  readonly startsAtMs: number;
  /** When it began to fire; absent while pending. */
  readonly firedAtMs?: number;
  /** When it was resolved; absent before. */
  readonly endsAtMs?: number;
  /** Last tick at which the finding stood. */
  readonly lastSeenMs: number;
  /** Ticks of this episode at which the finding stood. */
  readonly ticksSeen: number;
  /** Ticks in a row, up to now, at which the finding was missing; with it an alert alone is all the state its life needs. */
  readonly quietTicks: number;
  /** The finding at its worst: what the messages tell. */
  readonly peak: Finding;
  /** The finding as it was last seen. */
  readonly latest: Finding;
  /** Money lost since the start, where money moves. */
  readonly usdTotal?: number;
  readonly acknowledged?: Acknowledgement;
  readonly verdict?: Judgement;
  /** Silences and maintenance windows (`maintenance/<name>`) that keep it from being told; absent: none. */
  readonly silencedBy?: readonly string[];
  /** The incident it is part of. */
  readonly incidentId?: string;
}

/** What can happen to an alert: each is an event of its history, of the stream, or both. */
export const ALERT_CHANGES = [
  'pending',
  'fired',
  'updated',
  'resolved',
  'dropped',
  'acknowledged',
  'unacknowledged',
  'judged',
  'silenced',
  'unsilenced',
] as const;
/**
 * What happened to an alert. By itself, at a tick: `fired` and `resolved` are told to people; `pending` and `updated` are only stored;
 * `dropped` is a pending alert that went away before it fired. By people, at any time: the rest; an `unsilenced` alert that still fires
 * is told then.
 */
export interface AlertChange {
  readonly change: (typeof ALERT_CHANGES)[number];
  readonly alert: Alert;
  readonly timeMs: number;
  /** Who did it, where a person did. */
  readonly by?: string;
  readonly comment?: string;
  /** Of an alert that fired: what its judgement rests on. */
  readonly evidence?: FrozenEvidence;
  /** The incident that the alert is part of, as it is after this tick. */
  readonly incident?: Incident;
}

/** The changes that the engine makes at a tick; the others are made by people. */
export const ENGINE_CHANGES: ReadonlySet<AlertChange['change']> = new Set([
  'pending',
  'fired',
  'updated',
  'resolved',
  'dropped',
]);
