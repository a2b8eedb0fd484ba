import type { EntityKind } from './entity.ts';
import type { Severity } from './finding.ts';

/** `resolved`: none of its alerts stands any more. */
export const INCIDENT_STATES = ['open', 'resolved'] as const;
export type IncidentState = (typeof INCIDENT_STATES)[number];

/** An alert within an incident. */
export interface IncidentAlert {
  readonly id: string;
  readonly detector: string;
  readonly entityKind: EntityKind;
  readonly entityKey: string;
  readonly severity: Severity;
  readonly startsAtMs: number;
  readonly endsAtMs?: number;
  readonly score: number;
  readonly summary: string;
}

/** Why an alert is held for the one that began the incident. */
export const ROOT_CAUSE_REASONS = ['hardware_fault', 'began_first', 'most_upstream'] as const;

/** A signal that moved beside the likely root cause. */
export interface MovedSignal {
  readonly signal: string;
  readonly entity: string;
  readonly score: number;
  /** The alert that tells of it. */
  readonly alertId: string;
}

/** Alerts with one story: they share entities, and began within a window of each other. Times are event time in Unix milliseconds. */
export interface Incident {
  /** `i-<id of the alert that began it>` */
  readonly id: string;
  readonly state: IncidentState;
  readonly startsAtMs: number;
  /** When its last alert was resolved; absent while one is open. */
  readonly endsAtMs?: number;
  /** When its latest alert began to fire: another one may join it for a while after. */
  readonly lastAlertMs: number;
  /** The worst of its alerts. */
  readonly severity: Severity;
  /** All that ever were part of it; `alerts` holds the first of them. */
  readonly alertCount: number;
  readonly openCount: number;
  /** In the order in which they began. */
  readonly alerts: readonly IncidentAlert[];
  /** Most likely what began it all, and why that is thought. */
  readonly rootCause: { readonly alertId: string; readonly reason: (typeof ROOT_CAUSE_REASONS)[number] };
  /** The most unusual first. */
  readonly moved: readonly MovedSignal[];
  /** Keys of the entities that it is about: what a further alert must share. */
  readonly entities: readonly string[];
}
