import { max, min, round } from './arithmetic.ts';
import { type Channels, KNOT_MS } from './channels.ts';
import { Drift } from './drift.ts';
import { NEIGHBOUR, type PodPlan, SERVING_NAMESPACE } from './fleet.ts';
import type { Random } from './random.ts';

/** Memory of an H100 80GB HBM3 as DCGM splits it, in MiB. */
const TOTAL_MIB = 81_559;
const RESERVED_MIB = 537;
/** vLLM takes 0.9 of the memory when it starts, whatever the load. */
const SERVING_MIB = round(0.9 * TOTAL_MIB);
const IDLE_MIB = 4;
/** A miner hashes on the integer units and the memory: engine and power as under full load, the tensor pipe unused. */
const MINER = { engine: 0.99, dram: 0.86, usedMiB: 6_310 };

/** What the GPU's owner does to it at a moment. */
export interface GpuUse {
  /** 0 to 1. */
  readonly load: number;
  /** False while the owner's process is being restarted. */
  readonly allocated: boolean;
  /** How hard a second process squeezes, 0 to 1. */
  readonly squeeze: number;
  /** How hard a miner works on it, 0 to 1. */
  readonly mining: number;
}

/** One H100: its identity and every number dcgm-exporter shows of it. */
export class Gpu {
  readonly index: number;
  readonly node: string;
  readonly uuid: string;
  readonly owner: PodPlan | undefined;
  readonly channels;
  readonly #columns: Channels;
  readonly #activity: Drift;
  readonly #sensors: Drift;
  readonly #allocatedMiB: number;
  readonly #idleWatts: number;

  constructor(place: { node: string; index: number; owner: PodPlan | undefined }, columns: Channels, random: Random) {
    this.node = place.node;
    this.index = place.index;
    this.owner = place.owner;
    this.uuid = `GPU-${random.uuid()}`;
    this.#columns = columns;
    this.#activity = new Drift(random, { spread: 0.03, memoryMs: 240_000, stepMs: KNOT_MS });
    this.#sensors = new Drift(random, { spread: 0.01, memoryMs: 600_000, stepMs: KNOT_MS });
    this.#allocatedMiB = SERVING_MIB + round(random.between(-220, 220));
    this.#idleWatts = random.between(66, 74);
    this.channels = {
      smClock: columns.level(),
      memoryCelsius: columns.level(),
      celsius: columns.level(),
      watts: columns.level(),
      millijoules: columns.counter(round(random.between(2e11, 9e11))),
      utilizationPercent: columns.level(),
      copyPercent: columns.level(),
      freeMiB: columns.level(),
      usedMiB: columns.level(),
      engineActive: columns.level(),
      tensorActive: columns.level(),
      dramActive: columns.level(),
      pcieSent: columns.level(),
      pcieReceived: columns.level(),
      neighbourShown: columns.held(),
    };
  }

  /** Labels of a row, in dcgm-exporter's order; `pod` undefined for a spare GPU. */
  labels(pod: Readonly<{ container: string; namespace: string; pod: string }> | undefined, share = 0) {
    const bus = (0x1a + 0x11 * this.index).toString(16).toUpperCase();
    return {
      gpu: `${this.index}`,
      UUID: this.uuid,
      pci_bus_id: `00000000:${bus}:00.0`,
      device: `nvidia${this.index}`,
      modelName: 'NVIDIA H100 80GB HBM3',
      Hostname: this.node,
      DCGM_FI_DRIVER_VERSION: '580.105.08',
      ...(pod === undefined ? {} : { ...pod, pod_uid: '', vgpu: `${share}` }),
    };
  }

  /** The rows of a GPU: its owner's, and the neighbour's that is shown during a squeeze. */
  get ownerLabels() {
    const pod = this.owner && { container: 'vllm', namespace: SERVING_NAMESPACE, pod: this.owner.name };
    return this.labels(pod);
  }

  get neighbourLabels() {
    return this.labels(NEIGHBOUR, 1);
  }

  step(use: GpuUse): void {
    const { channels } = this;
    const set = (channel: number, value: number) => this.#columns.set(channel, value);
    const activity = this.#activity.next();
    const sensors = this.#sensors.next();
    const busy = use.allocated ? min(1, (0.12 + 0.75 * use.load) * activity) : 0;
    const inference = max(busy, use.squeeze * 0.97);
    const engine = max(inference, use.mining * MINER.engine);
    const watts = (this.#idleWatts + 520 * engine ** 1.3) * sensors;
    const usedMiB = (use.allocated ? this.#allocatedMiB : IDLE_MIB) + use.mining * MINER.usedMiB;
    const squeezedMiB = usedMiB + use.squeeze * (TOTAL_MIB - RESERVED_MIB - usedMiB - 96);
    set(channels.smClock, 1_980);
    set(channels.memoryCelsius, 32 + 0.055 * watts);
    set(channels.celsius, 24 + 0.05 * watts);
    set(channels.watts, watts);
    set(channels.millijoules, watts * 1_000);
    set(channels.utilizationPercent, 100 * engine);
    set(channels.copyPercent, 55 * engine);
    set(channels.usedMiB, squeezedMiB);
    set(channels.freeMiB, TOTAL_MIB - RESERVED_MIB - squeezedMiB);
    set(channels.engineActive, engine);
    set(channels.tensorActive, 0.34 * inference * sensors);
    set(channels.dramActive, (0.42 * inference + MINER.dram * use.mining) * sensors);
    set(channels.pcieSent, 6.3e5 + 1.1e7 * engine);
    set(channels.pcieReceived, 5.9e5 + 2.6e7 * engine);
    set(channels.neighbourShown, use.squeeze > 0 ? 1 : 0);
  }
}

export const RESERVED = RESERVED_MIB;
