import { PageParser } from '../core/exposition/page-parser.ts';
import { ATTACK_KINDS, type Attack, type AttackKind } from './attacks.ts';
import { SimulatedCluster } from './cluster.ts';
import { stagedAttacks } from './staged-attacks.ts';
import { TENANTS } from './tenants.ts';

const START_MS = Date.UTC(2026, 2, 3, 11);
const HOUR_MS = 3_600_000;

function cluster(attacks: readonly Attack[] = [], seed = 7): SimulatedCluster {
  return new SimulatedCluster({ seed, startMs: START_MS, attacks });
}

/** Every sample at a time, of all pages or of one job's: `job/pod name{labels}` -> value; families by their TYPE. */
function samples(simulated: SimulatedCluster, timeMs: number, job?: string): Map<string, number> {
  simulated.advance(timeMs);
  const found = new Map<string, number>();
  simulated.targets.forEach((target, index) => {
    if (job !== undefined && target.job !== job) return;
    for (const line of (simulated.page(index)?.toString() ?? '').split('\n')) {
      if (line === '' || line.startsWith('#')) continue;
      const [, series = '', value] = /^(.*?\}?) (\S+)( \d{13})?$/.exec(line) ?? [];
      found.set(`${target.labels['pod'] ?? target.labels['node']} ${series}`, Number(value));
    }
  });
  return found;
}

