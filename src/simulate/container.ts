import { Cgroup, type CgroupUse, type InterfaceUse, NetworkInterface } from './cgroup.ts';
import { type Channels, KNOT_MS } from './channels.ts';
import { Drift } from './drift.ts';
import type { Random } from './random.ts';
import type { Image, WorkloadPod } from './workloads.ts';

/** What a container does by itself at a moment; nothing while it is down. */
export type Work = Omit<CgroupUse, 'writtenBytesPerSecond'> & InterfaceUse;

/** How a container stands at a moment. */
export interface ContainerState {
  readonly isUp: boolean;
  /** Whether Kubernetes has its pod at all. */
  readonly isThere: boolean;
  /** Which of its runs it is in, from 0. */
  readonly run: number;
  readonly startedMs: number;
}

/** One life of a container: a restart brings another id, and perhaps another image. */
export interface Run {
  readonly containerId: string;
  readonly image: Image;
  /** A channel that is zero while it is another run's turn. */
  readonly shownBy: number;
}

/** Logs, files that are looked at again, and the kubelet's own probes. */
const LOGGED_BYTES_PER_SECOND = 2_400;
const LIBRARY_BYTES_PER_SECOND = 350;
const PROBED_BYTES_PER_SECOND = 900;

const NOTHING: Work = {
  cores: 0,
  memoryBytes: 0,
  readBytesPerSecond: 0,
  receivedBytesPerSecond: 0,
  sentBytesPerSecond: 0,
};

/** A pod with its one container: what its node's kubelet and Kubernetes' own objects show of it. */
export class Container {
  readonly plan: WorkloadPod;
  readonly uid: string;
  readonly sandboxId: string;
  /** Of the container that fetched the weights, where there are any. */
  readonly fetcherId: string;
  readonly runs: readonly Run[];
  readonly own: Cgroup;
  /** The pod's group is around the container's and outlives it, and so does its network. */
  readonly pod: Cgroup;
  readonly network: NetworkInterface;
  readonly channels;
  /** Its use at the coming knot, for the totals of its node. */
  use: CgroupUse & InterfaceUse = { ...NOTHING, writtenBytesPerSecond: 0 };
  readonly #columns: Channels;
  readonly #pace: Drift;
  #run = 0;
  #comingRun = 0;

  /** `images`: those of its runs, the last one for all further runs. */
  constructor(plan: WorkloadPod, images: readonly Image[], { columns, random }: { columns: Channels; random: Random }) {
    this.plan = plan;
    this.uid = random.uuid();
    this.sandboxId = random.hex(64);
    this.fetcherId = random.hex(64);
    this.#columns = columns;
    this.#pace = new Drift(random, { spread: 0.05, memoryMs: 600_000, stepMs: KNOT_MS });
    this.runs = images.map((image) => ({ containerId: random.hex(64), image, shownBy: columns.held() }));
    this.own = new Cgroup(columns);
    this.pod = new Cgroup(columns);
    this.network = new NetworkInterface(columns);
    this.channels = {
      startSeconds: columns.held(),
      ready: columns.held(),
      restarts: columns.held(),
      isThere: columns.held(),
    };
  }

  /** The coming knot. */
  step(work: Work, { isUp, isThere, run, startedMs }: ContainerState): void {
    const pace = this.#pace.next();
    const own = isUp ? work : NOTHING;
    const probed = isUp ? PROBED_BYTES_PER_SECOND * pace : 0;
    const use = {
      cores: own.cores * pace,
      memoryBytes: own.memoryBytes * (0.98 + 0.02 * pace),
      readBytesPerSecond: isUp ? own.readBytesPerSecond + LIBRARY_BYTES_PER_SECOND * pace : 0,
      writtenBytesPerSecond: isUp ? LOGGED_BYTES_PER_SECOND * pace : 0,
      receivedBytesPerSecond: own.receivedBytesPerSecond + probed,
      sentBytesPerSecond: own.sentBytesPerSecond + probed,
    };
    this.use = use;
    this.own.step(use);
    this.pod.step(use);
    this.network.step(use);
    this.#comingRun = run;
    const set = (channel: number, value: number) => this.#columns.set(channel, value);
    set(this.channels.startSeconds, startedMs / 1_000);
    set(this.channels.ready, isUp ? 1 : 0);
    set(this.channels.restarts, run);
    set(this.channels.isThere, isThere ? 1 : 0);
    for (let i = 0; i < this.runs.length; i++) set(this.runs[i]!.shownBy, isThere && i === run ? 1 : 0);
  }

  /** The coming knot has become the present one: the counters of a container that is another now start again. */
  pass(): void {
    if (this.#comingRun === this.#run) return;
    this.#run = this.#comingRun;
    this.own.restart();
  }
}
