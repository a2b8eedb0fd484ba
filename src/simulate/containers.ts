import { floor } from './arithmetic.ts';
import { type Attack, doneMs, strength } from './attacks.ts';
import type { Channels } from './channels.ts';
import { Container, type ContainerState, type Work } from './container.ts';
import { NODES } from './fleet.ts';
import type { Carried } from './ingress.ts';
import { Kubelet } from './kubelet.ts';
import { Random } from './random.ts';
import type { Restart } from './restart.ts';
import type { VllmPod } from './vllm-pod.ts';
import { answerBytes, questionBytes } from './wire-bytes.ts';
import { type Image, image, WORKLOAD_PODS, type WorkloadPod } from './workloads.ts';

/** Weights are read from the volume and sent away at this pace: those of a model of 32 billion parameters in twenty minutes. */
const STOLEN_BYTES_PER_SECOND = 5.2e7;

/** What a moment is like for the pods. */
export interface PodsMoment {
  readonly timeMs: number;
  readonly longAgoMs: number;
  readonly attacks: readonly Attack[];
  readonly carried: Carried;
  /** Nodes on which somebody squeezes. */
  readonly squeezed: ReadonlySet<string>;
}

/** The pods of the cluster as their nodes and Kubernetes see them. */
export class Containers {
  readonly all: readonly Container[];
  readonly kubelets: readonly Kubelet[];
  readonly #servers: ReadonlyMap<string, VllmPod>;
  readonly #restart: Restart;
  readonly #aheadMs: number;

  constructor(
    servers: readonly VllmPod[],
    restart: Restart,
    cluster: { columns: Channels; seed: number; aheadMs: number },
  ) {
    const { columns, seed, aheadMs } = cluster;
    this.#servers = new Map(servers.map((server) => [server.plan.name, server]));
    this.#restart = restart;
    this.#aheadMs = aheadMs;
    this.all = WORKLOAD_PODS.map((plan) => {
      const random = new Random(seed, `${plan.node}/${plan.namespace}/${plan.pod}`);
      return new Container(plan, imagesOf(plan, restart), { columns, random });
    });
    this.kubelets = NODES.map((node) => {
      return new Kubelet(
        node,
        this.all.filter(({ plan }) => plan.node === node),
        columns,
      );
    });
  }

  /** The coming knot, once the servers and the ingress know it. */
  step(moment: PodsMoment): void {
    for (const container of this.all) {
      container.step(this.#work(container.plan, moment), this.#state(container.plan, moment));
    }
    for (const kubelet of this.kubelets) kubelet.step(floor(moment.timeMs - this.#aheadMs));
  }

  /** The coming knot has become the present one. */
  pass(): void {
    for (const container of this.all) container.pass();
  }

  #state({ role, pod, node }: WorkloadPod, { timeMs, longAgoMs, attacks, squeezed }: PodsMoment): ContainerState {
    const isThere = role !== 'neighbour' || squeezed.has(node);
    const isUp = isThere && !this.#restart.isDown(pod, timeMs);
    const swappedMs = doneMs(attacks, { kind: 'swapped-image', entity: pod }, timeMs);
    const restartedMs = isUp ? (swappedMs ?? this.#restart.startedMs(pod, timeMs)) : undefined;
    return { isThere, isUp, run: restartedMs === undefined ? 0 : 1, startedMs: restartedMs ?? longAgoMs };
  }

  /** Whoever stands between two others receives and sends what both say. */
  #work(
    { role, pod, cores, memoryBytes }: WorkloadPod,
    { carried: { gateway, chat }, attacks, timeMs }: PodsMoment,
  ): Work {
    const asked = gateway.received + gateway.sent;
    const idle = cores * 0.1;
    switch (role) {
      case 'model-server':
        return this.#serving(pod, memoryBytes, strength(attacks, { kind: 'leaving-weights', entity: pod }, timeMs));
      case 'gateway':
        return work(0.9, memoryBytes, { received: asked, sent: asked });
      case 'ingress': {
        const all = asked + chat.received + chat.sent;
        return work(idle, memoryBytes, { received: all, sent: all });
      }
      case 'chat':
        return work(idle, memoryBytes, chat);
      default:
        return work(idle, memoryBytes, SILENCE);
    }
  }

  /** `leaving`: how hard somebody carries its weights out, 0 to 1. */
  #serving(pod: string, memoryBytes: number, leaving: number): Work {
    const server = this.#servers.get(pod);
    if (server === undefined) throw new Error(`no model server ${pod} in the fleet`);
    const { cores, demand } = server;
    const stolen = leaving * STOLEN_BYTES_PER_SECOND;
    const passed = { received: questionBytes(demand), sent: answerBytes(demand) + stolen };
    return { ...work(cores, memoryBytes, passed), readBytesPerSecond: stolen };
  }
}

/** What a container runs, one run after the other: somebody may push another build to the tag of the chat application. */
function imagesOf({ role, pod, image: runs }: WorkloadPod, restart: Restart): Image[] {
  if (role === 'chat') return [runs, image(runs.spec, 2)];
  return pod === restart.pod ? [runs, runs] : [runs];
}

const SILENCE = { received: 0, sent: 0 };

/** Pods hold about as much as they ask for, and read nothing to speak of: weights come out of the page cache when a server restarts. */
function work(cores: number, memoryBytes: number, { received, sent }: { received: number; sent: number }): Work {
  return {
    cores,
    memoryBytes: memoryBytes * 0.6,
    readBytesPerSecond: 0,
    receivedBytesPerSecond: received,
    sentBytesPerSecond: sent,
  };
}
