import { incidentLinks, tiedTo } from '../alerts/incident-links.ts';
import { Baselines } from '../baselines/baselines.ts';
import type { BaselineOptions } from '../baselines/options.ts';
import type { Alert } from '../model/alert.ts';
import type { Entity, EntityKind } from '../model/entity.ts';
import type { BaselineBefore, FrozenEvidence, FrozenSignal, JudgedDefinition } from '../model/frozen-evidence.ts';
import type { HistoryPoint } from '../model/history-point.ts';
import type { SignalDefinition } from '../model/signal.ts';
import type { Signals } from '../signals/signals.ts';
import { isSameJudgement, replaySignal } from './replay-signal.ts';
import type { PresentBaseline } from './verdict-effect.ts';

/** States kept from before a tick; those of further pending alerts are not kept, which bounds a storm. */
const STATES_MAXIMUM = 2000;
/** Alerts of one tick whose evidence is frozen; further ones of a storm have none. */
const FROZEN_MAXIMUM = 50;
/** A signal that came so near to its alert line, or leaves its band now, may be news at this tick. */
const SUSPECT_SCORE = 0.5;
/** Signals of one alert. */
const SIGNALS_MAXIMUM = 12;
/** Points of one signal: half an hour of evaluations every 15 s. */
const POINTS_MAXIMUM = 120;

interface Kept {
  readonly state: Uint8Array;
  readonly signalShare: number;
}

/** The parts of the engine that evidence is taken from. */
export interface EvidenceKeeperParts {
  readonly signals: Signals;
  readonly baselines: Baselines;
  readonly options: BaselineOptions;
  /** Of every signal that there may be. */
  readonly signalIds: readonly string[];
  /** Alerts fire at first sight: none is pending before. */
  readonly firesAtOnce: boolean;
  readonly points: (slot: number) => readonly HistoryPoint[];
}

/**
 * Keeps what the judgement of alerts rests on. A baseline learns from a sample in the same moment in which it judges it, so the state of
 * every signal of the entities that a pending alert is about is kept from before each of its samples: which of them it will rest on when it
 * fires is not known yet. Where alerts fire at first sight, so is every signal around one that looks as if it might be news.
 */
export class EvidenceKeeper {
  private before = new Map<number, Kept>();
  private frozen = 0;

  constructor(private readonly parts: EvidenceKeeperParts) {}

  /** A tick has its samples, and the baselines have not seen them yet. */
  begin(open: readonly Alert[]): void {
    const { signals, baselines } = this.parts;
    const kept = new Map<number, Kept>();
    this.frozen = 0;
    const pending = open.filter(({ state }) => state === 'pending').slice(0, FROZEN_MAXIMUM);
    for (const slot of new Set([...pending.flatMap((alert) => this.near(alert)), ...this.suspects()])) {
      if (kept.size >= STATES_MAXIMUM) break;
      const old = this.before.get(slot);
      if (signals.fresh[slot] === 1)
        kept.set(slot, { state: baselines.dump(slot), signalShare: baselines.signalShare });
      else if (old !== undefined) kept.set(slot, old);
    }
    this.before = kept;
  }

  /** What the alert rests on, now that it fires; undefined: too many fire at this tick. */
  freeze(alert: Alert): FrozenEvidence | undefined {
    this.frozen++;
    if (this.frozen > FROZEN_MAXIMUM) return undefined;
    return { alert, signals: this.slots(alert).map((slot) => this.signal(slot)) };
  }

  /** A signal's baseline as it is, with its latest sample; undefined: it is not known, or warms up yet. */
  present(signal: string, entity: string): PresentBaseline | undefined {
    const { signals, baselines } = this.parts;
    const slot = signals.slot(signal, { key: entity });
    if (slot < 0 || slot >= baselines.count || baselines.ready[slot] !== 1) return undefined;
    const timeMs = baselines.learnt(slot).lastMs;
    const baseline = { ...this.settings(timeMs), state: baselines.dump(slot), signalShare: baselines.signalShare };
    return { baseline, value: signals.values[slot]!, timeMs };
  }

