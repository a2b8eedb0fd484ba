import { Logger } from '@nestjs/common';
import type { Config } from '../../src/config/config.ts';
import { parseConfig } from '../../src/config/load-config.ts';
import { Engine } from '../../src/core/engine.ts';
import type { Page } from '../../src/core/model/page.ts';
import { createApp, listen } from '../../src/main.ts';
import { engineSettings } from '../../src/pipeline/engine-settings.ts';
import { warmStart } from '../../src/pipeline/warm-start.ts';
import { openTestDatabase, type TestDatabase } from '../database.ts';
import { FakeExporter } from '../fakes/exporter.ts';
import { describeWithPrometheus, Prometheus, until } from '../fakes/prometheus.ts';

const HOUR_S = 3600;
const STEP_S = 60;
/** The past ends here: a whole minute. */
const NOW_S = 1_780_000_020;
const DAYS = 1;
const TARGET = { job: 'vllm', instance: 'vllm-0:8000', namespace: 'serving', pod: 'vllm-0' };

/** Twenty tokens a second, ten more by day; restarted in the middle. */
const tokensAt = (seconds: number) => {
  const hour = (seconds % 86_400) / HOUR_S;
  return hour >= 8 && hour < 20 ? 30 : 20;
};

/** A day of a vLLM server in OpenMetrics form, with labels that a sender adds. */
function past(nowS: number): string {
  const target = 'job="vllm",instance="vllm-0:8000",namespace="serving",pod="vllm-0",cluster="a"';
  const tokens: string[] = [];
  const waiting: string[] = [];
  const up: string[] = [];
  let count = 5e6;
  const fromS = nowS - DAYS * 86_400 + 600;
  for (let s = fromS; s <= nowS; s += STEP_S) {
    count = s === fromS + 600 * STEP_S ? 0 : count + tokensAt(s) * STEP_S;
    tokens.push(`vllm:generation_tokens_total{${target},model_name="llama"} ${count} ${s}`);
    waiting.push(`vllm:num_requests_waiting{${target},model_name="llama"} ${s % 3} ${s}`);
    up.push(`up{${target}} 1 ${s}`);
  }
  return [
    '# TYPE vllm:generation_tokens counter',
    ...tokens,
    '# TYPE vllm:num_requests_waiting gauge',
    ...waiting,
    '# TYPE up gauge',
    ...up,
    '# TYPE unwanted gauge',
    `unwanted{${target}} 1 ${nowS}`,
    '# EOF',
    '',
  ].join('\n');
}

function configFor(url: string, more = '', environment = {}): Config {
  const yaml = `${more || 'global: { evaluation_interval: 1m }'}\nwarm_start: { url: '${url}', days: ${DAYS} }`;
  return parseConfig(yaml, 'gauger.yaml', { environment }).config;
}

/** What an engine has learnt of the key. */
function standing(engine: Engine, key: string) {
  const [signal = '', entity = ''] = key.split('|');
  return engine.standing(engine.signals.slot(signal, { key: entity }));
}

beforeAll(() => Logger.overrideLogger(false));

const POD = 'tokens.output|pod{namespace="serving",pod="vllm-0"}';

describeWithPrometheus('a warm start from a real Prometheus', () => {
  const prometheus = new Prometheus();
  let database: TestDatabase;

  beforeAll(async () => {
    prometheus.backfill(past(NOW_S));
    await prometheus.start();
    database = await openTestDatabase();
  });
  afterAll(async () => {
    await prometheus.stop();
    await database.close();
  });

  const warm = (config: Config, done: number[] = []) =>
    warmStart({
      config,
      clock: { now: () => NOW_S * 1000 },
      signal: new AbortController().signal,
      onProgress: (share) => done.push(share),
    });

  it('knows what is usual for the signals of today’s first page', async () => {
    const config = configFor(prometheus.url);
    const done: number[] = [];
    const rows = await warm(config, done);
    expect(rows.map(({ key }) => key)).toEqual(expect.arrayContaining([POD, 'tokens.output|model{model="llama"}']));
    expect(done.length).toBeGreaterThan(3);
    expect(done.at(-1)).toBe(1);

    const engine = new Engine(engineSettings(config));
    engine.restore(rows, []);
    for (let minute = 1; minute <= 3; minute++) engine.ingest(page(NOW_S + minute * STEP_S));
    engine.flush();
    const { value, ready, expected, score } = standing(engine, POD);
    expect({ value, ready }).toEqual({ value: 20, ready: true });
    expect(expected).toBeGreaterThan(15);
    expect(expected).toBeLessThan(35);
    expect(score).toBeLessThan(1);
  });

  it('comes before the first scrape, and only where nothing is known', async () => {
    const nowS = Math.floor(Date.now() / 60_000) * 60;
    const recent = new Prometheus();
    const exporter = await FakeExporter.start();
    exporter.body = 'vllm:num_requests_waiting{model_name="llama"} 2\n';
    recent.backfill(past(nowS));
    await recent.start();
    const scrapes = `global: { evaluation_interval: 1s }
scrape_configs: [{ job_name: vllm, scrape_interval: 1s, static_configs: [{ targets: ['${exporter.address}'], labels: { namespace: serving, pod: vllm-0 } }] }]`;
    const config = configFor(recent.url, scrapes, { DATABASE_URL: database.url, PORT: '0' });
    const begun = () => exporter.requests.length > 0;
    const done: number[] = [];
    const first = await createApp(config, {
      logger: false,
      onWarmStart: (share) => void (begun() || done.push(share)),
    });
    await listen(first, config);
    await until(async () => begun());
    expect(done.at(-1)).toBe(1);
    await until(async () => first.get(Engine).baselines.count > 0);
    await first.close();

    const again: number[] = [];
    const second = await createApp(config, { logger: false, onWarmStart: (share) => again.push(share) });
    await listen(second, config);
    await second.close();
    expect(again).toEqual([]);
    await recent.stop();
    await exporter.close();
  });
});

/** A page of the same server, scraped. */
function page(seconds: number): Page {
  const body = `vllm:generation_tokens_total{model_name="llama"} ${20 * (seconds - NOW_S)}\n`;
  return { target: TARGET, timeMs: seconds * 1000, up: true, body: Buffer.from(body) };
}
