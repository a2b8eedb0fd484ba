import type { Finding } from './finding.ts';

export const ALERT_STATES = ['pending', 'firing', 'resolved'] as const;
export type AlertState = (typeof ALERT_STATES)[number];

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
}

export const ALERT_CHANGES = ['pending', 'fired', 'updated', 'resolved', 'dropped'] as const;
/**
 * What happened to an alert at a tick: `fired` and `resolved` are told to people; `pending` and `updated` are only stored;
 * `dropped` is a pending alert that went away before it fired.
 */
export interface AlertChange {
  readonly change: (typeof ALERT_CHANGES)[number];
  readonly alert: Alert;
  readonly timeMs: number;
}
