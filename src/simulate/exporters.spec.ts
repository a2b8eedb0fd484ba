import { stringify } from 'yaml';
import { parseConfig } from '../config/load-config.ts';
import { SimulatedCluster } from './cluster.ts';
import { Exporters } from './exporters.ts';
import { scrapeConfigs } from './scrape-config.ts';

const START_MS = Date.UTC(2026, 2, 6, 3, 59, 50);

let nowMs = START_MS;
let exporters: Exporters;

beforeAll(async () => {
  const startMs = Date.UTC(2026, 2, 4);
  exporters = await Exporters.start(new SimulatedCluster({ seed: 1, startMs }), () => nowMs);
});
afterAll(() => exporters.close());

function ask(job: string, pod?: string, path = '/metrics'): Promise<Response> {
  const exporter = exporters.running.find(
    ({ target }) => target.job === job && (pod ?? target.labels['pod']) === target.labels['pod'],
  );
  return fetch(`http://${exporter?.instance}${path}`);
}

it('serves each target on a port of its own, and the time of the clock', async () => {
  expect(new Set(exporters.running.map(({ instance }) => instance)).size).toBe(13);
  const before = await (await ask('litellm')).text();
  nowMs += 5_000;
  const response = await ask('litellm');
  expect(response.headers.get('content-type')).toBe('text/plain; version=0.0.4; charset=utf-8');
  expect(await response.text()).not.toBe(before);
});

it('answers 503 while a pod restarts, and 404 elsewhere', async () => {
  nowMs = Date.UTC(2026, 2, 6, 4, 0, 10);
  expect((await ask('vllm', 'vllm-qwen2-5-32b-0')).status).toBe(503);
  expect((await ask('vllm', 'vllm-qwen2-5-32b-1')).status).toBe(200);
  expect((await ask('traefik', undefined, '/')).status).toBe(404);
  expect((await ask('cadvisor')).status).toBe(404);
});

it('has scrape_configs that the configuration accepts', () => {
  const yaml = stringify({ scrape_configs: scrapeConfigs(exporters.running) });
  const { config, warnings } = parseConfig(yaml, 'demo.yaml', { environment: {} });
  expect(warnings).toEqual([]);
  expect(
    config.scrapeConfigs.map(({ jobName, metricsPath, honorLabels }) => [jobName, metricsPath, honorLabels]),
  ).toEqual([
    ['dcgm-exporter', '/metrics', true],
    ['vllm', '/metrics', false],
    ['litellm', '/metrics', false],
    ['traefik', '/metrics', false],
    ['cadvisor', '/metrics/cadvisor', true],
    ['kube-state-metrics', '/metrics', true],
  ]);
  const vllm = config.scrapeConfigs.find(({ jobName }) => jobName === 'vllm');
  expect(vllm?.staticConfigs[5]?.labels).toEqual({
    namespace: 'ai-serving',
    node: 'gpu-node-2',
    pod: 'vllm-llama-3-1-8b-1',
  });
});

it('closes with connections still open', async () => {
  const other = await Exporters.start(new SimulatedCluster({ seed: 1, startMs: 0 }), () => 0);
  await (await fetch(`http://${other.running[0]?.instance}/metrics`)).text();
  await other.close();
  await expect(fetch(`http://${other.running[0]?.instance}/metrics`)).rejects.toThrow();
});
