import { judgePage } from '../commands/page-report.ts';
import type { AttackKind } from './attacks.ts';
import { SimulatedCluster } from './cluster.ts';
import { Exporters } from './exporters.ts';
import { stagedAttacks } from './staged-attacks.ts';

const START_MS = Date.UTC(2026, 2, 3, 11);
const MINUTE_MS = 60_000;
/** When the simulated cluster's one restart begins. */
const RESTART_MS = Date.UTC(2026, 2, 6, 4);
const DAY_MS = 86_400_000;

/** Lines of a page at a time whose series match. */
function lines(of: SimulatedCluster, job: string, series: RegExp): string[] {
  return of.targets.flatMap((target, index) => {
    const text = target.job === job ? (of.page(index)?.toString() ?? '') : '';
    return text.split('\n').filter((line) => !line.startsWith('#') && series.test(line));
  });
}

/** The number of the only sample that matches. */
function number(of: SimulatedCluster, job: string, series: RegExp): number {
  const found = lines(of, job, series);
  if (found.length !== 1) throw new Error(`${found.length} samples of ${series}`);
  return Number(/[}\w] (\S+)( \d{13})?$/.exec(found[0] ?? '')?.[1]);
}

/** Labels of all samples of a metric. */
function labels(of: SimulatedCluster, job: string, metric: string): Record<string, string>[] {
  return lines(of, job, new RegExp(`^${metric}\\{`)).map((line) =>
    Object.fromEntries([...line.matchAll(/(\w+)="([^"]*)"/g)].map(([, name = '', value = '']) => [name, value])),
  );
}

describe('over HTTP', () => {
  const cluster = new SimulatedCluster({ seed: 7, startMs: START_MS });
  let exporters: Exporters;

  beforeAll(async () => {
    exporters = await Exporters.start(cluster, () => START_MS + MINUTE_MS);
  });
  afterAll(() => exporters.close());

  const judged = async (job: string) => {
    const found = exporters.running.filter(({ target }) => target.job === job);
    const { target, instance } = found[found.length - 1]!;
    const answer = await fetch(`http://${instance}${target.path}`);
    const contentType = answer.headers.get('content-type') ?? '';
    const options = { contentType, strict: true, tenantLabels: [], prices: { models: [], gpus: [] } };
    return judgePage(Buffer.from(await answer.arrayBuffer()), options);
  };

  it.each([
    ['cadvisor', { pod: ['disk.read', 'network.receive', 'network.transmit', 'network.transmitLately'] }],
    [
      'kube-state-metrics',
      {
        image: ['presence.age'],
        namespace: ['pods.count', 'secrets.count'],
        pod: ['presence.age', 'restarts.rate'],
        workload: ['presence.age'],
      },
    ],
  ])('%s is accepted by a strict parser, known, and tells the signals that detectors need', async (job, told) => {
    const report = await judged(job);
    expect({ ...report, skipped: [] }).toMatchObject({ accepted: true, skippedCount: 0, skipped: [] });
    expect(report.recognition).toMatchObject({ exporters: [job], unknown: [] });
    const signals = report.signals.map(({ kind, signals: ids }) => [kind, [...ids].sort()]);
    expect(Object.fromEntries(signals)).toMatchObject(told);
  });
});

it('knows of every pod that is scraped or holds a GPU, on the node where it is', () => {
  const cluster = new SimulatedCluster({ seed: 7, startMs: START_MS });
  const pods = labels(cluster, 'kube-state-metrics', 'kube_pod_info');
  const places = new Set(pods.map(({ namespace, pod, node }) => `${namespace}/${pod} ${node}`));
  const servers = cluster.targets.filter(({ job }) => job === 'vllm').map((target) => target.labels);
  const owners = labels(cluster, 'dcgm-exporter', 'DCGM_FI_DEV_GPU_UTIL').filter(({ pod }) => pod !== undefined);
  for (const { namespace, pod, node, Hostname } of [...servers, ...owners]) {
    expect(places).toContain(`${namespace}/${pod} ${node ?? Hostname}`);
  }
  for (const { labels: target } of cluster.targets.filter(({ labels: { pod } }) => pod !== undefined)) {
    expect(pods.map(({ namespace, pod }) => `${namespace}/${pod}`)).toContain(
      `${target['namespace']}/${target['pod']}`,
    );
  }
  const images = labels(cluster, 'kube-state-metrics', 'kube_pod_container_info');
  expect(images).toHaveLength(pods.length);
  expect(images.every(({ image_id = '' }) => /^[^:]+@sha256:[0-9a-f]{64}$/.test(image_id))).toBe(true);
});

it('sends out of a model server what its answers are, and no more', () => {
  const pod = 'vllm-llama-3-1-8b-0';
  const sent = new RegExp(`^container_network_transmit_bytes_total.*interface="eth0".*pod="${pod}"`);
  const bytesPerToken = [0, 6, 12, 18].map((hour) => {
    const cluster = new SimulatedCluster({ seed: 7, startMs: START_MS + hour * 60 * MINUTE_MS });
    const index = cluster.targets.findIndex((target) => target.labels['pod'] === pod);
    const now = () => {
      const tokens = /^vllm:generation_tokens_total\{.*\} (\S+)$/m.exec(cluster.page(index)?.toString() ?? '')?.[1];
      return { bytes: number(cluster, 'cadvisor', sent), tokens: Number(tokens) };
    };
    cluster.advance(START_MS + hour * 60 * MINUTE_MS + MINUTE_MS);
    const before = now();
    cluster.advance(START_MS + hour * 60 * MINUTE_MS + 11 * MINUTE_MS);
    const after = now();
    return (after.bytes - before.bytes) / (after.tokens - before.tokens);
  });
  for (const ratio of bytesPerToken) expect(ratio).toBeCloseTo(bytesPerToken[0]!, -1);
  expect(bytesPerToken[0]).toBeGreaterThan(200);
  expect(bytesPerToken[0]).toBeLessThan(240);
});

it('looks at containers every ten seconds, and tells when on the clock of who scrapes', () => {
  // A clock that is quicker than the machine's tells fractions.
  const aheadMs = 5 * DAY_MS + 1_234.75;
  const cluster = new SimulatedCluster({ seed: 7, startMs: START_MS, aheadMs });
  const page = () => lines(cluster, 'cadvisor', /^container_/);
  const times = () => new Set(page().flatMap((line) => /\} \S+ (\d+)$/.exec(line)?.[1] ?? []));
  cluster.advance(START_MS + 20_000);
  const before = page();
  expect(times()).toEqual(new Set([`${START_MS + 20_000 - 5 * DAY_MS - 1_235}`]));
  cluster.advance(START_MS + 29_999);
  expect(page()).toEqual(before);
  cluster.advance(START_MS + 30_001);
  expect(times()).toEqual(new Set([`${START_MS + 30_000 - 5 * DAY_MS - 1_235}`]));
});

