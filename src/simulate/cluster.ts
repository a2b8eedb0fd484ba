import type { Labels } from '../core/model/labels.ts';
import { type Attack, assertKnown, strength } from './attacks.ts';
import { Channels, KNOT_MS } from './channels.ts';
import { dcgmPage } from './dcgm-page.ts';
import { GATEWAY_SERVICE, GPUS_PER_NODE, NODES, PODS, SERVING_NAMESPACE } from './fleet.ts';
import { Gateway } from './gateway.ts';
import { Gpu } from './gpu.ts';
import { Ingress } from './ingress.ts';
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
  readonly job: 'dcgm-exporter' | 'vllm' | 'litellm' | 'traefik';
  readonly labels: Labels;
}

const DAY_MS = 86_400_000;

/**
 * A small AI platform that exists only as its exporters' pages: two nodes of eight H100s, three models of two replicas, a gateway
 * with twenty-four tenants, an ingress. The same seed, start, attacks and event time give the same bytes, whatever the steps.
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
  readonly #restart: Restart;
  readonly #attacks: Attack[] = [];
  readonly #startMs: number;
  #comingKnotMs: number;
  #timeMs: number;

  constructor(options: { seed: number; startMs: number; attacks?: readonly Attack[] }) {
    const { seed } = options;
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
    this.targets = [
      ...NODES.map((node): SimulatedTarget => ({ job: 'dcgm-exporter', labels: { node } })),
      ...PODS.map(({ name, node }): SimulatedTarget => {
        return { job: 'vllm', labels: { namespace: SERVING_NAMESPACE, node, pod: name } };
      }),
      { job: 'litellm', labels: { namespace: 'ai-gateway', pod: 'litellm-0' } },
      { job: 'traefik', labels: { namespace: 'ingress', pod: 'traefik-0' } },
    ];
    this.#pages = [
      ...NODES.map((node) => dcgmPage(this.#gpus.filter((gpu) => gpu.node === node))),
      ...this.#pods.map(vllmPage),
      litellmPage(this.#gateway),
      traefikPage(this.#ingress),
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
    const totalRequests = this.#traffic.flows.reduce((sum, flow) => sum + flow.requestsPerSecond, 0);
    const stoppedPerSecond = this.#gateway.step(this.#attacks, { timeMs, inFlight, startedMs: longAgoMs });
    const keysTried = strength(this.#attacks, { kind: 'keys-tried', entity: GATEWAY_SERVICE }, timeMs);
    const answerSeconds = inFlight / totalRequests;
    const state = { timeMs, answerSeconds, inFlight, startedMs: longAgoMs };
    this.#ingress.step(this.#traffic, { ...state, stoppedPerSecond, keysTried });
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
