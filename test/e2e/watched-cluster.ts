import { stringify } from 'yaml';
import { playHistory } from '../../src/commands/demo-history.ts';
import { parseConfig } from '../../src/config/load-config.ts';
import { Engine } from '../../src/core/engine.ts';
import { createApp, listen } from '../../src/main.ts';
import { engineSettings } from '../../src/pipeline/engine-settings.ts';
import type { AttackKind } from '../../src/simulate/attacks.ts';
import { SimulatedCluster } from '../../src/simulate/cluster.ts';
import { Exporters } from '../../src/simulate/exporters.ts';
import { scrapeConfigs } from '../../src/simulate/scrape-config.ts';
import { FastClock } from '../fakes/fast-clock.ts';

/** A Wednesday afternoon, as in the demo. */
const CLUSTER_NOW_MS = Date.UTC(2026, 10, 18, 14);
/** Less past than the demo's: enough to know what is usual at this hour. */
const PAST_MS = 12 * 3_600_000;
/** Five seconds pass in one: the cluster is looked at once a second. */
const FASTER = 5;
const INTERVAL = '5s';

/** The demo's cluster, watched by the whole service; quiet until it is attacked. */
export class WatchedCluster {
  private constructor(
    readonly url: string,
    private readonly cluster: SimulatedCluster,
    private readonly clusterNow: () => number,
    readonly close: () => Promise<void>,
  ) {}

  static async start(databaseUrl: string): Promise<WatchedCluster> {
    const clock = new FastClock(FASTER);
    const aheadMs = CLUSTER_NOW_MS - clock.now();
    const clusterNow = () => clock.now() + aheadMs;
    const cluster = new SimulatedCluster({ seed: 7, startMs: CLUSTER_NOW_MS - PAST_MS, aheadMs });
    const exporters = await Exporters.start(cluster, clusterNow);
    const yaml = stringify({
      global: { scrape_interval: INTERVAL, scrape_timeout: INTERVAL, evaluation_interval: INTERVAL },
      scrape_configs: scrapeConfigs(exporters.running),
      alerts: { for: INTERVAL },
    });
    const environment = { DATABASE_URL: databaseUrl, PORT: '0' };
    const { config } = parseConfig(yaml, 'gauger.yaml', { environment });
    const engine = new Engine(engineSettings(config));
    await playHistory({
      cluster,
      exporters: exporters.running,
      engine,
      fromMs: clock.now() - PAST_MS,
      now: () => clock.now(),
      aheadMs,
      stop: new AbortController().signal,
      onProgress: () => {},
    });
    const app = await createApp(config, { clock, engine, destinations: [], logger: false });
    const url = await listen(app, config);
    return new WatchedCluster(url, cluster, clusterNow, async () => {
      await app.close();
      await exporters.close();
    });
  }

  /** Begins now and does not end. */
  attack(kind: AttackKind, entity: string): void {
    this.cluster.attack({ kind, entity, startMs: this.clusterNow(), shape: 'step' });
  }
}
