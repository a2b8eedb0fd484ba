import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseConfig } from '../../src/config/load-config.ts';
import { Engine } from '../../src/core/engine.ts';
import type { Page, WrittenPage, WrittenSeries } from '../../src/core/model/page.ts';
import { engineSettings } from '../../src/pipeline/engine-settings.ts';
import { openScrapeLog } from '../../src/scrape/scrape-log.ts';
import { ScrapeLogWriter } from '../../src/scrape/scrape-log-writer.ts';

const TARGET = { job: 'vllm', instance: 'h:8000', namespace: 'serving', pod: 'vllm-0' };
const START_MS = 1_780_000_000_000;
const { config } = parseConfig('baselines: { warm_up: 10m }', 'gauger.yaml', { environment: {} });

const series = (name: string, model: string): WrittenSeries => ({
  name,
  labels: { model_name: `${model} "a"\n`, pod: 'vllm-0' },
});
const TOKENS = ['x', 'y'].map((model) => series('vllm:generation_tokens_total', model));
const WAITING = series('vllm:num_requests_waiting', 'x');
const UP: WrittenSeries = { name: 'up', labels: { pod: 'vllm-0' } };

/** Three hours of a server that is swamped towards their end, in the pieces in which a sender brings them. */
function* pages(): Iterable<WrittenPage> {
  const page = (timeMs: number, ...samples: (readonly [WrittenSeries, number, number])[]): WrittenPage => ({
    target: TARGET,
    timeMs,
    up: true,
    written: {
      series: samples.map(([one]) => one),
      values: samples.map(([, value]) => value),
      timesMs: samples.map(([, , sampleMs]) => sampleMs),
    },
  });
  for (let step = 0; step < 720; step++) {
    const sampleMs = START_MS + step * 15_000;
    const flood = step > 650 ? 40 : 1;
    yield page(sampleMs + 700, [TOKENS[0]!, step * 1000.25, sampleMs], [UP, step === 600 ? 0 : 1, sampleMs]);
    yield page(sampleMs + 700, [TOKENS[1]!, (step % 200) * 7, sampleMs]);
    yield page(sampleMs + 900, [WAITING, step === 600 ? Number.NaN : flood * (2 + (step % 5)), sampleMs]);
  }
}

function learnt(engine: Engine): string[] {
  return [...engine.allBaselines()].map(({ key, state }) => `${key} ${Buffer.from(state).toString('base64')}`);
}

it('a log of written samples replays to the same findings and baselines, byte for byte', async () => {
  const directory = mkdtempSync(join(tmpdir(), 'gauger-written-'));
  const path = join(directory, 'written.log.gz');
  const live = new Engine(engineSettings(config));
  const writer = new ScrapeLogWriter(path);
  const changes: unknown[] = [];
  for (const page of pages()) {
    changes.push(...live.ingest(page).changes);
    await writer.accept(page);
  }
  await writer.close();

  const again = new Engine(engineSettings(config));
  const replayed: unknown[] = [];
  const log: AsyncIterable<Page> = openScrapeLog(path);
  for await (const page of log) replayed.push(...again.ingest(page).changes);
  rmSync(directory, { recursive: true });

  expect(changes.length).toBeGreaterThan(0);
  expect(learnt(live).length).toBeGreaterThan(4);
  expect(learnt(again)).toEqual(learnt(live));
  expect(JSON.stringify(replayed)).toBe(JSON.stringify(changes));
});
