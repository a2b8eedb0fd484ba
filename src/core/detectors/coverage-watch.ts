import type { Entity, EntityKind } from '../model/entity.ts';
import type { SignalDefinition } from '../model/signal.ts';
import type { Detector } from './detector.ts';

/** A signal that armed detectors need and nobody tells of any more, though what it told of is there. */
export interface LostSignal {
  readonly signal: string;
  readonly kind: EntityKind;
  /** Detectors that are blind for this kind of entity without it, in report order. */
  readonly detectors: readonly string[];
  /** Entities that had it, each with a signal that shows that it is there; a few of them where they are many. */
  readonly witnesses: readonly Witness[];
  /** When it was last known, event time in Unix milliseconds. */
  readonly sinceMs: number;
}

/** An entity that had the signal, and another signal by which it is seen to be there still. */
export interface Witness {
  readonly entity: Entity;
  readonly signal: string;
}

/** All signals by slot, as of the last tick. */
export interface WatchedSignals {
  readonly count: number;
  readonly values: Float64Array;
  readonly fresh: Uint8Array;
  definition(slot: number): SignalDefinition;
  entity(slot: number): Entity;
}

/**
 * Kinds that add up others: a model without requests and a namespace without GPU pods have no such signal, and all is well. What feeds them
 * feeds the tenants, pods and GPUs too, and is missed there.
 */
const SUMS: readonly EntityKind[] = ['model', 'namespace', 'workload', 'node'];

/** A signal that has been away for a day is the new state of things; `coverage` goes on telling of it. */
const GIVEN_UP_AFTER_MS = 86_400_000;

const WITNESSES_MAXIMUM = 5;

interface Need {
  readonly signal: string;
  readonly kind: EntityKind;
  readonly slots: number[];
  /** Keys of the entities that are known to have had it in an earlier life of the process. */
  readonly remembered: string[];
  /** A baseline of it was ready. */
  wasReady: boolean;
  knownMs: number;
}

/** A detector and what it needs of one kind of entity. */
interface Eye {
  readonly detector: string;
  readonly kind: EntityKind;
  readonly needs: readonly Need[];
}

/** Notices when a detector that was armed loses a signal that it needs. Call `tick` after the baselines have learnt. */
export class CoverageWatch {
  private readonly needs = new Map<string, Need>();
  private readonly eyes: readonly Eye[];
  /** Slots by kind whose value tells that an entity is there: those without a memory. */
  private readonly signsOfLife = new Map<EntityKind, number[]>();
  private enlisted = 0;
  private timeMs = Number.NaN;

  constructor(
    detectors: readonly Detector[],
    private readonly signals: WatchedSignals,
    private readonly baselines: { readonly ready: Uint8Array },
  ) {
    this.eyes = detectors.flatMap(({ id, needs }) => {
      const kinds = [...new Set(needs.map(({ entity }) => entity))].filter((kind) => !SUMS.includes(kind));
      return kinds.map((kind) => {
        const own = needs.filter(({ entity }) => entity === kind);
        return { detector: id, kind, needs: own.map(({ signal }) => this.need(signal, kind)) };
      });
    });
  }

  tick(timeMs: number): void {
    this.timeMs = timeMs;
    this.enlist();
    for (const need of this.needs.values()) this.look(need);
  }

  /** Signals that were missing at the last tick, those lost first in front; looks for witnesses, so not for free. */
  lost(): readonly LostSignal[] {
    const found = [...this.needs.values()].flatMap((need) => {
      if (!need.wasReady || !(need.knownMs < this.timeMs)) return [];
      const { signal, kind, knownMs: sinceMs } = need;
      const detectors = this.eyes
        .filter(({ needs }) => needs.includes(need) && needs.every(({ wasReady }) => wasReady))
        .map(({ detector }) => detector);
      const witnesses = detectors.length === 0 ? [] : this.witnesses(need);
      return witnesses.length === 0 ? [] : [{ signal, kind, detectors, witnesses, sinceMs }];
    });
    return found.sort((a, b) => a.sinceMs - b.sinceMs);
  }

  /** Goes on from what was told of in an earlier life of the process. */
  restore(losses: readonly Omit<LostSignal, 'detectors'>[]): void {
    for (const { signal, kind, witnesses, sinceMs } of losses) {
      const need = this.needs.get(`${kind} ${signal}`);
      if (need === undefined) continue;
      for (const { needs } of this.eyes) if (needs.includes(need)) for (const other of needs) other.wasReady = true;
      need.knownMs = sinceMs;
      need.remembered.push(...witnesses.map(({ entity }) => entity.key));
    }
  }

  private need(signal: string, kind: EntityKind): Need {
    const key = `${kind} ${signal}`;
    const known = this.needs.get(key);
    if (known !== undefined) return known;
    const need: Need = { signal, kind, slots: [], remembered: [], wasReady: false, knownMs: Number.NaN };
    this.needs.set(key, need);
    return need;
  }

  private enlist(): void {
    for (; this.enlisted < this.signals.count; this.enlisted++) {
      const { id, entity, memory } = this.signals.definition(this.enlisted);
      this.needs.get(`${entity} ${id}`)?.slots.push(this.enlisted);
      if (memory !== undefined) continue;
      const signs = this.signsOfLife.get(entity) ?? [];
      this.signsOfLife.set(entity, signs);
      signs.push(this.enlisted);
    }
  }

  private look(need: Need): void {
    const { timeMs, baselines } = this;
    if (need.slots.some((slot) => this.isKnown(slot))) need.knownMs = timeMs;
    need.wasReady ||= need.slots.some((slot) => baselines.ready[slot] === 1);
    if (timeMs - need.knownMs > GIVEN_UP_AFTER_MS) need.wasReady = false;
  }

  /** It has a value, or it has none because there is nothing to divide yet: what it is computed from comes in. */
  private isKnown(slot: number): boolean {
    const { values, fresh } = this.signals;
    if (!Number.isNaN(values[slot]!)) return true;
    const { denominator, memory } = this.signals.definition(slot);
    return fresh[slot] === 1 && (denominator !== undefined || memory !== undefined);
  }

  private witnesses({ kind, slots, remembered }: Need): Witness[] {
    const { signals, baselines } = this;
    const had = slots.filter((slot) => baselines.ready[slot] === 1).map((slot) => signals.entity(slot).key);
    const wanted = new Set([...had, ...remembered]);
    const found: Witness[] = [];
    for (const slot of this.signsOfLife.get(kind) ?? []) {
      if (wanted.size === 0 || found.length === WITNESSES_MAXIMUM) break;
      if (Number.isNaN(signals.values[slot]!)) continue;
      const entity = signals.entity(slot);
      if (wanted.delete(entity.key)) found.push({ entity, signal: signals.definition(slot).id });
    }
    return found;
  }
}
