import type { BeforeApplicationShutdown, OnApplicationBootstrap } from '@nestjs/common';
import type { BaselineRow } from '../core/engine.ts';
import type { Page } from '../core/model/page.ts';
import type { PageSink } from '../scrape/page-sink.ts';
import type { Scraper } from '../scrape/scraper.ts';
import type { Pipeline } from './pipeline.ts';

export interface LiveServiceParts {
  readonly pipeline: Pipeline;
  readonly scraper: Scraper;
  readonly recorder: PageSink | undefined;
  /** Learns from the past, where it is to be asked for. */
  readonly warmStart: ((signal: AbortSignal) => Promise<readonly BaselineRow[]>) | undefined;
}

/**
 * The life of the service: what was known comes back first, or what the past tells where nothing was; then scraping begins. At the end all
 * that is known is stored.
 */
export class LiveService implements OnApplicationBootstrap, BeforeApplicationShutdown {
  /** What was known is back: pages may come. */
  takesPages = false;
  private readonly ended = new AbortController();
  private warming: Promise<void> = Promise.resolve();

  constructor(private readonly parts: LiveServiceParts) {}

  async onApplicationBootstrap(): Promise<void> {
    const { pipeline, warmStart } = this.parts;
    const restored = await pipeline.restore();
    // It may take long: the API answers meanwhile.
    if (restored === 0 && warmStart !== undefined) this.warming = this.warm(warmStart);
    else this.begin();
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.ended.abort();
    await this.warming;
    this.takesPages = false;
    await this.parts.scraper.stop();
    await this.parts.pipeline.close();
  }

  private async warm(warmStart: (signal: AbortSignal) => Promise<readonly BaselineRow[]>): Promise<void> {
    const { signal } = this.ended;
    const baselines = await warmStart(signal);
    if (signal.aborted) return;
    this.parts.pipeline.begin(baselines);
    this.begin();
  }

  private begin(): void {
    this.takesPages = true;
    this.parts.scraper.start({ accept: (page) => this.accept(page) });
  }

  async accept(page: Page): Promise<void> {
    this.parts.pipeline.accept(page);
    await this.parts.recorder?.accept(page);
  }
}
