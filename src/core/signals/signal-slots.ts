import type { Entity, EntityKind } from '../model/entity.ts';
import type { SignalDefinition } from '../model/signal.ts';
import { float64s, grown, uint8s } from './grown.ts';
import type { KeptMemories } from './kept-memories.ts';
import type { MeasureColumns } from './measure-columns.ts';
import type { SlotMemory } from './slot-memory.ts';

/** All slots have one shape, which definitions have not: reading one is then a read at a known place, for every slot at every tick. */
interface Slot {
  readonly definition: SignalDefinition;
  readonly entity: number;
  readonly numerator: readonly number[];
  readonly denominator: readonly number[];
  readonly isQuotient: boolean;
  /** The denominator is that of many entities, of which some may be gone. */
  readonly isOfMany: boolean;
  readonly denominatorMinimum: number;
  readonly scale: number;
  readonly lowest: number;
  readonly highest: number;
  readonly memory: SlotMemory | undefined;
}

/** Looks up the cell of a measure of an entity; undefined while nothing feeds it. */
export type FindCell = (measure: string, entity: number) => number | undefined;

/**
 * Signals by slot: a slot is a definition for one entity, made as soon as everything that it is computed from has been seen.
 * Slots are numbered in that order and never given up: baselines use the same numbers.
 */
export class SignalSlots {
  values = float64s(0);
  fresh = uint8s(0);
  private readonly slots: Slot[] = [];
  /** Signal id to entity key to slot: two look-ups by texts that exist cost less than one by a text that is made for it. */
  private readonly byId = new Map<string, Map<string, number>>();
  private readonly byMeasure = new Map<string, SignalDefinition[]>();
  /** Handed from slot to slot: memories keep none. */
  private readonly quotient = { value: 0, sum: 0, count: 0, isFresh: false, timeMs: 0 };
  /** Cells of a measure of all entities of a kind, where a denominator asks for them. */
  private readonly everywhere = new Map<string, number[]>();

  constructor(
    definitions: readonly SignalDefinition[],
    private readonly memories: KeptMemories,
  ) {
    for (const definition of definitions) {
      for (const measure of new Set(measuresOf(definition))) {
        const key = `${definition.entity}|${measure}`;
        this.byMeasure.set(key, [...(this.byMeasure.get(key) ?? []), definition]);
      }
      const { denominatorOf, denominator = [] } = definition;
      if (denominatorOf !== undefined) this.everywhere.set(`${denominatorOf}|${denominator[0] ?? ''}`, []);
    }
  }

  get count(): number {
    return this.slots.length;
  }

  definition(slot: number): SignalDefinition {
    return this.slots[slot]!.definition;
  }

  /** The number of the slot's entity. */
  entity(slot: number): number {
    return this.slots[slot]!.entity;
  }

  /** The slot of a signal of an entity; -1 when it was never seen. */
  find(signalId: string, entity: Pick<Entity, 'key'>): number {
    return this.byId.get(signalId)?.get(entity.key) ?? -1;
  }

  /** What the slot remembers; undefined: nothing. */
  memory(slot: number): SlotMemory | undefined {
    return this.slots[slot]!.memory;
  }

  /** A measure of an entity is fed for the first time: makes the slots that waited for it. */
  open(
    measure: string,
    entity: { readonly kind: EntityKind; readonly key: string; readonly index: number },
    cell: FindCell,
  ): void {
    const key = `${entity.kind}|${measure}`;
    this.everywhere.get(key)?.push(...(cells([measure], entity.index, cell) ?? []));
    for (const definition of this.byMeasure.get(key) ?? []) {
      const numerator = cells(definition.numerator, entity.index, cell);
      const denominator = this.denominatorOf(definition, entity.index, cell);
      if (numerator === undefined || denominator === undefined) continue;
      const slot = this.slots.length;
      const memory = this.memories.open(slot, definition, `${definition.id}|${entity.key}`);
      this.slots.push(slotOf(definition, entity.index, numerator, denominator, memory));
      this.note(definition.id, entity.key, slot);
      this.values = grown(this.values, slot + 1, float64s);
      this.fresh = grown(this.fresh, slot + 1, uint8s);
      this.values[slot] = Number.NaN;
      this.fresh[slot] = 0;
    }
  }

