import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Scraped } from '../../../test/fakes/scraped.ts';
import { PageParser } from '../exposition/page-parser.ts';
import { CATALOGUE } from './catalogue/catalogue.ts';
import { CatalogueIndex } from './catalogue-index.ts';
import { recognise } from './recognise.ts';

/** Real pages of real exporters, kept outside the repository: file, exporter, and a signal that must come out. */
const PAGES = [
  ['cadvisor-golden.prom', 'cadvisor', undefined],
  ['cadvisor-kubelet-2019-k8s1.10.prom', 'cadvisor', 'disk.read'],
  ['dcgm-exporter-fraction-1-workload.prom', 'dcgm-exporter', 'gpu.power'],
  ['dcgm-exporter-h100x8-pod-labels-sampled.prom', 'dcgm-exporter', 'gpu.temperature'],
  ['dcgm-exporter-l4-node-only.prom', 'dcgm-exporter', 'gpu.memoryUsedRatio'],
  ['dcgm-exporter-l40s.prom', 'dcgm-exporter', 'gpu.utilization'],
  ['dcgm-exporter-mig-a100-3-instances.prom', 'dcgm-exporter', 'gpu.memoryUsedRatio'],
  ['dcgm-exporter-mig-a100-4-workloads.prom', 'dcgm-exporter', 'gpu.engineActive'],
  ['dcgm-exporter-mig-disabled.prom', 'dcgm-exporter', 'gpu.tensorActive'],
  ['dcgm-exporter-t4-busy-no-metadata.prom', 'dcgm-exporter', 'gpu.utilization'],
  ['dcgm-exporter-t4-driver460.prom', 'dcgm-exporter', 'gpu.power'],
  ['dcgm-exporter-vgpu-a100-40c.prom', 'dcgm-exporter', 'gpu.memoryUsed'],
  ['envoy-ai-gateway-golden.prom', 'gen-ai-gateway', 'latency.duration'],
  ['external-secrets-operator.prom', 'external-secrets', 'secrets.reads'],
  ['guardrail-robust-intelligence-ai-firewall.prom', 'ai-firewall', 'guardrail.blockedRatio'],
  ['haproxy-2.6-scrape1.prom', 'haproxy', 'bytes.response'],
  ['ingress-nginx-golden.prom', 'ingress-nginx', 'requests.rate'],
  ['kong-ai-llm-from-tests.prom', 'kong', 'cost.rate'],
  ['kube-state-metrics-pod-golden.prom', 'kube-state-metrics', 'pods.count'],
  ['kube-state-metrics-secret-golden.prom', 'kube-state-metrics', 'secrets.count'],
  ['litellm-2025-06-idle.prom', 'litellm', undefined],
  ['litellm-v1.95-excerpt.prom', 'litellm', 'cost.rate'],
  ['llm-d-epp-golden.prom', 'inference-extension', 'bytes.responsePerRequest'],
  ['nim-llama3.1-8b.prom', 'nim', 'tokens.output'],
  ['node-exporter-e2e.prom', 'node-exporter', 'rdma.transmit'],
  ['ray-vllm-excerpt.prom', 'vllm', 'kvCache.usage'],
  ['seldon-v1-executor-rest.prom', 'seldon', 'latency.duration'],
  ['sglang-docs-llama3.1-8b.prom', 'sglang', 'tokens.output'],
  ['triton-t4-full.prom', 'triton', 'requests.rate'],
  ['triton-trtllm-backend.prom', 'triton', 'kvCache.usage'],
  ['triton-vllm-backend.prom', 'vllm', 'tokens.output'],
  ['vllm-v0-llama3.1-8b-mock.prom', 'vllm', 'tokens.output'],
  ['vllm-v0-opt125m-plus-v1.prom', 'vllm', 'prefixCache.hitRatio'],
  ['vllm-v0-opt125m.prom', 'vllm', 'kvCache.usage'],
  ['vllm-v1-idle-qwen2.5-0.5b.prom', 'vllm', 'queue.waiting'],
] as const;

const CORPUS = join(process.env['GAUGER_CORPUS'] ?? '../shared', 'samples');
const present = existsSync(CORPUS);
if (!present) process.stderr.write(`no corpus at ${CORPUS} (GAUGER_CORPUS): real pages are not read\n`);

const catalogue = new CatalogueIndex(CATALOGUE);

(present ? describe : describe.skip)('real pages', () => {
  it.each(PAGES)('%s is one of %s', (file, exporter, signal) => {
    const text = readFileSync(join(CORPUS, file), 'utf8');
    const parser = new PageParser();
    parser.parse(new TextEncoder().encode(text));
    const { exporters } = recognise(
      parser.series.flatMap((series) => series?.name ?? []),
      catalogue,
    );
    expect(exporters).toContain(exporter);
    const { signals } = new Scraped()
      .page({ job: exporter, instance: 'i:1' }, 0, text)
      .page({ job: exporter, instance: 'i:1' }, 15, text)
      .tick(15);
    const ids = new Set(Array.from({ length: signals.count }, (_, slot) => signals.definition(slot).id));
    if (signal !== undefined) expect([...ids]).toContain(signal);
    const values = Array.from({ length: signals.count }, (_, slot) => signals.values[slot]!);
    expect(values.filter((value) => !Number.isNaN(value) && !(value >= 0 && value < 1e13))).toEqual([]);
  });

  it('no page breaks anything', () => {
    for (const file of readdirSync(CORPUS).filter((name) => name.endsWith('.prom'))) {
      const text = readFileSync(join(CORPUS, file), 'utf8');
      const target = { job: 'any', instance: file };
      new Scraped().page(target, 0, text).tick(0).page(target, 15, text).tick(15);
    }
  });
});
