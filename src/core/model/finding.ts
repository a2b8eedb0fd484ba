import type { Entity } from './entity.ts';
import type { Unit } from './signal.ts';

/** The lightest first; receivers and colours go by them. */
export const SEVERITIES = ['info', 'warning', 'critical'] as const;
export type Severity = (typeof SEVERITIES)[number];

/** A number with its unit. */
export interface Quantity {
  readonly value: number;
  readonly unit: Unit;
}

/** One signal that moved, as evidence. */
export interface Evidence {
  readonly signal: string;
  readonly entity: string;
  /** What people call the entity, where that is not in its key: a GPU's host and index instead of its UUID. */
  readonly name?: string;
  readonly unit: Unit;
  readonly value: number;
  readonly expected: number;
  readonly lower: number;
  readonly upper: number;
  readonly score: number;
}

/** A part of the explanation: `more requests` explains 0.7 of the rise. Shares of one finding are above 0 and sum to 1. */
export interface Cause {
  readonly cause: string;
  readonly share: number;
}

/** An entry of the ATLAS or OWASP lists: `AML.T0034`, `LLM10:2025`. */
export interface Technique {
  readonly id: string;
  readonly name: string;
}

/** A detector's verdict on one entity at one tick. */
export interface Finding {
  readonly detector: string;
  readonly entity: Entity;
  readonly severity: Severity;
  readonly score: number;
  /** 0 to 1. */
  readonly confidence: number;
  /** One sentence for a person: who, what, how much. No volatile detail that the fields carry better. */
  readonly summary: string;
  readonly actual: Quantity;
  readonly expected: Quantity;
  readonly lower: number;
  readonly upper: number;
  /** Extra money burnt at the present rate, where money moves. */
  readonly usdPerHour?: number;
  readonly causes: readonly Cause[];
  readonly evidence: readonly Evidence[];
  readonly techniques: readonly Technique[];
  /** What a person on call should do first. */
  readonly nextStep: string;
  /** What speaks against it; empty when nothing does. */
  readonly doubts: readonly string[];
  /** True: it stands on a limit or a fact that needs no statistics, and is as severe as its detector says however usual its scores are. */
  readonly byLimit?: boolean;
  /** How long it must stand before people are told, where the usual evidence would cry wolf: a scrape is missed now and then. */
  readonly patienceMs?: number;
  /** Further labels for the alert beside the entity's own (a neighbour's pod). */
  readonly labels?: Readonly<Record<string, string>>;
  /** True: its detector is in the shadow, so that the alert is stored and shown, and told to nobody. */
  readonly shadow?: boolean;
}
