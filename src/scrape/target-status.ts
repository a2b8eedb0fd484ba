import type { SkippedLine } from '../core/exposition/page-parser.ts';
import type { Labels } from '../core/model/labels.ts';
import type { ScrapeFailure } from '../core/model/page.ts';

/** As in Prometheus; `unknown`: it was not scraped yet. */
export const TARGET_HEALTHS = ['unknown', 'up', 'down'] as const;
export type TargetHealth = (typeof TARGET_HEALTHS)[number];

/** What is known of a target, for people: no secret is in it. */
export interface TargetStatus {
  /** The `job_name` of its scrape configuration; its `job` label may differ after relabelling. */
  readonly scrapePool: string;
  readonly labels: Labels;
  readonly discoveredLabels: Labels;
  readonly url: string;
  readonly intervalMs: number;
  readonly timeoutMs: number;
  /** `unknown` before the first scrape. */
  readonly health: TargetHealth;
  /** When the last scrape began, Unix milliseconds. */
  readonly lastScrapeMs?: number;
  readonly lastDurationMs?: number;
  readonly lastBodyBytes?: number;
  /** Of the last page that was read; absent until then, and where nobody reads (`gauger record`). */
  readonly samples?: number;
  readonly skippedLines?: number;
  /** The first of them, and why. */
  readonly skipped?: readonly SkippedLine[];
  /** Samples of series beyond limits.series_per_target or the target's share of limits.series; not followed. */
  readonly seriesDropped?: number;
  /** Why the last scrape brought nothing: for the machine, and for a person. */
  readonly reason?: ScrapeFailure;
  readonly error?: string;
}

/** What the reader of a page tells its target. */
export interface PageReading {
  readonly samples: number;
  readonly skipped: readonly SkippedLine[];
  readonly skippedCount: number;
  readonly seriesDropped: number;
  /** Why the page counts as a failed scrape. */
  readonly refused?: { readonly reason: ScrapeFailure; readonly detail: string };
}
