import type { EntityKind } from '../model/entity.ts';
import type { Detector } from './detector.ts';

/** What is known of one signal over all entities of a kind. */
export interface SignalPresence {
  /** Entities that have the signal now. */
  readonly entities: number;
  /** Entities whose baseline of it is ready. */
  readonly ready: number;
  /** When the first baseline will be ready, event time in Unix milliseconds, where that can be told. */
  readonly readyAtMs?: number;
}

/** `blind`: a signal that it needs does not exist; `warming`: its baselines are not ready yet. */
export const COVERAGE_STATES = ['armed', 'warming', 'blind'] as const;
export type CoverageState = (typeof COVERAGE_STATES)[number];

/** How well a detector sees one kind of entity. */
export interface KindCoverage {
  readonly kind: EntityKind;
  readonly state: CoverageState;
  /** Signals that nobody sends: why it is blind. */
  readonly missing: readonly string[];
  /** When the last of its signals is ready, Unix milliseconds; only while warming, and where it can be told. */
  readonly readyAtMs?: number;
}

/** How well a detector sees. It is armed where it sees at least one of its kinds of entities. */
export interface DetectorCoverage {
  readonly detector: string;
  readonly state: CoverageState;
  readonly kinds: readonly KindCoverage[];
}

/**
 * Armed, warming or blind for each detector. The needs of one kind of entity belong together, all of them must be there; the kinds stand
 * for themselves: without an ingress the tenants are still watched.
 */
export function coverage(
  detectors: readonly Detector[],
  presence: (signal: string, kind: EntityKind) => SignalPresence,
): DetectorCoverage[] {
  return detectors.map((detector) => {
    const kinds = [...new Set(detector.needs.map(({ entity }) => entity))].map((kind) =>
      kindCoverage(
        kind,
        detector.needs.filter(({ entity }) => entity === kind).map(({ signal }) => signal),
        presence,
      ),
    );
    const state = COVERAGE_STATES.find((candidate) => kinds.some((kind) => kind.state === candidate)) ?? 'armed';
    return { detector: detector.id, state, kinds };
  });
}

function kindCoverage(
  kind: EntityKind,
  signals: readonly string[],
  presence: (signal: string, kind: EntityKind) => SignalPresence,
): KindCoverage {
  const found = signals.map((signal) => ({ signal, ...presence(signal, kind) }));
  const missing = found.filter(({ entities }) => entities === 0).map(({ signal }) => signal);
  if (missing.length > 0) return { kind, state: 'blind', missing };
  const warming = found.filter(({ ready }) => ready === 0);
  if (warming.length === 0) return { kind, state: 'armed', missing };
  const times = warming.flatMap(({ readyAtMs }) => readyAtMs ?? []);
  return {
    kind,
    state: 'warming',
    missing,
    ...(times.length < warming.length ? {} : { readyAtMs: Math.max(...times) }),
  };
}
