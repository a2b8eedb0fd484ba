import { Cgroup, type CgroupUse, type InterfaceUse, NetworkInterface } from './cgroup.ts';
import type { Channels } from './channels.ts';
import type { Container } from './container.ts';

/** What a node needs for itself: the kubelet, the runtime, the system's services. */
const SYSTEM: CgroupUse & InterfaceUse = {
  cores: 0.6,
  memoryBytes: 3.2e9,
  readBytesPerSecond: 40_000,
  writtenBytesPerSecond: 90_000,
  receivedBytesPerSecond: 60_000,
  sentBytesPerSecond: 60_000,
};

/** The kubelet of one node: its containers, and the root of all control groups with the node's own interface. */
export class Kubelet {
  readonly node: string;
  readonly containers: readonly Container[];
  readonly root: Cgroup;
  readonly network: NetworkInterface;
  /** A channel: when it looked at all of them, in Unix milliseconds. */
  readonly lookedAt: number;
  readonly #columns: Channels;

  constructor(node: string, containers: readonly Container[], columns: Channels) {
    this.node = node;
    this.containers = containers;
    this.#columns = columns;
    this.root = new Cgroup(columns);
    this.network = new NetworkInterface(columns);
    this.lookedAt = columns.held();
  }

  /** The coming knot, once its containers know it; its time on the clock of who scrapes. */
  step(timeMs: number): void {
    const total = { ...SYSTEM };
    for (const { use } of this.containers) {
      total.cores += use.cores;
      total.memoryBytes += use.memoryBytes;
      total.readBytesPerSecond += use.readBytesPerSecond;
      total.writtenBytesPerSecond += use.writtenBytesPerSecond;
      total.receivedBytesPerSecond += use.receivedBytesPerSecond;
      total.sentBytesPerSecond += use.sentBytesPerSecond;
    }
    this.root.step(total);
    this.network.step(total);
    this.#columns.set(this.lookedAt, timeMs);
  }
}
