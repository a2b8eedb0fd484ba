import type { Entity, EntityKind } from '../model/entity.ts';
import { type Labels, labelsKey } from '../model/labels.ts';
import type { SignalDefinition } from '../model/signal.ts';
import { CatalogueIndex } from './catalogue-index.ts';
import { EntityIndex } from './entity-index.ts';
import type { Exporter } from './exporter.ts';
import { Inputs } from './inputs.ts';
import { KeptMemories } from './kept-memories.ts';
import type { Measure } from './measure.ts';
import { MeasureCells } from './measure-cells.ts';
import { MeasureColumns } from './measure-columns.ts';
import type { PriceBook } from './price-book.ts';
import { PriceGates } from './price-gates.ts';
import { RelatedEntities } from './related-entities.ts';
import { isSameLevel } from './same-level.ts';
import type { PageSamples, SeriesTable, TimedSamples } from './samples.ts';
import { SeriesBinder } from './series-binder.ts';
import { SignalSlots } from './signal-slots.ts';
import type { SlotMemory } from './slot-memory.ts';
import { TargetState } from './target-state.ts';

/** Which exporters and signals are known, and how tenants are named. */
export interface SignalsOptions {
  readonly catalogue: readonly Exporter[];
  readonly definitions: readonly SignalDefinition[];
  /** Labels that name a tenant, best first. */
  readonly tenantLabels: readonly string[];
  readonly prices: PriceBook;
  /** A level without a new sample for longer is missing (Prometheus looks back 5 minutes). */
  readonly stalenessMs: number;
  /** Once there are so many signals no new entity is taken up: those of entities that are gone stay. */
  readonly signalMaximum: number;
}

/** A target without page or failure for longer is forgotten with all its series. */
const FORGOTTEN_AFTER_MS = 3_600_000;

/**
 * Samples in, signals out. `page` and `failed` take what scrapes bring, `tick` computes every signal of that moment.
 *
 * Rates are increases over the time between the samples used, so scrapes may be faster or slower than ticks and need not be aligned:
 * between two samples a series keeps its rate, and sums over targets do not dip because one is late or fails. That is held until
 * `stalenessMs`; a series that left its page, and a target that left discovery (neither page nor failure in 2.5 of its
 * intervals), leave the sums at once, or a rolling update would count old and new pods together. Missing is NaN, never 0.
 */
export class Signals {
  /** What signals remember of their past, to be kept and taken up again. */
  readonly memories = new KeptMemories();
  private readonly catalogue: CatalogueIndex;
  private readonly inputs = new Inputs();
  private readonly columns = new MeasureColumns();
  private readonly gates = new PriceGates();
  private readonly known: EntityIndex;
  private readonly links: RelatedEntities;
  private readonly slots: SignalSlots;
  private readonly cells: MeasureCells;
  private readonly binder: SeriesBinder;
  private readonly targets = new Map<string, TargetState>();

  constructor(private readonly options: SignalsOptions) {
    const { catalogue, definitions, tenantLabels, prices, stalenessMs, signalMaximum } = options;
    this.catalogue = new CatalogueIndex(catalogue);
    this.known = new EntityIndex(stalenessMs);
    this.links = new RelatedEntities(stalenessMs);
    this.slots = new SignalSlots(definitions, this.memories);
    this.cells = new MeasureCells(this.columns, this.known, this.slots);
    const { inputs, cells, known: entities, links: related, gates } = this;
    const hasRoom = () => this.slots.count < signalMaximum;
    this.binder = new SeriesBinder({ inputs, cells, entities, related, gates, prices, tenantLabels, hasRoom });
  }

  /** Takes a page; one that is not newer than the target's last brings no samples. */
  page(target: Labels, table: SeriesTable, page: PageSamples, timeMs: number): void {
    this.stateOf(target).page(table, page, timeMs);
  }

  /** Takes samples of a target that somebody else scraped and wrote to us. */
  written(target: Labels, table: SeriesTable, samples: TimedSamples, timeMs: number): void {
    this.stateOf(target).written(table, samples, timeMs);
  }

  /** Takes a failed scrape. */
  failed(target: Labels, timeMs: number): void {
    this.stateOf(target).failed(timeMs);
  }

  /** Computes all signals as of this time. */
  tick(timeMs: number): void {
    const { inputs, columns, options } = this;
    for (const [key, state] of this.targets) {
      if (!state.rest(timeMs, options.stalenessMs, FORGOTTEN_AFTER_MS)) this.targets.delete(key);
    }
    this.gates.settle(inputs, columns);
    inputs.settle(timeMs, options.stalenessMs);
    columns.collect(inputs);
    this.slots.evaluate(columns, timeMs);
    this.known.expire(timeMs);
    this.links.expire(timeMs);
  }

  /** Signals so far; each has a slot from 0 on that it keeps. */
  get count(): number {
    return this.slots.count;
  }

  /** Series that were left out since the start, as they name new entities and there were `signalMaximum` signals. */
  get refusedSeries(): number {
    return this.binder.refused;
  }

  /** By slot, as of the last tick; NaN where a signal says nothing. May be longer than `count`; read it anew after each tick. */
  get values(): Float64Array {
    return this.slots.values;
  }

  /** By slot: 1 where the last tick knew something new. */
  get fresh(): Uint8Array {
    return this.slots.fresh;
  }

  definition(slot: number): SignalDefinition {
    return this.slots.definition(slot);
  }

  entity(slot: number): Entity {
    return this.known.entity(this.slots.entity(slot));
  }

  /** `<signal id>|<entity key>`: names a signal for ever. */
  key(slot: number): string {
    return `${this.definition(slot).id}|${this.entity(slot).key}`;
  }

  /** The slot of a signal of an entity; -1 when it was never seen. */
  slot(signalId: string, entity: Pick<Entity, 'key'>): number {
    return this.slots.find(signalId, entity);
  }

  /** The slots that tell of one level: of the same entity this signal now, lately, and at its highest of the week. */
  levels(slot: number): readonly number[] {
    const definition = this.definition(slot);
    const same = this.options.definitions.filter((other) => isSameLevel(other, definition));
    return same.map(({ id }) => this.slot(id, this.entity(slot))).filter((one) => one >= 0);
  }

  /** What the slot remembers of the past, for a person's word on it; undefined: nothing. */
  memory(slot: number): SlotMemory | undefined {
    return this.slots.memory(slot);
  }

  /** Entities of a kind that series speak of, or did until lately. */
  entities(kind: EntityKind): readonly Entity[] {
    return this.known.list(kind);
  }

  /** Entities of a kind that are named together with this one; those of the present first. */
  related(entity: Entity, kind: EntityKind): readonly Entity[] {
    const index = this.known.find(entity.key);
    if (index < 0) return [];
    return this.links
      .of(index)
      .map((other) => this.known.entity(other))
      .filter((other) => other.kind === kind);
  }

  /** What the last tick's signals were computed from, to be merged with that of processes which watch other targets. */
  measures(): Iterable<Measure> {
    return this.cells.all();
  }

  private stateOf(target: Labels): TargetState {
    const key = labelsKey(target);
    let state = this.targets.get(key);
    if (state === undefined) {
      state = new TargetState(target, { catalogue: this.catalogue, binder: this.binder, inputs: this.inputs });
      this.targets.set(key, state);
    }
    return state;
  }
}