  /** Computes every slot from the collected measures. */
  evaluate(columns: MeasureColumns, timeMs: number): void {
    const { values, fresh, slots, quotient } = this;
    quotient.timeMs = timeMs;
    for (let slot = 0; slot < slots.length; slot++) {
      const { numerator, denominator, isQuotient, isOfMany, denominatorMinimum, scale, lowest, highest, memory } =
        slots[slot]!;
      const sum = total(columns, numerator);
      const count = isOfMany ? known(columns, denominator) : total(columns, denominator);
      let value = isQuotient ? share(sum, count, denominatorMinimum) : sum;
      let news = anyFresh(columns, numerator) | anyFresh(columns, denominator);
      if (memory !== undefined) {
        quotient.value = value;
        quotient.sum = sum;
        quotient.count = count;
        quotient.isFresh = news === 1;
        const told = memory.take(quotient);
        if (memory.absenceIsNews === true && Number.isNaN(value) && !Number.isNaN(told)) news = 1;
        if (news === 1) this.memories.note(slot);
        value = told;
      }
      values[slot] = Math.min(highest, Math.max(lowest, value * scale));
      fresh[slot] = news;
    }
  }

  private denominatorOf({ denominatorOf, denominator = [] }: SignalDefinition, entity: number, cell: FindCell) {
    if (denominatorOf === undefined) return cells(denominator, entity, cell);
    return this.everywhere.get(`${denominatorOf}|${denominator[0] ?? ''}`);
  }

  private note(signalId: string, entityKey: string, slot: number): void {
    const slots = this.byId.get(signalId) ?? new Map<string, number>();
    this.byId.set(signalId, slots.set(entityKey, slot));
  }
}

function slotOf(
  definition: SignalDefinition,
  entity: number,
  numerator: readonly number[],
  denominator: readonly number[],
  memory: SlotMemory | undefined,
): Slot {
  const { denominatorMinimum = 0, scale = 1, range } = definition;
  return {
    definition,
    entity,
    numerator,
    denominator,
    isQuotient: definition.denominator !== undefined,
    isOfMany: definition.denominatorOf !== undefined,
    denominatorMinimum,
    scale,
    lowest: range?.[0] ?? Number.NEGATIVE_INFINITY,
    highest: range?.[1] ?? Number.POSITIVE_INFINITY,
    memory,
  };
}

/** The measures of the entity itself. */
function measuresOf({ numerator, denominator = [], denominatorOf }: SignalDefinition): readonly string[] {
  return denominatorOf === undefined ? [...numerator, ...denominator] : numerator;
}

function cells(measures: readonly string[], entity: number, cell: FindCell): number[] | undefined {
  const found = measures.flatMap((measure) => cell(measure, entity) ?? []);
  return found.length === measures.length ? found : undefined;
}

/** NaN as soon as one part is missing: half a sum would look like a fall. */
function total(columns: MeasureColumns, parts: readonly number[]): number {
  let value = 0;
  for (const part of parts) value += columns.value(part);
  return value;
}

/** Of those that are there: of all tenants some have always left. */
function known(columns: MeasureColumns, parts: readonly number[]): number {
  let value = Number.NaN;
  for (const part of parts) {
    const one = columns.value(part);
    if (!Number.isNaN(one)) value = Number.isNaN(value) ? one : value + one;
  }
  return value;
}

function share(numerator: number, denominator: number, minimum: number): number {
  return denominator > 0 && denominator >= minimum ? numerator / denominator : Number.NaN;
}

function anyFresh({ fresh }: MeasureColumns, parts: readonly number[]): number {
  let any = 0;
  for (const part of parts) any |= fresh[part]!;
  return any;
}