it('gives a restarted container another id and counters from zero, while its pod goes on', () => {
  // As late as its restart is still that one: each day less is nine thousand steps fewer.
  const cluster = new SimulatedCluster({ seed: 7, startMs: RESTART_MS - 2 * DAY_MS - 4 * 60 * MINUTE_MS });
  const of = (name: string, more: string) => new RegExp(`^${name}\\{.*${more}.*pod="vllm-qwen2-5-32b-0"`);
  const own = of('container_cpu_usage_seconds_total', 'container="vllm"');
  const pod = of('container_cpu_usage_seconds_total', 'container=""');
  const sent = of('container_network_transmit_bytes_total', 'interface="eth0"');
  const state = (metric: string) =>
    number(cluster, 'kube-state-metrics', of(`kube_pod_container_status_${metric}`, ''));
  const now = () => ({
    id: /name="(\w+)"/.exec(lines(cluster, 'cadvisor', own)[0] ?? '')?.[1],
    ownSeconds: number(cluster, 'cadvisor', own),
    podSeconds: number(cluster, 'cadvisor', pod),
    sentBytes: number(cluster, 'cadvisor', sent),
    ready: state('ready'),
    restarts: state('restarts_total'),
  });
  cluster.advance(RESTART_MS - MINUTE_MS);
  const before = now();
  expect(before).toMatchObject({ ready: 1, restarts: 0, podSeconds: before.ownSeconds });
  cluster.advance(RESTART_MS + MINUTE_MS / 4);
  expect(now()).toMatchObject({ id: before.id, ready: 0 });
  cluster.advance(RESTART_MS + 2 * MINUTE_MS);
  const after = now();
  expect(after).toMatchObject({ ready: 1, restarts: 1 });
  expect(after.id).not.toBe(before.id);
  expect(after.ownSeconds).toBeLessThan(before.ownSeconds / 100);
  expect(after.podSeconds).toBeGreaterThan(before.podSeconds);
  expect(after.sentBytes).toBeGreaterThan(before.sentBytes);
  const [ended] = labels(cluster, 'kube-state-metrics', 'kube_pod_container_status_last_terminated_reason');
  expect(ended).toMatchObject({ pod: 'vllm-qwen2-5-32b-0', reason: 'Error' });
});

