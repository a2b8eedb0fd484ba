import type { Labels } from '../model/labels.ts';
import type { CatalogueIndex, SourceMatch } from './catalogue-index.ts';
import { Departed } from './departed.ts';
import type { Exporter } from './exporter.ts';
import { grown, int32s } from './grown.ts';
import type { Standing } from './inputs.ts';
import type { NamedSeries, PageSamples, SeriesTable } from './samples.ts';
import type { Binding, SeriesBinder } from './series-binder.ts';

/** A series as one source of the catalogue knows it; without a binding while a better name of the same quantity is on the page. */
interface LocalSeries {
  readonly series: NamedSeries;
  readonly match: SourceMatch;
  binding: Binding | undefined;
}

const NONE: readonly LocalSeries[] = [];

/** The series of one target: which of them feed signals, and through which input. */
export class TargetSeries {
  /** Local series index to its first input; -1 where it feeds nothing. */
  inputOf = int32s(0);
  private table: SeriesTable | undefined;
  private readonly known: (readonly LocalSeries[])[] = [];
  /** By source: how many series there are under each of its names. */
  private readonly ranks = new Map<number, number[]>();
  private readonly recognised = new Set<Exporter>();
  private readonly departed = new Departed();

  constructor(
    private readonly target: Labels,
    private readonly catalogue: CatalogueIndex,
    private readonly binder: SeriesBinder,
  ) {}

  /** Follows the parser: new series are bound, those that are gone set free. `zeroMs`: when counters of new series were 0, NaN if unknown. */
  sync(table: SeriesTable, page: PageSamples, timeMs: number, zeroMs: number): void {
    const moved = table !== this.table;
    // The series of a parser that took another's place were not born on this page.
    const replaced = moved && this.table !== undefined;
    if (!moved && page.added.length === 0 && page.removed.length === 0) return;
    const before = new Map([...this.ranks].map(([source]) => [source, this.best(source)]));
    const gone = moved ? this.known.keys() : page.removed;
    for (const local of gone) this.drop(local, timeMs);
    // A parser still holds for one page what it has just removed.
    const removed = new Set(page.removed);
    const added = moved ? [...table.series.keys()].filter((local) => !removed.has(local)) : page.added;
    this.table = table;
    this.inputOf = fitted(this.inputOf, table.series.length);
    this.recognise(table, added);
    const born = new Set(added.filter((local) => this.learn(local, table.series[local], timeMs)));
    const renamed = [...before].some(([source, rank]) => rank !== -1 && rank !== this.best(source));
    for (const local of renamed ? this.known.keys() : born) {
      this.reconcile(local, { timeMs, zeroMs, born: !replaced && born.has(local) });
    }
  }

  /** Every input of the target. */
  *inputs(): Iterable<number> {
    for (const sources of this.known) {
      for (const { binding } of sources ?? []) if (binding !== undefined) yield binding.input;
    }
  }

  /** Sets everything free. */
  close(timeMs: number): void {
    for (const local of this.known.keys()) this.drop(local, timeMs);
  }

  private recognise(table: SeriesTable, added: readonly number[]): void {
    for (const exporter of this.catalogue.exporters) {
      if (exporter.scoped !== true || this.recognised.has(exporter)) continue;
      const found = added.some((local) => exporter.marks.some((mark) => table.series[local]?.name.startsWith(mark)));
      if (found) this.recognised.add(exporter);
    }
  }

  /** Notes a new series; false when the catalogue does not know it. */
  private learn(local: number, series: NamedSeries | undefined, timeMs: number): boolean {
    this.drop(local, timeMs);
    if (series === undefined) return false;
    const matches = this.catalogue.applicable(series.name, (exporter) => this.recognised.has(exporter));
    for (const match of matches) this.countRank(match, 1);
    if (matches.length > 0) this.known[local] = matches.map((match) => ({ series, match, binding: undefined }));
    return matches.length > 0;
  }

  private drop(local: number, timeMs: number): void {
    const sources = this.known[local] ?? NONE;
    if (sources.length === 0) return;
    for (const known of sources) {
      this.unbind(known, timeMs);
      this.countRank(known.match, -1);
    }
    this.known[local] = NONE;
    this.inputOf[local] = -1;
  }

  /** Binds a series to the sources for which it counts, and only to these. */
  private reconcile(
    local: number,
    at: { readonly timeMs: number; readonly zeroMs: number; readonly born: boolean },
  ): void {
    const sources = this.known[local] ?? NONE;
    for (const known of sources) {
      const { series, match } = known;
      if (match.rank !== this.best(match.ready.id)) this.unbind(known, at.timeMs);
      else known.binding ??= this.binder.bind({ match, series, target: this.target }, this.origin(known, at));
    }
    this.inputOf[local] = this.binder.chain(sources.flatMap(({ binding }) => binding ?? []));
  }

  private unbind(known: LocalSeries, timeMs: number): void {
    if (known.binding === undefined) return;
    const standing = this.binder.unbind(known.binding, timeMs);
    known.binding = undefined;
    if (known.match.ready.source.treatAs === 'gauge') return;
    this.departed.add(standing, () => this.binder.memoryKey({ ...known, target: this.target }));
  }

  /**
   * Where counting starts. A series that is new to a target we know was 0 at the page before. On a target's first page nobody can say what is
   * new, unless the process is young: its counters start with their first value.
   */
  private origin(
    known: LocalSeries,
    { timeMs, zeroMs, born }: { readonly timeMs: number; readonly zeroMs: number; readonly born: boolean },
  ): Standing | undefined {
    const { treatAs, bornAtZero } = known.match.ready.source;
    if (treatAs === 'gauge') return undefined;
    const remembered = this.departed.isEmpty
      ? undefined
      : this.departed.take(this.binder.memoryKey({ ...known, target: this.target }), timeMs);
    if (remembered !== undefined) return remembered;
    return born && bornAtZero !== false && !Number.isNaN(zeroMs) ? { value: 0, timeMs: zeroMs } : undefined;
  }

  private best(source: number): number {
    return this.ranks.get(source)?.findIndex((count) => count > 0) ?? -1;
  }

  private countRank({ ready, rank }: SourceMatch, change: number): void {
    const counts = this.ranks.get(ready.id) ?? Array.from({ length: Math.max(1, ready.source.names.length) }, () => 0);
    counts[rank] = (counts[rank] ?? 0) + change;
    this.ranks.set(ready.id, counts);
  }
}

/** With room for all local series; new ones feed nothing yet. */
function fitted(inputOf: Int32Array<ArrayBuffer>, count: number): Int32Array<ArrayBuffer> {
  if (count <= inputOf.length) return inputOf;
  const wider = grown(inputOf, count, int32s);
  return wider.fill(-1, inputOf.length);
}
