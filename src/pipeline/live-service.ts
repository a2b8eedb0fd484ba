import { type BeforeApplicationShutdown, Logger, type OnApplicationBootstrap } from '@nestjs/common';
import type { Clock } from '../clock.ts';
import type { BaselineRow } from '../core/model/baseline-row.ts';
import type { Page } from '../core/model/page.ts';
import type { PageSink } from '../scrape/page-sink.ts';
import type { Scraper } from '../scrape/scraper.ts';
import type { Leadership } from '../store/leadership.ts';
import type { Pipeline } from './pipeline.ts';

/** Between two tries to read what the replica that led before has left. */
const TAKE_OVER_PAUSE_MS = 1000;

export interface LiveServiceParts {
  readonly clock: Clock;
  readonly pipeline: Pick<Pipeline, 'restore' | 'unread' | 'begin' | 'accept' | 'close'>;
  readonly scraper: Pick<Scraper, 'start' | 'stop'>;
  readonly leadership: Pick<Leadership, 'start' | 'stop' | 'leads' | 'gained'>;
  readonly recorder: PageSink | undefined;
  /** Learns from the past, where it is to be asked for. */
  readonly warmStart: WarmStart | undefined;
}

type WarmStart = (signal: AbortSignal) => Promise<readonly BaselineRow[]>;

/**
 * The life of the service: what was known comes back first, or what the past tells where nothing was; then scraping begins. At the end all
 * that is known is stored. Of several replicas only the one that leads does so; the others wait for their turn.
 */
export class LiveService implements OnApplicationBootstrap, BeforeApplicationShutdown {
  /** What was known is back: pages may come. */
  takesPages = false;
  private readonly log = new Logger('service');
  private readonly ended = new AbortController();
  private warming: Promise<void> = Promise.resolve();

  constructor(private readonly parts: LiveServiceParts) {}

  async onApplicationBootstrap(): Promise<void> {
    const { leadership } = this.parts;
    if (await leadership.start()) await this.takeUp();
    else this.standBy();
  }

  async beforeApplicationShutdown(): Promise<void> {
    const { leadership, scraper, pipeline } = this.parts;
    this.ended.abort();
    await this.warming;
    this.takesPages = false;
    await scraper.stop();
    // What another replica has learnt since is not overwritten.
    if (leadership.leads) await pipeline.close();
    await leadership.stop();
  }

  private standBy(): void {
    const { leadership } = this.parts;
    this.log.log('stands by: another replica leads');
    void leadership.gained.then(() => this.takeOver());
  }

  /** The database may be away again at this very moment; nobody else can take over then. */
  private async takeOver(): Promise<void> {
    const { signal } = this.ended;
    while (!signal.aborted) {
      try {
        return await this.takeUp();
      } catch (error) {
        this.log.error('cannot take over yet', { reason: error instanceof Error ? error.message : String(error) });
        await this.parts.clock.sleep(TAKE_OVER_PAUSE_MS, signal);
      }
    }
  }

  private async takeUp(): Promise<void> {
    const { pipeline, warmStart } = this.parts;
    const restored = await pipeline.restore();
    if (pipeline.unread > 0)
      this.log.warn('learns anew what another version has kept in a form of its own', { rows: pipeline.unread });
    // It may take long: the API answers meanwhile.
    if (restored === 0 && warmStart !== undefined) this.warming = this.warm(warmStart);
    else this.begin();
  }

  private async warm(warmStart: WarmStart): Promise<void> {
    const baselines = await this.learn(warmStart);
    if (this.ended.signal.aborted) return;
    this.parts.pipeline.begin(baselines);
    this.begin();
  }

  /** Nobody can be told of an attack by a service that waits for its past: without it every signal warms up. */
  private async learn(warmStart: WarmStart): Promise<readonly BaselineRow[]> {
    try {
      return await warmStart(this.ended.signal);
    } catch (error) {
      this.log.error('begins without the past', { reason: error instanceof Error ? error.message : String(error) });
      return [];
    }
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
