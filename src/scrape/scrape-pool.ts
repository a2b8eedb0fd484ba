import { Logger } from '@nestjs/common';
import type { Clock } from '../clock.ts';
import type { ScrapeConfig } from '../config/scrape-section.ts';
import type { Labels } from '../core/model/labels.ts';
import { HttpClient } from '../network/http-client.ts';
import type { BodyBudget } from './body-budget.ts';
import type { Discovery } from './discovery.ts';
import type { PageSink } from './page-sink.ts';
import { ScrapeLoop } from './scrape-loop.ts';
import type { Slots } from './slots.ts';
import { type ScrapeTarget, targetOf } from './target-labels.ts';
import type { TargetStatus } from './target-status.ts';

/** What the pool of one scrape configuration works with. */
export interface PoolParts {
  readonly config: ScrapeConfig;
  readonly discoveries: readonly Discovery[];
  readonly linkLocal: boolean;
  readonly clock: Clock;
  readonly slots: Slots;
  readonly budget: BodyBudget;
}

/** The targets of one scrape configuration, as they come and go. */
export class ScrapePool {
  private readonly log = new Logger('discovery');
  private readonly client: HttpClient;
  private readonly loops = new Map<string, ScrapeLoop>();
  private readonly byLabels = new WeakMap<Labels, ScrapeLoop>();
  /** Loops that still run, those of targets that are gone among them. */
  private readonly running = new Set<Promise<void>>();
  /** What each discovery found last, and what is wrong with it. */
  private readonly found = new Map<Discovery, readonly Labels[]>();
  private readonly failed = new Map<Discovery, string>();
  private refused: readonly string[] = [];
  private stopping = false;

  constructor(private readonly parts: PoolParts) {
    this.client = new HttpClient(parts.config.http, { linkLocal: parts.linkLocal });
  }

  start(sink: PageSink): void {
    for (const discovery of this.parts.discoveries) {
      discovery.start({
        found: (targets) => {
          this.found.set(discovery, targets);
          this.failed.delete(discovery);
          this.update(sink);
        },
        failed: (reason) => this.fail(discovery, reason),
      });
    }
  }

  /** Resolves when every scrape under way has ended. */
  async stop(): Promise<void> {
    this.stopping = true;
    for (const loop of this.loops.values()) loop.stop();
    await Promise.all([...this.running, ...this.parts.discoveries.map((discovery) => discovery.stop())]);
    await this.client.close();
  }

  targets(): TargetStatus[] {
    return [...this.loops.values()].map((loop) => loop.status());
  }

  /** The loop whose pages carry these very labels. */
  loopOf(target: Labels): ScrapeLoop | undefined {
    return this.byLabels.get(target);
  }

  /** What keeps targets from being scraped at all: sources that cannot be read, targets that make no sense. */
  problems(): string[] {
    return [...this.failed.values(), ...this.refused];
  }

  private fail(discovery: Discovery, reason: string): void {
    // A source may say the same each time it is asked; it is news once.
    if (this.failed.get(discovery) !== reason) this.log.warn(reason, { scrapePool: this.parts.config.jobName });
    this.failed.set(discovery, reason);
  }

  private update(sink: PageSink): void {
    if (this.stopping) return;
    const wanted = this.wanted();
    for (const [key, loop] of this.loops) {
      if (wanted.has(key)) continue;
      loop.stop();
      this.loops.delete(key);
    }
    for (const [key, target] of wanted) {
      if (!this.loops.has(key)) this.add(target, sink);
    }
  }

  private wanted(): Map<string, ScrapeTarget> {
    const { config } = this.parts;
    const refused: string[] = [];
    const wanted = new Map<string, ScrapeTarget>();
    for (const labels of [...this.found.values()].flat()) {
      const result = targetOf(labels, config);
      if (result.ok) wanted.set(result.target.key, result.target);
      else if (!result.dropped) refused.push(result.reason);
    }
    const { targetLimit } = config.limits;
    if (targetLimit > 0 && wanted.size > targetLimit) {
      refused.push(`${wanted.size} targets are more than target_limit ${targetLimit}; the last ones are not scraped`);
      for (const key of [...wanted.keys()].slice(targetLimit)) wanted.delete(key);
    }
    this.refused = refused;
    return wanted;
  }

  private add(target: ScrapeTarget, sink: PageSink): void {
    const { config, clock, slots, budget } = this.parts;
    const loop = new ScrapeLoop(target, {
      scrapePool: config.jobName,
      client: this.client,
      bodyMaximumBytes: config.limits.bodySizeLimitBytes || Number.POSITIVE_INFINITY,
      compression: config.enableCompression,
      clock,
      slots,
      budget,
      sink,
    });
    this.loops.set(target.key, loop);
    this.byLabels.set(target.labels, loop);
    const run = loop.run();
    this.running.add(run);
    // A rejection stays unhandled on purpose: a sink that throws is a bug of ours, and ends the process.
    void run.finally(() => this.running.delete(run));
  }
}
