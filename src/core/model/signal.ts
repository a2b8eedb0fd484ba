import type { EntityKind } from './entity.ts';

/** Units a signal may have; they follow Prometheus' base units, money is US dollars. */
export const UNITS = [
  'requests/s',
  'tokens/s',
  'tokens',
  'tokens/request',
  'bytes/s',
  'bytes/request',
  'USD',
  'USD/h',
  'USD/request',
  'USD/token',
  'seconds',
  'ratio',
  'requests',
  'events/s',
  'bytes',
  'watts',
  'celsius',
  'hertz',
  'GPUs',
  'count',
] as const;
export type Unit = (typeof UNITS)[number];

/** Which side of the band is news. */
export const DIRECTIONS = ['up', 'down', 'both'] as const;
export type Direction = (typeof DIRECTIONS)[number];

/**
 * What a signal tells of the course of its quotient instead of the quotient at this tick. It begins when the quotient is
 * first there, and outlives a restart.
 *
 * - `age`: seconds since the quotient was first there.
 * - `missing`: 0 while the quotient is there, else the seconds since; after `forMs` nothing.
 * - `presence`: 1 while the quotient is there, 0 for `forMs` after.
 * - `previous`: what it was before it last changed, for `forMs` after the change; else what it is.
 * - `growth`: its steady growth per second, which three quarters of the twelve parts of the last `windowMs` kept or exceeded: a leap or a
 *   fall within them is no growth.
 * - `spread`: how much a single one of what the denominator counts varies, as a share of the mean; from the differences between ticks.
 * - `burstiness`: variance of the number counted in a tick over its mean (1 is chance, as of a Poisson process).
 * - `dayTotal`: what a rate per hour added up to since midnight UTC.
 * - `lately`: its mean, fading over `windowMs`; each tick counts by its denominator.
 * - `weekHighest`: the highest that `lately` was at this time of day, give or take an hour, in the last seven days; nothing before a week is over. What creeps up over hours takes every band along that follows it, but not last week.
 */
export type Memory =
  | { readonly of: 'age' | 'dayTotal' }
  | { readonly of: 'missing' | 'presence' | 'previous'; readonly forMs: number }
  | {
      readonly of: 'growth' | 'spread' | 'burstiness' | 'lately' | 'weekHighest';
      readonly windowMs: number;
    };

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
  /** Whose denominator: of all entities of this kind together, instead of the entity's own. One measure then, not several. */
  readonly denominatorOf?: EntityKind;
  /** A denominator below this (in its own unit) means there is nothing to divide: the signal is missing, not zero. */
  readonly denominatorMinimum?: number;
  readonly scale?: number;
  /** Absent: the quotient itself. */
  readonly memory?: Memory;
  readonly direction: Direction;
  /** A deviation smaller than this, in the signal's unit, is never news. */
  readonly minimumAbsolute: number;
  /** A deviation smaller than this share of the expected value is never news (OpenSearch AD's default is 0.2). */
  readonly minimumRelative: number;
  /** Values cannot leave this range (a ratio: 0 to 1); a band is clipped to it. */
  readonly range?: readonly [number, number];
}

/**
 * A `minimumAbsolute` that no reading comes near: of a signal that a detector looks at together with others, and that is never news by
 * itself. In seconds thirty million years. A band that is as wide says nothing.
 */
export const NEVER_NEWS = 1e15;

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
