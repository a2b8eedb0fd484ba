import type { BeforeApplicationShutdown, OnApplicationBootstrap } from '@nestjs/common';
import type { Page } from '../core/model/page.ts';
import type { PageSink } from '../scrape/page-sink.ts';
import type { Scraper } from '../scrape/scraper.ts';
import type { Pipeline } from './pipeline.ts';

/** The life of the service: what was known comes back first, then scraping begins; at the end all that is known is stored. */
export class LiveService implements OnApplicationBootstrap, BeforeApplicationShutdown {
  /** What was known is back: pages may come. */
  takesPages = false;

  constructor(
    private readonly pipeline: Pipeline,
    private readonly scraper: Scraper,
    private readonly recorder: PageSink | undefined,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    await this.pipeline.restore();
    this.takesPages = true;
    this.scraper.start({ accept: (page) => this.accept(page) });
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.takesPages = false;
    await this.scraper.stop();
    await this.pipeline.close();
  }

  async accept(page: Page): Promise<void> {
    this.pipeline.accept(page);
    await this.recorder?.accept(page);
  }
}
