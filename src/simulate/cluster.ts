import type { Labels } from '../core/model/labels.ts';
import { type Attack, assertKnown, strength } from './attacks.ts';
import { cadvisorPage } from './cadvisor-page.ts';
import { Channels, KNOT_MS } from './channels.ts';
import { Containers } from './containers.ts';
import { dcgmPage } from './dcgm-page.ts';
import { GATEWAY_SERVICE, GPUS_PER_NODE, NODES, PODS, type PodPlan, SERVING_NAMESPACE } from './fleet.ts';
import { Gateway } from './gateway.ts';
import { Gpu } from './gpu.ts';
import { Ingress } from './ingress.ts';
import { kubeStateMetricsPage } from './kube-state-metrics-page.ts';
import { litellmPage } from './litellm-page.ts';
import type { PageTemplate } from './page-template.ts';
import { Random } from './random.ts';
import { Restart } from './restart.ts';
import { traefikPage } from './traefik-page.ts';
import { Traffic } from './traffic.ts';
import { vllmPage } from './vllm-page.ts';
import { share, VllmPod } from './vllm-pod.ts';

/** An exporter of the simulated cluster: the job that scrapes it and the labels that discovery gives it, `instance` excepted. */
export interface SimulatedTarget {
  readonly job: 'dcgm-exporter' | 'cadvisor' | 'kube-state-metrics' | 'vllm' | 'litellm' | 'traefik';
  /** Where its page is. */
  readonly path: '/metrics' | '/metrics/cadvisor';
  readonly labels: Labels;
}

const DAY_MS = 86_400_000;

const TARGETS: readonly SimulatedTarget[] = [
  ...NODES.map((node) => target('dcgm-exporter', { node })),
  ...PODS.map(({ name, node }) => target('vllm', { namespace: SERVING_NAMESPACE, node, pod: name })),
  target('litellm', { namespace: 'ai-gateway', pod: 'litellm-0' }),
  target('traefik', { namespace: 'ingress', pod: 'traefik-0' }),
  ...NODES.map((node) => target('cadvisor', { node }, '/metrics/cadvisor')),
  target('kube-state-metrics', { namespace: 'monitoring', pod: 'kube-state-metrics-6d5f8c7b94-q8zlm' }),
];

function target(
  job: SimulatedTarget['job'],
  labels: Labels,
  path: SimulatedTarget['path'] = '/metrics',
): SimulatedTarget {
  return { job, path, labels };
}

/**
 * A small AI platform that exists only as its exporters' pages: two nodes of eight H100s, three models of two replicas, a gateway
 * with twenty-four tenants, an ingress, and what Kubernetes knows of them. The same seed, start, attacks and event time give the same bytes, whatever the steps.
 */
export class SimulatedCluster {
  readonly targets: readonly SimulatedTarget[];
  readonly #pages: readonly PageTemplate[];
  readonly #channels = new Channels();
  readonly #traffic: Traffic;
  readonly #pods: readonly VllmPod[];
  readonly #gpus: readonly Gpu[];
  readonly #gateway: Gateway;
  readonly #ingress: Ingress;
  readonly #containers: Containers;
  readonly #restart: Restart;
  readonly #attacks: Attack[] = [];
  readonly #startMs: number;
  #comingKnotMs: number;
  #timeMs: number;

