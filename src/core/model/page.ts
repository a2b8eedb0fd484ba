import type { Labels } from './labels.ts';

/** Why a scrape brought no page; also the value of a metric label, hence a small closed list. */
export const SCRAPE_FAILURES = [
  'connection_refused',
  'timeout',
  'dns',
  'tls',
  'http_status',
  'body_too_large',
  'truncated',
  'unreadable',
  'refused_address',
  'sample_limit',
  'other',
] as const;
export type ScrapeFailure = (typeof SCRAPE_FAILURES)[number];

interface Scrape {
  /** The target's labels, `job` and `instance` at least: its identity. */
  readonly target: Labels;
  /** The `job_name` of its scrape configuration; absent: the same as its `job` label, which relabelling may have changed. */
  readonly scrapePool?: string;
  /** When the scrape began, Unix milliseconds: the event time of every sample that carries none of its own. */
  readonly timeMs: number;
}

/** One scrape's body. The bytes belong to the reader until `Engine.ingest` returns. */
export interface GoodPage extends Scrape {
  readonly up: true;
  readonly body: Uint8Array;
  /** The `Content-Type` the target answered with; absent: text 0.0.4. */
  readonly contentType?: string;
}

/** A scrape that failed: data like any other, never an exception. */
export interface FailedPage extends Scrape {
  readonly up: false;
  readonly reason: ScrapeFailure;
}

/** A series as a sender names it: with all its labels but `job` and `instance`, which are its target's. */
export interface WrittenSeries {
  readonly name: string;
  readonly labels: Labels;
}

/** Samples in columns, at most one of a series. */
export interface WrittenSamples {
  readonly series: readonly WrittenSeries[];
  /** NaN ends the series: it is a stale marker, or says that there is no value any more. */
  readonly values: ArrayLike<number>;
  /** The time of each, Unix milliseconds. */
  readonly timesMs: ArrayLike<number>;
}

/**
 * Samples of one target that somebody else scraped and wrote to us: some of what the target says, never all of it, so a series that is
 * not among them has not gone. `timeMs` is when they came; the samples' own times may be long before.
 */
export interface WrittenPage extends Scrape {
  readonly up: true;
  readonly written: WrittenSamples;
}

/** What one scrape or one remote write of a target brought. */
export type Page = GoodPage | FailedPage | WrittenPage;