function isCumulative(series: string): boolean {
  return /_(total|bucket|count|sum|CONSUMPTION)(\{|$)/.test(series);
}

/** Growth per second between two times of the gateway's counters that match, summed. */
function rate(of: SimulatedCluster, pattern: RegExp, fromMs: number, toMs: number): number {
  const before = samples(of, fromMs, 'litellm');
  const after = samples(of, toMs, 'litellm');
  let growth = 0;
  for (const [series, value] of after) if (pattern.test(series)) growth += value - (before.get(series) ?? 0);
  return (growth * 1_000) / (toMs - fromMs);
}

it('has two nodes, six model servers, a gateway, an ingress, and what Kubernetes tells of them', () => {
  expect(cluster().targets.map((target) => target.job)).toEqual([
    ...Array(2).fill('dcgm-exporter'),
    ...Array(6).fill('vllm'),
    'litellm',
    'traefik',
    ...Array(2).fill('cadvisor'),
    'kube-state-metrics',
  ]);
  expect(new Set(TENANTS.map((tenant) => tenant.name)).size).toBe(24);
});

it('has pages that a strict parser accepts, each series once', () => {
  const simulated = cluster();
  simulated.advance(START_MS + HOUR_MS);
  for (const index of simulated.targets.keys()) {
    const body = simulated.page(index) ?? Buffer.alloc(0);
    const parser = new PageParser({ level: 'strict' });
    const parsed = parser.parse(body);
    expect({ error: parsed.error, skipped: parsed.skippedCount, partial: parsed.partial }).toEqual({
      error: undefined,
      skipped: 0,
      partial: false,
    });
    expect(parsed.added).toHaveLength(parsed.count);
    expect(parser.series.filter((series) => series?.type === 'untyped')).toEqual([]);
  }
});

it('gives the same bytes for the same seed and event time, whatever the steps', () => {
  const direct = cluster();
  const stepped = cluster();
  const endMs = START_MS + HOUR_MS + 3_210;
  for (let timeMs = START_MS; timeMs < endMs; timeMs += 7_777) stepped.advance(timeMs);
  direct.advance(endMs);
  stepped.advance(endMs);
  const pages = direct.targets.map((_, index) => direct.page(index)?.toString());
  expect(stepped.targets.map((_, index) => stepped.page(index)?.toString())).toEqual(pages);
  const other = cluster([], 8);
  other.advance(endMs);
  expect(other.page(8)?.toString()).not.toBe(pages[8]);
});

it('never goes back in time', () => {
  const simulated = cluster();
  simulated.advance(START_MS + HOUR_MS);
  const page = simulated.page(8)?.toString();
  simulated.advance(START_MS);
  expect(simulated.page(8)?.toString()).toBe(page);
});

it('has counters that only grow, and whole numbers where exporters count things', () => {
  const simulated = cluster();
  const wrong: string[] = [];
  let before = samples(simulated, START_MS);
  for (let step = 1; step <= 40; step++) {
    const after = samples(simulated, START_MS + step * 5_000);
    for (const [series, value] of after) {
      if (!isCumulative(series)) continue;
      const counts = /tokens_metric_total|requests_metric_total|_bucket|_count|CONSUMPTION/.test(series);
      if (value < (before.get(series) ?? 0) || (counts && !Number.isInteger(value))) wrong.push(`${series} ${value}`);
    }
    before = after;
  }
  expect(wrong).toEqual([]);
});

it('has buckets that add up', () => {
  const all = samples(cluster(), START_MS + HOUR_MS);
  const wrong: string[] = [];
  let last = { family: '', value: 0 };
  for (const [series, value] of all) {
    const family: string | undefined = series.includes('_bucket{') ? series.replace(/le="[^"]*"/, '') : undefined;
    if (family !== undefined && family === last.family && value < last.value) wrong.push(`${series} ${value}`);
    if (family !== undefined) last = { family, value };
  }
  expect(wrong).toEqual([]);
});

it('shows rates of the same size over five seconds and over a minute', () => {
  const spread = (windowMs: number) => {
    const simulated = cluster();
    const rates = Array.from({ length: 60 }, (_, i) => {
      const fromMs = START_MS + (i + 1) * 300_000;
      return rate(simulated, /litellm_output_tokens_metric_total.*translation/, fromMs, fromMs + windowMs);
    });
    const mean = rates.reduce((sum, value) => sum + value, 0) / rates.length;
    const variance = rates.reduce((sum, value) => sum + (value - mean) ** 2, 0) / rates.length;
    return { mean, deviation: Math.sqrt(variance) };
  };
  const short = spread(5_000);
  const long = spread(60_000);
  expect(short.mean / long.mean).toBeCloseTo(1, 1);
  expect(short.deviation / long.deviation).toBeGreaterThan(0.9);
  expect(short.deviation / long.deviation).toBeLessThan(1.15);
});

// A week is sixty thousand steps: the tests share one, in its order.
describe('in the course of a week', () => {
  const simulated = cluster();
  const downMs = Date.UTC(2026, 2, 6, 4);
  const downHour = (downMs - START_MS) / HOUR_MS;

  /** What is not calm, every four hours: a KV cache not in the middle, somebody who waits, something preempted. */
  function unrest(fromHour: number, toHour: number): string[] {
    const odd: string[] = [];
    for (let hour = fromHour; hour < toHour; hour += 4) {
      for (const [series, value] of samples(simulated, START_MS + hour * HOUR_MS)) {
        if (series.includes('kv_cache_usage_perc') && !(0.12 < value && value < 0.7)) odd.push(`${series} ${value}`);
        if (/num_requests_waiting|num_preemptions_total/.test(series) && value !== 0) odd.push(`${series} ${value}`);
      }
    }
    return odd;
  }

  it('is calm before a pod restarts', () => {
    expect(unrest(0, downHour)).toEqual([]);
  });

  it('restarts one pod once: its page is away for a moment and its counters begin again', () => {
    const index = simulated.targets.findIndex((target) => target.labels['pod'] === 'vllm-qwen2-5-32b-0');
    const tokens = (timeMs: number) =>
      samples(simulated, timeMs, 'vllm').get(
        'vllm-qwen2-5-32b-0 vllm:generation_tokens_total{engine="0",model_name="qwen2.5-32b"}',
      ) ?? Number.NaN;
    const before = tokens(downMs - 60_000);
    simulated.advance(downMs + 10_000);
    expect(simulated.targets.flatMap((_, i) => (simulated.page(i) === undefined ? [i] : []))).toEqual([index]);
    expect(tokens(downMs + 60_000)).toBeLessThan(before / 10);
  });

  it('is calm afterwards, with spend between cents and dollars', () => {
    expect(unrest(68, 168)).toEqual([]);
    const week = samples(simulated, START_MS + 168 * HOUR_MS);
    for (const [series, usd] of week) {
      if (!series.includes('litellm_spend_metric_total')) continue;
      expect(usd / 168).toBeGreaterThan(0.05);
      expect(usd / 168).toBeLessThan(8);
    }
  });
});

describe('an attack', () => {
  const staged = stagedAttacks(START_MS);
  const stagedAs = (kind: AttackKind): Attack => {
    const found = staged.find(({ attack }) => attack.kind === kind);
    if (found === undefined) throw new Error(`no ${kind} is staged`);
    return found.attack;
  };
  const stolenKey = stagedAs('stolen-key');
  const memorySqueeze = stagedAs('memory-squeeze');
  const laterMs = START_MS + 120_000;

  const calm = levels(cluster());

  /** Every rate and level of a calm cluster against the same cluster under attack; those that differ by more than a fifth. */
  function changed(attack: Attack): string[] {
    const attacked = levels(cluster([attack]));
    return [...attacked].flatMap(([series, value]) => {
      const expected = calm.get(series) ?? 0;
      return Math.abs(value - expected) > 0.2 * Math.abs(expected) + 1e-6 ? [series] : [];
    });
  }

  function levels(simulated: SimulatedCluster): Map<string, number> {
    const before = samples(simulated, laterMs);
    const after = samples(simulated, laterMs + 60_000);
    return new Map(
      [...after].map(([series, value]) => [series, isCumulative(series) ? value - (before.get(series) ?? 0) : value]),
    );
  }

  it('with a stolen key changes its tenant alone', () => {
    const series = changed(stolenKey);
    expect(series.filter((name) => name.includes('litellm_spend_metric_total'))).toHaveLength(1);
    expect(series.filter((name) => /^litellm-0/.test(name) && !name.includes('onboarding-bot'))).toEqual([]);
    expect(series.filter((name) => /kv_cache|waiting|preempt|DCGM/.test(name))).toEqual([]);
  });

  it('by exfiltration changes its output but not its requests', () => {
    const series = changed(stagedAs('output-exfiltration'));
    expect(series.filter((name) => /^litellm-0/.test(name) && !name.includes('contract-search'))).toEqual([]);
    expect(series.some((name) => name.includes('litellm_output_tokens_metric_total'))).toBe(true);
    expect(series.some((name) => name.includes('requests_metric_total'))).toBe(false);
    expect(series.filter((name) => /kv_cache|waiting|preempt|DCGM/.test(name))).toEqual([]);
  });

  it('on the memory fills the GPU and the KV cache of one pod and shows the neighbour', () => {
    const series = changed(memorySqueeze);
    const pods = new Set(series.map((name) => name.split(' ')[0]));
    expect([...pods].filter((pod) => pod !== 'traefik-0').sort()).toEqual([
      'gpu-node-1',
      'kube-state-metrics-6d5f8c7b94-q8zlm',
      'litellm-0',
      'vllm-llama-3-3-70b-1',
    ]);
    expect(series.filter((name) => /container_network|kube_/.test(name) && !name.includes('notebook'))).toEqual([]);
    expect(series.filter((name) => name.startsWith('litellm-0'))).toEqual(['litellm-0 litellm_in_flight_requests']);
    const attacked = samples(cluster([memorySqueeze]), laterMs);
    const find = (pattern: RegExp) => [...attacked].filter(([name]) => pattern.test(name)).map(([, value]) => value);
    expect(find(/70b-1 vllm:kv_cache_usage_perc/)[0]).toBeGreaterThan(0.98);
    expect(find(/70b-1 vllm:num_preemptions_total/)[0]).toBeGreaterThan(10);
    expect(find(/70b-1 vllm:num_requests_waiting/)[0]).toBeGreaterThan(20);
    expect(find(/FB_USED\{gpu="4".*pod="notebook-gpu-0"/)[0]).toBeGreaterThan(80_000);
    expect([...samples(cluster(), laterMs).keys()].some((name) => name.includes('notebook-gpu-0'))).toBe(false);
  });

  it('on keys shows at the ingress alone: the gateway does not count keys it does not know', () => {
    expect(changed(stagedAs('keys-tried')).every((name) => /^traefik-0 .*code="401"/.test(name))).toBe(true);
    const refused = (of: SimulatedCluster) =>
      [...samples(of, laterMs, 'traefik')].find(([name]) => /requests_total\{code="401"/.test(name))?.[1] ?? 0;
    expect(refused(cluster([stagedAs('keys-tried')])) - refused(cluster())).toBeGreaterThan(5_000);
  });

  it('by a miner makes a spare GPU hot and busy, its tensor pipe excepted', () => {
    const series = changed(stagedAs('miner'));
    expect(series.every((name) => /^gpu-node-2 DCGM_\w+\{gpu="6"/.test(name))).toBe(true);
    const mined = samples(cluster([stagedAs('miner')]), laterMs, 'dcgm-exporter');
    const of = (field: string) => [...mined].find(([name]) => name.startsWith(`gpu-node-2 ${field}{gpu="6"`))?.[1];
    expect(of('DCGM_FI_PROF_GR_ENGINE_ACTIVE')).toBeGreaterThan(0.9);
    expect(of('DCGM_FI_DEV_POWER_USAGE')).toBeGreaterThan(400);
    expect(of('DCGM_FI_PROF_PIPE_TENSOR_ACTIVE')).toBe(0);
  });

  it('on the guardrail is stopped there: nothing of it reaches a model', () => {
    const series = changed(stagedAs('prompt-injection'));
    expect(series.length).toBeGreaterThan(3);
    expect(series.filter((name) => !/guardrail_intervened|_code="400"|_status="400"|code="400"/.test(name))).toEqual(
      [],
    );
    expect(series.filter((name) => /requests_metric_total/.test(name) && !name.includes('support-chat'))).toEqual([]);
  });

  it.each(ATTACK_KINDS)('%s is staged once', (kind) => {
    expect(staged.filter(({ attack }) => attack.kind === kind)).toHaveLength(1);
  });

  it('on something unknown is refused', () => {
    expect(() => cluster().attack({ ...stolenKey, entity: 'nobody' })).toThrow(/nobody: the simulated cluster has/);
  });

  it('as a ramp grows for ten minutes and ends in time', () => {
    const ramp: Attack = { ...stolenKey, shape: 'ramp', startMs: START_MS + 60_000, endMs: START_MS + 1_260_000 };
    const requests = /litellm_proxy_total_requests.*onboarding-bot.*status_code="200"/;
    const factor = (atMs: number) =>
      rate(cluster([ramp]), requests, START_MS + atMs, START_MS + atMs + 30_000) /
      rate(cluster(), requests, START_MS + atMs, START_MS + atMs + 30_000);
    expect(factor(0)).toBeCloseTo(1);
    expect(factor(345_000)).toBeGreaterThan(3.5);
    expect(factor(345_000)).toBeLessThan(5.5);
    expect(factor(900_000)).toBeGreaterThan(7);
    expect(factor(1_300_000)).toBeCloseTo(1);
  });
});
