import type { EntityKind } from '../model/entity.ts';
import type { EntityIndex } from './entity-index.ts';
import type { Combine } from './exporter.ts';
import type { Measure } from './measure.ts';
import type { MeasureColumns } from './measure-columns.ts';
import type { SignalSlots } from './signal-slots.ts';

interface WantedCell {
  readonly measure: string;
  readonly kind: EntityKind;
  readonly entity: number;
  readonly combine: Combine;
}

/** Cells by name: which cell holds which measure of which entity, and which group of repeating series. */
export class MeasureCells {
  private readonly cells = new Map<string, number>();
  private readonly measures: {
    readonly name: string;
    readonly entity: number;
    readonly combine: Combine;
    readonly cell: number;
  }[] = [];
  private readonly groups = new Map<string, { readonly cell: number; members: number }>();

  constructor(
    readonly columns: MeasureColumns,
    private readonly entities: EntityIndex,
    private readonly slots: SignalSlots,
  ) {}

  /** The cell of a measure of an entity; a first one may bring new signals. */
  cell({ measure, kind, entity, combine }: WantedCell): number {
    const key = cellKey(measure, entity);
    const known = this.cells.get(key);
    if (known !== undefined) return known;
    const cell = this.columns.openCell(combine);
    this.cells.set(key, cell);
    this.measures.push({ name: measure, entity, combine, cell });
    const { key: entityKey } = this.entities.entity(entity);
    this.slots.open(measure, { kind, key: entityKey, index: entity }, (name, of) => this.cells.get(cellKey(name, of)));
    return cell;
  }

  /** The cell of a group within a cell, for one more member. */
  joinGroup(key: string, parent: number): number {
    const group = this.groups.get(key) ?? { cell: this.columns.openCell('max', parent), members: 0 };
    group.members++;
    this.groups.set(key, group);
    return group.cell;
  }

  leaveGroup(key: string): void {
    const group = this.groups.get(key);
    if (group === undefined || --group.members > 0) return;
    this.groups.delete(key);
    this.columns.closeCell(group.cell);
  }

  /** Every measure of every entity as the last `collect` left it. */
  *all(): Iterable<Measure> {
    const { sum, max, count } = this.columns;
    for (const { name, entity, combine, cell } of this.measures) {
      yield {
        name,
        entity: this.entities.entity(entity),
        combine,
        sum: sum[cell]!,
        max: max[cell]!,
        count: count[cell]!,
      };
    }
  }
}

function cellKey(measure: string, entity: number): string {
  return `${entity}|${measure}`;
}