describe('an attack', () => {
  const staged = (kind: AttackKind) => stagedAttacks(START_MS).find(({ attack }) => attack.kind === kind)!.attack;
  const minutesLater = (kind?: AttackKind) => {
    const attacks = kind === undefined ? [] : [staged(kind)];
    const of = new SimulatedCluster({ seed: 7, startMs: START_MS, attacks });
    of.advance(START_MS + 10 * MINUTE_MS);
    return of;
  };
  const calm = minutesLater();

  it('on the weights reads them from the volume and sends them out of their pod, past all requests', () => {
    const attacked = minutesLater('leaving-weights');
    const before = new Set(lines(calm, 'cadvisor', /^container_/));
    const changed = lines(attacked, 'cadvisor', /^container_/).filter((line) => !before.has(line));
    const told = changed.map((line) => `${line.split('{')[0]} of ${/,pod="(.*?)"/.exec(line)?.[1]}`);
    // Of the container, its pod and the node, whose own series have no pod.
    const expected = ['vllm-qwen2-5-32b-1', ''].flatMap((pod) => [
      `container_fs_reads_bytes_total of ${pod}`,
      `container_network_transmit_bytes_total of ${pod}`,
      `container_network_transmit_packets_total of ${pod}`,
    ]);
    expect(new Set(told)).toEqual(new Set(expected));
    const sent = /^container_network_transmit_bytes_total.*pod="vllm-qwen2-5-32b-1"/;
    expect(number(attacked, 'cadvisor', sent) - number(calm, 'cadvisor', sent)).toBeGreaterThan(2.5e10);
    expect(lines(attacked, 'vllm', /./)).toEqual(lines(calm, 'vllm', /./));
  });

  it('on an image leaves its tag and brings another digest, in a container that was started anew', () => {
    const images = (of: SimulatedCluster) =>
      labels(of, 'kube-state-metrics', 'kube_pod_container_info').filter(({ pod }) => pod === 'open-webui-0');
    const attacked = minutesLater('swapped-image');
    const [[before], [after]] = [images(calm), images(attacked)];
    expect(images(attacked)).toHaveLength(1);
    expect(after).toMatchObject({ image: before?.['image'], uid: before?.['uid'] });
    expect(after?.['image_id']).not.toBe(before?.['image_id']);
    expect(after?.['container_id']).not.toBe(before?.['container_id']);
    const restarts = lines(attacked, 'kube-state-metrics', /restarts_total\{.*\} [^0]/);
    expect(restarts.map((line) => /pod="(.*?)"/.exec(line)?.[1])).toEqual(['open-webui-0']);
  });
});
