import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { parseConfig } from '../../src/config/load-config.ts';
import { createApp, listen } from '../../src/main.ts';
import { openTestDatabase, type TestDatabase } from '../database.ts';
import { FakeExporter } from '../fakes/exporter.ts';
import { describeWithPrometheus, Prometheus, until } from '../fakes/prometheus.ts';

/** A vLLM server that answers forty tokens a time somebody looks. */
class SmallServer {
  private scrapes = 0;

  page(): string {
    this.scrapes += 1;
    return [
      '# TYPE vllm:num_requests_waiting gauge',
      'vllm:num_requests_waiting{model_name="llama"} 3',
      '# TYPE vllm:generation_tokens_total counter',
      `vllm:generation_tokens_total{model_name="llama"} ${1_000_000 + 40 * this.scrapes}`,
      '',
    ].join('\n');
  }
}

interface SignalJson {
  readonly signal: string;
  readonly value: number | null;
  readonly entity: { readonly key: string };
}

describeWithPrometheus('a Prometheus that writes to Gauger', () => {
  let database: TestDatabase;
  let exporter: FakeExporter;
  let app: NestFastifyApplication;
  let url: string;
  const prometheus = new Prometheus();

  beforeAll(async () => {
    database = await openTestDatabase();
    exporter = await FakeExporter.start();
    const server = new SmallServer();
    Object.defineProperty(exporter, 'body', { get: () => server.page() });
    const environment = { DATABASE_URL: database.url, PORT: '0' };
    const { config } = parseConfig('global: { evaluation_interval: 1s }', 'gauger.yaml', { environment });
    app = await createApp(config, { logger: false });
    url = await listen(app, config);
    await prometheus.start(`
global: { scrape_interval: 1s, external_labels: { cluster: a } }
scrape_configs:
  - job_name: vllm
    static_configs: [{ targets: ['${exporter.address}'], labels: { namespace: serving, pod: vllm-0 } }]
  - job_name: gauger
    static_configs: [{ targets: ['${new URL(url).host}'] }]
remote_write: [{ url: '${url}/api/v1/write', queue_config: { batch_send_deadline: 100ms } }]
`);
  });

  afterAll(async () => {
    await prometheus.stop();
    await app?.close();
    await database?.close();
  });

  async function signals(): Promise<ReadonlyMap<string, number | null>> {
    const response = await fetch(`${url}/api/v1/signals?limit=100`);
    const { items }: { items: SignalJson[] } = JSON.parse(await response.text());
    return new Map(items.map(({ signal, entity, value }) => [`${signal} ${entity.key}`, value]));
  }

  it('shows the signals of what Prometheus scrapes', async () => {
    const model = 'model{model="llama"}';
    const pod = 'pod{namespace="serving",pod="vllm-0"}';
    await until(async () => ((await signals()).get(`tokens.output ${pod}`) ?? 0) > 0);
    const seen = await signals();
    expect(seen.get(`queue.waiting ${model}`)).toBe(3);
    expect(seen.get(`tokens.output ${model}`)).toBe(seen.get(`tokens.output ${pod}`));
    expect(seen.get(`target.up target{instance="${exporter.address}",job="vllm"}`)).toBe(1);
  });

  it('is scraped by it, and takes all that it writes', async () => {
    await until(async () => ((await prometheus.value('gauger_written_samples_total{outcome="taken"}')) ?? 0) > 500);
    expect(await prometheus.value('up{job="gauger"}')).toBe(1);
    expect(await prometheus.value('sum(gauger_write_requests_total{outcome!="written"}) or vector(0)')).toBe(0);
    const failed = await (await fetch(`${prometheus.url}/metrics`)).text();
    expect(failed).toMatch(/^prometheus_remote_storage_samples_failed_total\{.*\} 0$/m);
    expect(failed).toMatch(/^prometheus_remote_storage_samples_dropped_total\{.*\} 0$/m);
  });

  it('sees at once that a target has gone, by its up and by stale markers', async () => {
    const target = `target.up target{instance="${exporter.address}",job="vllm"}`;
    await exporter.close();
    await until(async () => (await signals()).get(target) === 0);
    await until(async () => (await signals()).get('queue.waiting model{model="llama"}') === null);
  });
});
