import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import type { Clock } from '../clock.ts';
import type { AlertChange } from '../core/model/alert.ts';
import type { Page } from '../core/model/page.ts';
import { VERSION } from '../version.ts';

/** What one page brought, as far as metrics care. */
export interface IngestedPage {
  readonly changes: readonly AlertChange[];
  /** Absent for a failed scrape. */
  readonly page?: {
    readonly samples: number;
    readonly skippedCount: number;
    readonly seriesAdded: number;
    readonly seriesDropped: number;
    /** Why it counts as a failed scrape. */
    readonly refused?: { readonly reason: string };
  };
}

/** From a page of a millisecond to a scrape that runs into its timeout. */
const SECONDS = [0.001, 0.005, 0.025, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];

/** The content type of `/metrics`. */
export const METRICS_TYPE = Registry.PROMETHEUS_CONTENT_TYPE;

/** Gauges of the library with a counter's name; promtool objects, and the same is in nodejs_active_handles and its like by type. */
const MISNAMED = ['nodejs_active_handles_total', 'nodejs_active_requests_total', 'nodejs_active_resources_total'];

/**
 * Gauger's own health: what happened, counted where it happens. What is true at the moment of a scrape stands in state-metrics.ts.
 * Names follow https://prometheus.io/docs/practices/naming/.
 */
export class Metrics {
  readonly registry = new Registry();
  private readonly scrapes = this.counter('scrapes_total', 'Scrapes by outcome: up, or why there was no page.', [
    'outcome',
  ]);
  private readonly scrapeSeconds = this.histogram(
    'scrape_duration_seconds',
    'Time a scrape took, from request to page.',
  );
  private readonly ingestSeconds = this.histogram(
    'ingest_duration_seconds',
    'Time the engine took for a page, evaluations included.',
  );
  private readonly samples = this.counter('samples_total', 'Samples taken from pages.');
  private readonly writes = this.counter('write_requests_total', 'Messages of written samples by outcome.', [
    'outcome',
  ]);
  private readonly writtenSamples = this.counter(
    'written_samples_total',
    'Samples written by others, by what became of them.',
    ['outcome'],
  );
  private readonly skipped = this.counter('skipped_lines_total', 'Lines of pages that could not be read.');
  private readonly seriesAdded = this.counter('series_added_total', 'Series seen for the first time.');
  private readonly seriesDropped = this.counter(
    'series_dropped_total',
    'Samples of series beyond limits.series_per_target or their target’s share of limits.series.',
  );
  private readonly changes = this.counter('alert_changes_total', 'What happened to alerts.', [
    'detector',
    'change',
    'shadow',
  ]);
  private readonly storeFailures = this.counter(
    'store_failures_total',
    'Writes that the database could not take and that are tried again.',
    ['reason'],
  );
  private readonly checkpointSeconds = this.histogram(
    'checkpoint_duration_seconds',
    'Time a checkpoint of the baselines took.',
  );
  private readonly checkpointRows = this.counter('checkpoint_rows_total', 'Baselines written by checkpoints.');
  private readonly checkpointAt = this.gauge(
    'last_checkpoint_timestamp_seconds',
    'When the last good checkpoint ended.',
  );
  private readonly notifications = this.counter('notifications_total', 'Attempts to send a message by outcome.', [
    'receiver',
    'outcome',
  ]);
  private readonly notificationSeconds = this.histogram(
    'notification_duration_seconds',
    'Time an attempt to send a message took.',
    ['receiver'],
  );
  private readonly requestSeconds = this.histogram(
    'http_request_duration_seconds',
    'Time the API took for a request.',
    ['route', 'status'],
  );

  constructor(private readonly clock: Clock) {
    collectDefaultMetrics({ register: this.registry });
    for (const name of MISNAMED) this.registry.removeSingleMetric(name);
    this.gauge('build_info', 'The version that runs; always 1.', ['version', 'nodejs']).set(
      { version: VERSION, nodejs: process.version },
      1,
    );
  }

  /** A page went through the engine; `durationMs` is what that took. */
  ingested(page: Page, { page: summary, changes }: IngestedPage, durationMs: number): void {
    // Nobody here scraped what others wrote.
    if (!('written' in page)) {
      this.scrapes.inc({ outcome: page.up ? (summary?.refused?.reason ?? 'up') : page.reason });
      this.scrapeSeconds.observe(Math.max(0, this.clock.now() - page.timeMs - durationMs) / 1000);
    }
    this.ingestSeconds.observe(durationMs / 1000);
    for (const { change, alert } of changes) {
      const { detector, shadow = false } = alert.peak;
      this.changes.inc({ detector, change, shadow: String(shadow) });
    }
    if (summary === undefined) return;
    this.samples.inc(summary.samples);
    this.skipped.inc(summary.skippedCount);
    this.seriesAdded.inc(summary.seriesAdded);
    this.seriesDropped.inc(summary.seriesDropped);
  }

  /** A message of written samples was answered; `samples` by what became of them. */
  written(outcome: string, samples: Readonly<Record<string, number>>): void {
    this.writes.inc({ outcome });
    for (const [became, count] of Object.entries(samples)) this.writtenSamples.inc({ outcome: became }, count);
  }

  /** Something could not be stored and waits. */
  storeFailed(error: unknown): void {
    const reason = typeof error === 'object' && error !== null && 'reason' in error ? String(error.reason) : 'other';
    this.storeFailures.inc({ reason });
  }

  checkpointed(rows: number, durationMs: number): void {
    this.checkpointRows.inc(rows);
    this.checkpointSeconds.observe(durationMs / 1000);
    this.checkpointAt.set(this.clock.now() / 1000);
  }

  /** One attempt to send a message. */
  attempted({
    receiver,
    outcome,
    durationMs,
  }: {
    readonly receiver: string;
    readonly outcome: string;
    readonly durationMs: number;
  }): void {
    this.notifications.inc({ receiver, outcome });
    this.notificationSeconds.observe({ receiver }, durationMs / 1000);
  }

  /** One request to the API; `route` is the pattern, never the path: paths are without bound. */
  requested(route: string, status: number, durationMs: number): void {
    this.requestSeconds.observe({ route, status }, durationMs / 1000);
  }

  private counter<T extends string>(name: string, help: string, labelNames: T[] = []): Counter<T> {
    return new Counter({ name: `gauger_${name}`, help, labelNames, registers: [this.registry] });
  }

  private gauge<T extends string>(name: string, help: string, labelNames: T[] = []): Gauge<T> {
    return new Gauge({ name: `gauger_${name}`, help, labelNames, registers: [this.registry] });
  }

  private histogram<T extends string>(name: string, help: string, labelNames: T[] = []): Histogram<T> {
    return new Histogram({ name: `gauger_${name}`, help, labelNames, buckets: SECONDS, registers: [this.registry] });
  }
}
