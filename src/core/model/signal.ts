import type { EntityKind } from './entity.ts';

/** Units a signal may have; they follow Prometheus' base units, money is US dollars. */
export type Unit =
  | 'requests/s'
  | 'tokens/s'
  | 'tokens'
  | 'tokens/request'
  | 'bytes/s'
  | 'bytes/request'
  | 'USD/h'
  | 'USD/request'
  | 'USD/token'
  | 'seconds'
  | 'ratio'
  | 'requests'
  | 'events/s'
  | 'bytes'
  | 'watts'
  | 'celsius'
  | 'GPUs'
  | 'count';

/** Which side of the band is news. */
export type Direction = 'up' | 'down' | 'both';

/**
 * A named quantity of one kind of entity. Its value at a tick is `sum(numerator) / sum(denominator)` over the measures named,
 * or `sum(numerator)` without a denominator, times `scale`.
 */
export interface SignalDefinition {
  /** Dotted name, the same in code, API, database and dashboards: `tokens.output`. */
  readonly id: string;
  readonly entity: EntityKind;
  readonly unit: Unit;
  readonly help: string;
  readonly numerator: readonly string[];
  readonly denominator?: readonly string[];
  /** A denominator below this (in its own unit) means there is nothing to divide: the signal is missing, not zero. */
  readonly denominatorMinimum?: number;
  readonly scale?: number;
  readonly direction: Direction;
  /** A deviation smaller than this, in the signal's unit, is never news. */
  readonly minimumAbsolute: number;
  /** A deviation smaller than this share of the expected value is never news (OpenSearch AD's default is 0.2). */
  readonly minimumRelative: number;
  /** Values cannot leave this range (a ratio: 0 to 1); a band is clipped to it. */
  readonly range?: readonly [number, number];
}

/** What is known of a signal after a tick. `expected`, `lower` and `upper` come from the past alone. */
export interface Reading {
  readonly signal: SignalDefinition;
  readonly value: number;
  readonly expected: number;
  readonly lower: number;
  readonly upper: number;
  /** Below 1 usual, 1 is the alert line; 0 while warming up. */
  readonly score: number;
  /** How far the baseline itself is to be trusted, 0 to 1. */
  readonly confidence: number;
  /** False while the baseline is still warming up. */
  readonly ready: boolean;
  /** Event time of the value, Unix milliseconds. */
  readonly timeMs: number;
}
