import { createHash } from 'node:crypto';
import type { Clock } from '../clock.ts';
import type { Page } from '../core/model/page.ts';
import type { HttpClient } from '../network/http-client.ts';
import type { BodyBudget } from './body-budget.ts';
import type { Body } from './fetch-body.ts';
import { fetchPage } from './fetch-page.ts';
import type { PageSink } from './page-sink.ts';
import type { Failure } from './scrape-failure.ts';
import type { Slots } from './slots.ts';
import type { ScrapeTarget } from './target-labels.ts';
import { shownUrl } from './target-labels.ts';
import type { PageReading, TargetStatus } from './target-status.ts';

/** What the loop of a target works with. */
export interface LoopParts {
  readonly scrapePool: string;
  readonly client: HttpClient;
  readonly bodyMaximumBytes: number;
  readonly compression: boolean;
  readonly clock: Clock;
  /** Shared by all targets, like the next. */
  readonly slots: Slots;
  readonly budget: BodyBudget;
  readonly sink: PageSink;
}

/**
 * Scrapes one target at its own pace: once an interval, at a moment of the interval that its name decides, so that targets spread out and
 * keep their moment over restarts. Scrapes of a target never overlap; a scrape that took too long leaves out those it ran over.
 */
export class ScrapeLoop {
  private readonly controller = new AbortController();
  private readonly offsetMs: number;
  private last: Partial<TargetStatus> & Pick<TargetStatus, 'health'> = { health: 'unknown' };

  constructor(
    readonly target: ScrapeTarget,
    private readonly parts: LoopParts,
  ) {
    const hash = createHash('sha256').update(target.key).digest().readUInt32BE(0);
    this.offsetMs = Math.floor((hash / 2 ** 32) * target.intervalMs);
  }

  /** Runs until `stop`; resolves when the last page was taken. Rejects only when the sink does. */
  async run(): Promise<void> {
    const { clock, slots } = this.parts;
    const { signal } = this.controller;
    const { intervalMs } = this.target;
    let afterMs = clock.now();
    while (!signal.aborted) {
      const delayMs = nextMoment(afterMs, intervalMs, this.offsetMs) - clock.now();
      // Never beyond an interval, should the machine's clock be set back meanwhile.
      await clock.sleep(Math.min(Math.max(0, delayMs), intervalMs), signal);
      if (signal.aborted) return;
      const startedMs = clock.now();
      await slots.run(() => this.scrape());
      // Half an interval on, so that a timer which fired a little early does not meet the same moment again.
      afterMs = Math.max(startedMs + intervalMs / 2, clock.now());
    }
  }

  /** Gives up what is under way; `run` resolves soon after. */
  stop(): void {
    this.controller.abort();
  }

  /** What was on the page that this target sent last. */
  read({ samples, skipped, skippedCount, seriesDropped, refused }: PageReading): void {
    this.last = { ...this.last, samples, skipped, skippedLines: skippedCount, seriesDropped };
    if (refused !== undefined) {
      this.last = { ...this.last, health: 'down', reason: refused.reason, error: refused.detail };
    }
  }

  status(): TargetStatus {
    const { labels, discoveredLabels, url, intervalMs, timeoutMs } = this.target;
    const { scrapePool } = this.parts;
    return { scrapePool, labels, discoveredLabels, url: shownUrl(url), intervalMs, timeoutMs, ...this.last };
  }

  private async scrape(): Promise<void> {
    const { client, bodyMaximumBytes, budget, compression, clock, sink } = this.parts;
    const { signal } = this.controller;
    if (signal.aborted) return;
    const timeMs = clock.now();
    const startedMs = clock.monotonicMs();
    const result = await fetchPage(client, this.target, { bodyMaximumBytes, budget, compression, signal });
    // Whatever came while stopping says nothing about the target.
    if (signal.aborted) return;
    const times = { lastScrapeMs: timeMs, lastDurationMs: clock.monotonicMs() - startedMs };
    this.last = result.ok
      ? { ...times, health: 'up', lastBodyBytes: result.bytes.length }
      : { ...times, health: 'down', reason: result.reason, error: result.detail };
    await sink.accept({ scrapePool: this.parts.scrapePool, ...pageOf(this.target, timeMs, result) });
  }
}

/** The first time after `afterMs` that lies `offsetMs` into an interval, counted from the Unix epoch. */
function nextMoment(afterMs: number, intervalMs: number, offsetMs: number): number {
  return (Math.floor((afterMs - offsetMs) / intervalMs) + 1) * intervalMs + offsetMs;
}

function pageOf({ labels: target }: ScrapeTarget, timeMs: number, result: Body | Failure): Page {
  if (!result.ok) return { target, timeMs, up: false, reason: result.reason };
  const { bytes: body, contentType } = result;
  return { target, timeMs, up: true, body, ...(contentType !== undefined && { contentType }) };
}
