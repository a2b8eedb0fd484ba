import type { Labels } from '../model/labels.ts';

/** What signals need to know of a parsed series. */
export interface NamedSeries {
  readonly name: string;
  readonly labels: Labels;
}

/** The series of one target by local index, as its parser keeps them. */
export interface SeriesTable {
  readonly series: readonly (NamedSeries | undefined)[];
}

/** One parsed page, in columns: what signals read of `ParsedPage`. */
export interface PageSamples {
  readonly count: number;
  readonly series: Int32Array;
  readonly values: Float64Array;
  /** Times that the exporter wrote itself, NaN where it wrote none. */
  readonly timesMs: Float64Array | undefined;
  readonly added: readonly number[];
  readonly removed: readonly number[];
  readonly partial: boolean;
}

/** Samples that were written: each has a time. */
export interface TimedSamples extends PageSamples {
  readonly timesMs: Float64Array;
}
