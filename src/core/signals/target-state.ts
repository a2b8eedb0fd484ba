import type { Labels } from '../model/labels.ts';
import type { CatalogueIndex, SourceMatch } from './catalogue-index.ts';
import type { Exporter } from './exporter.ts';
import type { Inputs } from './inputs.ts';
import { youngProcessStartMs } from './process-start.ts';
import type { PageSamples, SeriesTable, TimedSamples } from './samples.ts';
import type { Binding, SeriesBinder } from './series-binder.ts';
import { TargetSeries } from './target-series.ts';
import { WrittenPace } from './written-pace.ts';

interface Parts {
  readonly catalogue: CatalogueIndex;
  readonly binder: SeriesBinder;
  readonly inputs: Inputs;
}

/** A target that is silent for this many of its scrape intervals left discovery: a failing one is not silent. */
const SILENT_INTERVALS = 2.5;

/** One target: its series, and whether it answers. */
export class TargetState {
  private readonly series: TargetSeries;
  private up: Binding | undefined;
  /** Time of the last page; NaN before the first. */
  private pageMs = Number.NaN;
  /** Time of the last page or failure; NaN before the first. */
  private seenMs = Number.NaN;
  private intervalMs = Number.POSITIVE_INFINITY;
  private silent = false;
  private readonly pace = new WrittenPace();
  /** Whoever writes this target's samples writes its `up` too. */
  private upIsWritten = false;

  constructor(
    private readonly target: Labels,
    private readonly parts: Parts,
  ) {
    this.series = new TargetSeries(target, parts.catalogue, parts.binder);
  }

  /** Takes a page; samples that are not newer than those before are left out. */
  page(table: SeriesTable, page: PageSamples, timeMs: number): void {
    const zeroMs = Number.isNaN(this.pageMs) ? this.birthMs(table, page, timeMs) : this.pageMs;
    this.series.sync(table, page, timeMs, zeroMs);
    if (timeMs <= this.pageMs) return;
    this.parts.inputs.recordPage(this.series.inputOf, page, timeMs);
    this.pageMs = timeMs;
    this.seen(timeMs, 1);
  }

  failed(timeMs: number): void {
    this.seen(timeMs, 0);
  }

  /** Takes written samples: of a target that is written, silence is told by stale markers, and otherwise by staleness alone. */
  written(table: SeriesTable, samples: TimedSamples, timeMs: number): void {
    const { count, series, values, timesMs } = samples;
    this.series.sync(table, samples, timeMs, this.pace.before(timesMs, count));
    this.parts.inputs.recordWritten(this.series.inputOf, samples, timesMs, timeMs);
    this.pace.note(timesMs, count);
    if (count === 0) return;
    this.silent = false;
    this.seenMs = timeMs;
    for (let i = 0; i < count; i++) {
      if (table.series[series[i]!]?.name !== UP.name) continue;
      this.upIsWritten = true;
      this.recordUp(values[i]! > 0 ? 1 : 0, timesMs[i]!);
    }
    if (!this.upIsWritten) this.recordUp(1, this.pace.latestMs);
  }

  /** Between scrapes: lets go of what a silent target held; false when it is forgotten altogether. */
  rest(timeMs: number, stalenessMs: number, forgottenAfterMs: number): boolean {
    const silentMs = timeMs - this.seenMs;
    if (!this.silent && silentMs > Math.min(stalenessMs, SILENT_INTERVALS * this.intervalMs)) {
      this.silent = true;
      const { inputs } = this.parts;
      for (const input of this.series.inputs()) inputs.silence(input);
      if (this.up !== undefined) inputs.silence(this.up.input);
    }
    if (silentMs <= forgottenAfterMs) return true;
    this.series.close(timeMs);
    if (this.up !== undefined) this.parts.binder.unbind(this.up, timeMs);
    this.up = undefined;
    return false;
  }

  /**
   * When the counters of a first page were 0: when its process began, or at the failed scrape before; those of an older process may have been
   * anything (NaN).
   */
  private birthMs(table: SeriesTable, page: PageSamples, timeMs: number): number {
    const startMs = youngProcessStartMs(table, page, timeMs);
    const failedMs = Number.isNaN(this.seenMs) ? Number.POSITIVE_INFINITY : this.seenMs;
    const bornMs = Math.min(startMs, failedMs);
    return bornMs < timeMs ? bornMs : Number.NaN;
  }

  private seen(timeMs: number, up: 0 | 1): void {
    this.silent = false;
    if (timeMs > this.seenMs) this.intervalMs = timeMs - this.seenMs;
    this.seenMs = timeMs;
    this.recordUp(up, timeMs);
  }

  private recordUp(up: 0 | 1, timeMs: number): void {
    this.up ??= this.parts.binder.bind({ match: upOf(this.target), series: UP, target: this.target }, undefined);
    if (this.up !== undefined) this.parts.inputs.record(this.up.input, up, timeMs);
  }
}

const UP = { name: 'up', labels: {} };

/** Prometheus' own `up`: 1 for a page, 0 for a failed scrape, as a series of the target itself. */
function upOf(target: Labels): SourceMatch {
  const exporter: Exporter = {
    id: 'scrape',
    title: 'Scrape',
    marks: [],
    entities: [
      {
        kind: 'target',
        identity: { job: ['job'], instance: ['instance'] },
        optional: ['job'],
        labels: Object.keys(target),
      },
    ],
    metrics: [],
  };
  const feed = { measure: 'up', entity: 'target', combine: 'mean', accepts: () => true } as const;
  const source = { names: ['up'], treatAs: 'gauge', feeds: [feed] } as const;
  return { ready: { id: -1, exporter, source, feeds: [feed], isPriced: false }, rank: 0, nameLabels: {} };
}
