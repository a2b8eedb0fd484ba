import type { Clock } from '../clock.ts';
import type { Config } from '../config/config.ts';
import type { ScrapeConfig } from '../config/scrape-section.ts';
import type { Labels } from '../core/model/labels.ts';
import { BodyBudget } from './body-budget.ts';
import type { Discovery } from './discovery.ts';
import { FileDiscovery } from './file-discovery.ts';
import { HttpDiscovery } from './http-discovery.ts';
import { KubernetesDiscovery } from './kubernetes/kubernetes-discovery.ts';
import type { PageSink } from './page-sink.ts';
import { ScrapePool } from './scrape-pool.ts';
import { Slots } from './slots.ts';
import { StaticDiscovery } from './static-discovery.ts';
import type { PageReading, TargetStatus } from './target-status.ts';

/** A source of targets or a target that cannot be used, and the scrape configuration it belongs to. */
export interface ScrapeProblem {
  readonly scrapePool: string;
  readonly detail: string;
}

/** Scrapes what the configuration names, for as long as it runs. */
export class Scraper {
  private readonly pools: readonly { readonly name: string; readonly pool: ScrapePool }[];

  constructor(config: Pick<Config, 'scrapeConfigs' | 'limits'>, clock: Clock) {
    const slots = new Slots(config.limits.concurrentScrapes);
    const budget = new BodyBudget(config.limits.bodiesUnderWayBytes);
    const options = { clock, budget, linkLocal: config.limits.linkLocalTargets };
    this.pools = config.scrapeConfigs.map((scrapeConfig) => ({
      name: scrapeConfig.jobName,
      pool: new ScrapePool({
        config: scrapeConfig,
        discoveries: discoveriesOf(scrapeConfig, options),
        slots,
        ...options,
      }),
    }));
  }

  /** Pages go to the sink, one at a time for each target, failed scrapes like good ones. */
  start(sink: PageSink): void {
    for (const { pool } of this.pools) pool.start(sink);
  }

  /** Gives up what is under way; afterwards the sink is not called again. */
  async stop(): Promise<void> {
    await Promise.all(this.pools.map(({ pool }) => pool.stop()));
  }

  targets(): readonly TargetStatus[] {
    return this.pools.flatMap(({ pool }) => pool.targets());
  }

  /** Tells a target what was on its page; `target` is the page's own label object. */
  read(target: Labels, reading: PageReading): void {
    for (const { pool } of this.pools) pool.loopOf(target)?.read(reading);
  }

  problems(): readonly ScrapeProblem[] {
    return this.pools.flatMap(({ name, pool }) => pool.problems().map((detail) => ({ scrapePool: name, detail })));
  }
}

interface SourceOptions {
  readonly clock: Clock;
  readonly budget: BodyBudget;
  readonly linkLocal: boolean;
}

function discoveriesOf(config: ScrapeConfig, options: SourceOptions): Discovery[] {
  const { staticConfigs, fileSdConfigs, httpSdConfigs, kubernetesSdConfigs } = config;
  return [
    ...(staticConfigs.length > 0 ? [new StaticDiscovery(staticConfigs)] : []),
    ...fileSdConfigs.map((source) => new FileDiscovery(source, options.clock)),
    ...httpSdConfigs.map((source) => new HttpDiscovery(source, options)),
    ...kubernetesSdConfigs.map((source) => new KubernetesDiscovery(source, options)),
  ];
}
