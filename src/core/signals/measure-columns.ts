import { COMBINATIONS, type Combine } from './exporter.ts';
import { float64s, grown, int32s, uint8s } from './grown.ts';
import type { Inputs } from './inputs.ts';

const SUM = COMBINATIONS.indexOf('sum');
const MAX = COMBINATIONS.indexOf('max');
/** The cell that closed contributions and groups point to; nobody reads it. */
const NOWHERE = 0;
const NO_PARENT = -1;

const TAKE = { level: 0, one: 1, last: 2 };

/** What a series adds to a cell: which of its numbers, times which factor. */
export interface Contribution {
  readonly input: number;
  readonly cell: number;
  readonly factor: number;
  readonly take: 'level' | 'one' | 'last';
}

/**
 * Measures in columns; a cell is a measure of one entity, or a group of series that repeat one value and count once in their parent
 * cell. `collect` adds up what the inputs contribute.
 */
export class MeasureColumns {
  sum = float64s(0);
  max = float64s(0);
  count = int32s(0);
  /** 1 where a contributing input had a new sample. */
  fresh = uint8s(0);
  private combine = uint8s(0);
  private parent = int32s(0);
  private cells = 1;
  private readonly freeCells: number[] = [];
  private input = int32s(0);
  private cell = int32s(0);
  private factor = float64s(0);
  private taken = uint8s(0);
  private contributions = 0;
  private readonly freeContributions: number[] = [];

  constructor() {
    this.growCells();
    this.parent[NOWHERE] = NO_PARENT;
  }

  /** A new cell; with a parent it is a group: the largest of its contributions counts once there. */
  openCell(combine: Combine, parent = NO_PARENT): number {
    const cell = this.freeCells.pop() ?? this.cells++;
    this.growCells();
    this.combine[cell] = COMBINATIONS.indexOf(combine);
    this.parent[cell] = parent;
    this.count[cell] = this.fresh[cell] = 0;
    return cell;
  }

  closeCell(cell: number): void {
    this.parent[cell] = NO_PARENT;
    this.freeCells.push(cell);
  }

  contribute({ input, cell, factor, take }: Contribution): number {
    const contribution = this.freeContributions.pop() ?? this.contributions++;
    const count = this.contributions;
    this.input = grown(this.input, count, int32s);
    this.cell = grown(this.cell, count, int32s);
    this.factor = grown(this.factor, count, float64s);
    this.taken = grown(this.taken, count, uint8s);
    this.input[contribution] = input;
    this.cell[contribution] = cell;
    this.factor[contribution] = factor;
    this.taken[contribution] = TAKE[take];
    return contribution;
  }

  /** Ends a contribution. */
  withdraw(contribution: number): void {
    this.cell[contribution] = NOWHERE;
    this.freeContributions.push(contribution);
  }

  setFactor(contribution: number, factor: number): void {
    this.factor[contribution] = factor;
  }

  /** The combined value of a cell after `collect`; NaN when nothing was said. */
  value(cell: number): number {
    const count = this.count[cell]!;
    if (count === 0) return Number.NaN;
    const combine = this.combine[cell]!;
    if (combine === SUM) return this.sum[cell]!;
    return combine === MAX ? this.max[cell]! : this.sum[cell]! / count;
  }

  /** Adds up everything anew from the inputs' settled levels. */
  collect(inputs: Inputs): void {
    const { sum, max, count, fresh, cells } = this;
    sum.fill(0, 0, cells);
    max.fill(Number.NEGATIVE_INFINITY, 0, cells);
    count.fill(0, 0, cells);
    fresh.fill(0, 0, cells);
    this.collectInputs(inputs);
    this.collectGroups();
  }

  private collectInputs({ levels, news, last }: Inputs): void {
    const { input, cell, factor, taken, contributions } = this;
    for (let i = 0; i < contributions; i++) {
      const from = input[i]!;
      const level = levels[from]!;
      if (Number.isNaN(level)) continue;
      const take = taken[i]!;
      const value = (take === TAKE.level ? level : take === TAKE.one ? 1 : last[from]!) * factor[i]!;
      this.add(cell[i]!, value, news[from]!);
    }
  }

  private collectGroups(): void {
    const { parent, max, count, fresh, cells } = this;
    for (let group = 0; group < cells; group++) {
      const into = parent[group]!;
      if (into > NO_PARENT && count[group]! > 0) this.add(into, max[group]!, fresh[group]!);
    }
  }

  private add(cell: number, value: number, news: number): void {
    this.sum[cell]! += value;
    if (value > this.max[cell]!) this.max[cell] = value;
    this.count[cell]! += 1;
    this.fresh[cell]! |= news;
  }

  private growCells(): void {
    const { cells } = this;
    this.sum = grown(this.sum, cells, float64s);
    this.max = grown(this.max, cells, float64s);
    this.count = grown(this.count, cells, int32s);
    this.fresh = grown(this.fresh, cells, uint8s);
    this.combine = grown(this.combine, cells, uint8s);
    this.parent = grown(this.parent, cells, int32s);
  }
}