  /** `aheadMs`: how far its time is ahead of that of whoever scrapes it, since some samples carry the time at which they were read. */
  constructor(options: { seed: number; startMs: number; attacks?: readonly Attack[]; aheadMs?: number }) {
    const { seed, aheadMs = 0 } = options;
    this.#startMs = Math.floor(options.startMs / KNOT_MS) * KNOT_MS;
    this.#timeMs = this.#startMs;
    this.#comingKnotMs = this.#startMs;
    for (const attack of options.attacks ?? []) this.attack(attack);
    const channels = this.#channels;
    this.#traffic = new Traffic(new Random(seed, 'traffic'));
    this.#pods = PODS.map((plan) => new VllmPod(plan, channels, new Random(seed, plan.name)));
    this.#gpus = gpus(channels, seed);
    this.#gateway = new Gateway(this.#traffic, channels, seed);
    this.#ingress = new Ingress(channels, seed);
    this.#restart = new Restart(this.#startMs);
    this.#containers = new Containers(this.#pods, this.#restart, { columns: channels, seed, aheadMs });
    this.targets = TARGETS;
    this.#pages = [
      ...NODES.map((node) => dcgmPage(this.#gpus.filter((gpu) => gpu.node === node))),
      ...this.#pods.map(vllmPage),
      litellmPage(this.#gateway),
      traefikPage(this.#ingress),
      ...this.#containers.kubelets.map(cadvisorPage),
      kubeStateMetricsPage(this.#containers.all),
    ];
    this.#step();
    this.#pass();
    this.#channels.settle(0);
  }

  /** Plans an attack; one that should have begun already takes hold within ten seconds. Throws when its entity is unknown. */
  attack(attack: Attack): void {
    assertKnown(attack);
    this.#attacks.push(attack);
  }

  /** Moves on to this event time (Unix ms). A time in the past changes nothing. */
  advance(timeMs: number): void {
    if (timeMs <= this.#timeMs) return;
    this.#timeMs = timeMs;
    while (this.#comingKnotMs <= timeMs) this.#pass();
    this.#channels.settle(timeMs - (this.#comingKnotMs - KNOT_MS));
  }

  /** The page of a target at the present event time; undefined while its process is being restarted. */
  page(target: number): Buffer | undefined {
    const page = this.#pages[target];
    if (page === undefined) throw new Error(`no target ${target} in the simulated cluster`);
    const pod = this.targets[target]?.labels['pod'];
    if (pod !== undefined && this.#restart.isDown(pod, this.#timeMs)) return undefined;
    return page.render(this.#channels.values);
  }

  /** The coming knot becomes the present one, and the next is computed. */
  #pass(): void {
    this.#channels.pass();
    for (const pod of this.#pods) {
      if (this.#restart.beginsAt(pod.plan.name, this.#comingKnotMs)) pod.restart();
    }
    this.#containers.pass();
    this.#comingKnotMs += KNOT_MS;
    this.#step();
  }

  /** Computes every rate and level at the coming knot. */
  #step(): void {
    const timeMs = this.#comingKnotMs;
    const longAgoMs = this.#startMs - 3 * DAY_MS;
    this.#traffic.step(timeMs, this.#attacks);
    const inFlight = this.#stepPods(timeMs, longAgoMs);
    this.#stepSpareGpus(timeMs);
    const totalRequests = this.#traffic.total().requestsPerSecond;
    const stoppedPerSecond = this.#gateway.step(this.#attacks, { timeMs, inFlight, startedMs: longAgoMs });
    const keysTried = strength(this.#attacks, { kind: 'keys-tried', entity: GATEWAY_SERVICE }, timeMs);
    const answerSeconds = inFlight / totalRequests;
    const state = { timeMs, answerSeconds, inFlight, startedMs: longAgoMs };
    const carried = this.#ingress.step(this.#traffic, { ...state, stoppedPerSecond, keysTried });
    const squeezed = this.#squeezedNodes(timeMs);
    this.#containers.step({ timeMs, longAgoMs, attacks: this.#attacks, carried, squeezed });
  }

  #squeezedNodes(timeMs: number): ReadonlySet<string> {
    const isSqueezed = ({ name }: PodPlan) =>
      strength(this.#attacks, { kind: 'memory-squeeze', entity: name }, timeMs) > 0;
    return new Set(PODS.filter(isSqueezed).map(({ node }) => node));
  }

  /** Spreads each model's demand over its replicas that are up; answers how many requests are being served. */
  #stepPods(timeMs: number, longAgoMs: number): number {
    let inFlight = 0;
    for (const pod of this.#pods) pod.reweigh();
    for (const pod of this.#pods) {
      const { name, model, node, gpus: held } = pod.plan;
      const siblings = this.#pods.filter((other) => other.plan.model === model);
      const up = siblings.filter((other) => !this.#restart.isDown(other.plan.name, timeMs));
      const squeezed = strength(this.#attacks, { kind: 'memory-squeeze', entity: name }, timeMs);
      const part = up.includes(pod) ? pod.weight / up.reduce((sum, other) => sum + other.weight, 0) : 0;
      pod.step(
        share(this.#traffic.demand(model.name), part),
        squeezed,
        this.#restart.startedMs(name, timeMs) ?? longAgoMs,
      );
      inFlight += pod.state.running + pod.state.waiting;
      for (const gpu of this.#gpus) {
        if (gpu.node !== node || !held.includes(gpu.index)) continue;
        const squeeze = gpu.index === held[0] ? squeezed : 0;
        gpu.step({ load: pod.state.load, allocated: part > 0, squeeze, mining: 0 });
      }
    }
    return inFlight;
  }

  /** GPUs that no pod holds are idle, or mined on. */
  #stepSpareGpus(timeMs: number): void {
    for (const gpu of this.#gpus) {
      if (gpu.owner !== undefined) continue;
      const mining = strength(this.#attacks, { kind: 'miner', entity: `${gpu.node}/${gpu.index}` }, timeMs);
      gpu.step({ load: 0, allocated: false, squeeze: 0, mining });
    }
  }
}

function gpus(channels: Channels, seed: number): Gpu[] {
  return NODES.flatMap((node) =>
    Array.from({ length: GPUS_PER_NODE }, (_, index) => {
      const owner = PODS.find((pod) => pod.node === node && pod.gpus.includes(index));
      return new Gpu({ node, index, owner }, channels, new Random(seed, `${node}/${index}`));
    }),
  );
}