  /** Every signal of the entities that the alert is about, those that it rests on already in front. */
  private near(alert: Alert): number[] {
    return [...this.slots(alert), ...this.of(incidentLinks(alert, this.related))];
  }

  /** Signals that may be news at this tick, and every signal around them; as many as can be kept. */
  private suspects(): number[] {
    const { signals, baselines, firesAtOnce } = this.parts;
    if (!firesAtOnce) return [];
    const { fresh, values } = signals;
    const { ready, score, lower, upper } = baselines;
    const keys = new Set<string>();
    const found: number[] = [];
    for (let slot = 0; slot < baselines.count && found.length < STATES_MAXIMUM; slot++) {
      if (fresh[slot] !== 1 || ready[slot] !== 1) continue;
      const value = values[slot]!;
      if (score[slot]! < SUSPECT_SCORE && value >= lower[slot]! && value <= upper[slot]!) continue;
      const entity = signals.entity(slot);
      found.push(slot);
      for (const key of [entity.key, ...tiedTo(entity, this.related)]) keys.add(key);
    }
    return [...found, ...this.of(keys)];
  }

  private of(keys: Iterable<string>): number[] {
    const { signals, baselines, signalIds } = this.parts;
    const slots = [...new Set(keys)].flatMap((key) => signalIds.map((id) => signals.slot(id, { key })));
    return slots.filter((slot) => slot >= 0 && slot < baselines.count);
  }

  private readonly related = (entity: Entity, kind: EntityKind) => this.parts.signals.related(entity, kind);

  private slots({ latest }: Alert): number[] {
    const { signals, baselines } = this.parts;
    const slots = latest.evidence.map(({ signal, entity }) => signals.slot(signal, { key: entity }));
    return [...new Set(slots)].filter((slot) => slot >= 0 && slot < baselines.count).slice(0, SIGNALS_MAXIMUM);
  }

  private signal(slot: number): FrozenSignal {
    const { signals, baselines, points } = this.parts;
    const { expected, lower, upper, score, confidence } = baselines;
    const judged = {
      definition: judgedDefinition(signals.definition(slot)),
      entity: signals.entity(slot).key,
      timeMs: baselines.learnt(slot).lastMs,
      value: signals.values[slot]!,
      expected: expected[slot]!,
      lower: lower[slot]!,
      upper: upper[slot]!,
      score: score[slot]!,
      confidence: confidence[slot]!,
    };
    const before = this.proven(slot, judged);
    return { ...judged, points: points(slot).slice(-POINTS_MAXIMUM), ...(before && { before }) };
  }

  /** The state from before, once it is proven that it gives the same judgement; the share may have changed within the tick. */
  private proven(slot: number, judged: Omit<FrozenSignal, 'points'>): BaselineBefore | undefined {
    const { baselines } = this.parts;
    const kept = this.before.get(slot);
    if (kept === undefined) return undefined;
    const candidates = [kept.signalShare, baselines.signalShare].map((signalShare) => {
      return { ...this.settings(judged.timeMs), state: kept.state, signalShare };
    });
    return candidates.find((before) => {
      const again = replaySignal(judged, before);
      return again !== undefined && isSameJudgement(again, judged);
    });
  }

  private settings(timeMs: number) {
    const { warmUpMs, warmUpSamples, adoptAfterMs, signalBudgetPerDay, utcOffsetMs } = this.parts.options;
    const learning = { warmUpMs, warmUpSamples, adoptAfterMs, signalBudgetPerDay };
    return { version: Baselines.VERSION, ...learning, utcOffsetMs: utcOffsetMs(timeMs) };
  }
}

function judgedDefinition(definition: SignalDefinition): JudgedDefinition {
  const { id, entity, unit, direction, minimumAbsolute, minimumRelative, range } = definition;
  return { id, entity, unit, direction, minimumAbsolute, minimumRelative, ...(range && { range }) };
}
