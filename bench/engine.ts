import { parseConfig } from '../src/config/load-config.ts';
import { DETECTORS } from '../src/core/detectors/registry.ts';
import { Engine, type EngineSettings } from '../src/core/engine.ts';
import type { Page } from '../src/core/model/page.ts';
import { engineSettings } from '../src/pipeline/engine-settings.ts';
import { PageSplitter } from '../src/scrape/page-splitter.ts';
import { formatHeader } from '../src/scrape/scrape-log-header.ts';
import { SimulatedCluster } from '../src/simulate/cluster.ts';
import { bytesHeldBy } from './measure.ts';
import type { Result } from './result.ts';

const START_MS = Date.UTC(2026, 10, 16);
const INTERVAL_MS = 15_000;
/** Two hours of the simulated cluster: warm baselines, so that every tick judges. */
const STEPS = 480;
/** A replayed log is scraped every minute and judged every 15 s: four hours of it warm up, eight are measured. */
const REPLAY_INTERVAL_MS = 60_000;
const REPLAY_WARM_STEPS = 240;
const REPLAY_STEPS = 480;
/** What a pipe gives at once. */
const CHUNK_BYTES = 65_536;
const MB = 1e6;

/** The whole engine, one core: pages of the simulated cluster in, alerts out, every detector armed. */
export function* run(): Iterable<Result> {
  const settings = settingsOf();
  const pages = scrapes(STEPS, INTERVAL_MS);
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
  yield* replay(settings);
}

/** A scrape log's bytes in, alerts out, as `gauger replay -` does it: pages are cut, read and judged on one core. */
function* replay(settings: EngineSettings): Iterable<Result> {
  const engine = new Engine({ ...settings, historySignals: 0 });
  const log = scrapes(REPLAY_WARM_STEPS + REPLAY_STEPS, REPLAY_INTERVAL_MS).map(asLog);
  const perStep = log.length / (REPLAY_WARM_STEPS + REPLAY_STEPS);
  const warm = Buffer.concat(log.slice(0, REPLAY_WARM_STEPS * perStep));
  const measured = Buffer.concat(log.slice(REPLAY_WARM_STEPS * perStep));
  const splitter = new PageSplitter(MB * 50);
  feed(engine, cut(splitter, warm));
  const { seconds, samples } = feed(engine, cut(splitter, measured));
  const shape = { MB: Math.round(measured.length / MB), signals: engine.signals.count };
  yield {
    bench: 'engine.replay.MBps',
    value: Number((measured.length / MB / seconds).toFixed(1)),
    unit: 'MB/s',
    ...shape,
  };
  yield { bench: 'engine.replay.samples_per_s', value: Math.round(samples / seconds), unit: 'samples/s', ...shape };
  const days = (REPLAY_STEPS * REPLAY_INTERVAL_MS) / 86_400_000;
  yield { bench: 'engine.replay.s_per_day', value: Number((seconds / days).toFixed(2)), unit: 's/day', ...shape };
}

function asLog(page: Page): Buffer {
  const body = 'body' in page ? page.body : new Uint8Array(0);
  return Buffer.concat([Buffer.from(`${formatHeader(page)}\n`), body]);
}

function* cut(splitter: PageSplitter, bytes: Buffer): Iterable<Page> {
  for (let at = 0; at < bytes.length; at += CHUNK_BYTES) yield* splitter.push(bytes.subarray(at, at + CHUNK_BYTES));
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

function feed(engine: Engine, pages: Iterable<Page>): { readonly seconds: number; readonly samples: number } {
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

function scrapes(steps: number, intervalMs: number): Page[] {
  const cluster = new SimulatedCluster({ seed: 1, startMs: START_MS });
  return Array.from({ length: steps }, (_, step) => START_MS + step * intervalMs).flatMap((timeMs) => {
    cluster.advance(timeMs);
    return cluster.targets.flatMap(({ job, labels }, index): Page[] => {
      const body = cluster.page(index);
      const target = { job, instance: `10.0.0.${index}:9000`, ...labels };
      return body === undefined ? [] : [{ up: true, target, timeMs, body: Buffer.from(body) }];
    });
  });
}
