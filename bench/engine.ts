import { parseConfig } from '../src/config/load-config.ts';
import { DETECTORS } from '../src/core/detectors/registry.ts';
import { Engine, type EngineSettings } from '../src/core/engine.ts';
import type { Page } from '../src/core/model/page.ts';
import { engineSettings } from '../src/pipeline/engine-settings.ts';
import { SimulatedCluster } from '../src/simulate/cluster.ts';
import { bytesHeldBy } from './measure.ts';
import type { Result } from './result.ts';

const START_MS = Date.UTC(2026, 10, 16);
const INTERVAL_MS = 15_000;
/** Two hours of the simulated cluster: warm baselines, so that every tick judges. */
const STEPS = 480;

/** The whole engine, one core: pages of the simulated cluster in, alerts out, every detector armed. */
export function* run(): Iterable<Result> {
  const settings = settingsOf();
  const pages = scrapes();
  const engine = new Engine(settings);
  // The first hour compiles the code and warms the baselines; the second is measured.
  feed(engine, pages.slice(0, pages.length / 2));
  const measured = pages.slice(pages.length / 2);
  const { seconds, samples } = feed(engine, measured);
  const shape = { targets: measured.length / (STEPS / 2), signals: engine.signals.count };
  yield { bench: 'engine.pages_per_s', value: Math.round(measured.length / seconds), unit: 'pages/s', ...shape };
  yield { bench: 'engine.samples_per_s', value: Math.round(samples / seconds), unit: 'samples/s', ...shape };
  yield { bench: 'engine.ticks_per_s', value: Math.round(STEPS / 2 / seconds), unit: 'ticks/s', ...shape };
  const bytes = bytesHeldBy(() => {
    const held = new Engine(settings);
    feed(held, pages);
    return held;
  });
  // Layouts of the pages, series, measures, entities and baselines together.
  yield { bench: 'engine.bytes_per_signal', value: Math.round(bytes / shape.signals), unit: 'B', ...shape };
  yield restart(settings, engine, pages);
}

/** From the baselines of another life to the first judged tick. */
function restart(settings: EngineSettings, engine: Engine, pages: readonly Page[]): Result {
  const rows = [...engine.allBaselines()];
  const startedNs = process.hrtime.bigint();
  const reborn = new Engine(settings);
  reborn.restore(rows, []);
  feed(reborn, pages.slice(0, pages.length / STEPS));
  reborn.flush();
  const ms = Number(process.hrtime.bigint() - startedNs) / 1e6;
  return { bench: 'engine.restart_ms', value: Number(ms.toFixed(1)), unit: 'ms', baselines: rows.length };
}

function feed(engine: Engine, pages: readonly Page[]): { readonly seconds: number; readonly samples: number } {
  const startedNs = process.hrtime.bigint();
  let samples = 0;
  for (const page of pages) samples += engine.ingest(page).page?.samples ?? 0;
  return { seconds: Number(process.hrtime.bigint() - startedNs) / 1e9, samples };
}

function settingsOf(): EngineSettings {
  const yaml = 'global: { scrape_interval: 15s, evaluation_interval: 15s }';
  const detectors = Object.fromEntries(DETECTORS.map(({ id, settings }) => [id, settings]));
  return engineSettings(parseConfig(yaml, 'bench.yaml', { environment: {}, detectors }).config);
}

function scrapes(): Page[] {
  const cluster = new SimulatedCluster({ seed: 1, startMs: START_MS });
  return Array.from({ length: STEPS }, (_, step) => START_MS + step * INTERVAL_MS).flatMap((timeMs) => {
    cluster.advance(timeMs);
    return cluster.targets.flatMap(({ job, labels }, index): Page[] => {
      const body = cluster.page(index);
      const target = { job, instance: `10.0.0.${index}:9000`, ...labels };
      return body === undefined ? [] : [{ up: true, target, timeMs, body: Buffer.from(body) }];
    });
  });
}
