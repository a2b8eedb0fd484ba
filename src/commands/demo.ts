import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Clock, SYSTEM_CLOCK } from '../clock.ts';
import type { Config } from '../config/config.ts';
import { Engine } from '../core/engine.ts';
import { createApp, listen } from '../main.ts';
import { EngineBaselines } from '../pipeline/engine-baselines.ts';
import { engineSettings } from '../pipeline/engine-settings.ts';
import { ScrapeLogWriter } from '../scrape/scrape-log-writer.ts';
import { SimulatedCluster } from '../simulate/cluster.ts';
import { Exporters } from '../simulate/exporters.ts';
import { stagedAttacks } from '../simulate/staged-attacks.ts';
import { demoConfig, demoYaml } from './demo-config.ts';
import { HISTORY_MS, playHistory } from './demo-history.ts';
import { DemoTeller } from './demo-teller.ts';
import { Progress } from './progress.ts';
import { stopSignal } from './stop-signal.ts';

/** Options of `gauger demo`. */
export interface DemoOptions {
  /** Milliseconds of live watching; absent: until interrupted. */
  readonly for?: number;
  readonly json?: boolean;
  readonly record?: string;
  readonly port?: number;
}

const SEED = 7;
/** It is always a Wednesday afternoon in the simulated cluster: the demo is the same at any hour. */
const CLUSTER_NOW_MS = Date.UTC(2026, 10, 18, 14);

/** A simulated cluster under attack, watched by the real service on a database of its own that is gone afterwards. */
export async function demo(options: DemoOptions, clock: Clock = SYSTEM_CLOCK): Promise<number> {
  const stop = stopSignal();
  const directory = await mkdtemp(join(tmpdir(), 'gauger-demo-'));
  const aheadMs = CLUSTER_NOW_MS - clock.now();
  const cluster = new SimulatedCluster({ seed: SEED, startMs: CLUSTER_NOW_MS - HISTORY_MS, aheadMs });
  const exporters = await Exporters.start(cluster, () => clock.now() + aheadMs);
  try {
    const yaml = demoYaml(exporters.running, directory);
    await writeFile(join(directory, 'gauger.yaml'), yaml);
    const config = demoConfig(yaml, directory, options.port);
    const engine = new Engine(engineSettings(config));
    const progress = new Progress('seven days of the cluster’s past');
    const past = { cluster, exporters: exporters.running, engine, aheadMs, stop, now: () => clock.now() };
    const fromMs = clock.now() - HISTORY_MS;
    await playHistory({ ...past, fromMs, onProgress: (done) => progress.show(done) });
    if (!stop.aborted) await watch({ options, clock, cluster, config, engine, aheadMs, stop, directory });
  } finally {
    await exporters.close();
    await rm(directory, { recursive: true, force: true });
  }
  return 0;
}

interface Watch {
  readonly options: DemoOptions;
  readonly clock: Clock;
  readonly cluster: SimulatedCluster;
  readonly config: Config;
  readonly engine: Engine;
  readonly aheadMs: number;
  readonly stop: AbortSignal;
  readonly directory: string;
}

/** The live part: the attacks begin, the service watches. */
async function watch({ options, clock, cluster, config, engine, aheadMs, stop, directory }: Watch): Promise<void> {
  const teller = new DemoTeller({ json: options.json ?? false, clock, stop });
  const recorder = options.record === undefined ? undefined : new ScrapeLogWriter(options.record);
  await recorder?.writeBaselines(new EngineBaselines(engine).lines());
  const app = await createApp(config, {
    engine,
    destinations: teller.destinations(),
    onChange: (change) => teller.changed(change),
    logger: false,
    ...(recorder && { recorder }),
  });
  const url = await listen(app, config);
  const staged = stagedAttacks(clock.now() + aheadMs);
  for (const { attack } of staged) cluster.attack(attack);
  teller.opening(url, join(directory, 'gauger.yaml'));
  const stories = teller.stories(staged.map(({ attack, story }) => ({ story, atMs: attack.startMs - aheadMs })));
  await waitFor(options.for, clock, stop);
  await app.close();
  await recorder?.close();
  await stories;
}

async function waitFor(durationMs: number | undefined, clock: Clock, stop: AbortSignal): Promise<void> {
  if (durationMs !== undefined) await clock.sleep(durationMs, stop);
  else if (!stop.aborted) await new Promise((resolve) => stop.addEventListener('abort', resolve, { once: true }));
}
