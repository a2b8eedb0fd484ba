import type { Channels } from './channels.ts';

/** What happens in a control group: cores in use, bytes held, read and written a second. */
export interface CgroupUse {
  readonly cores: number;
  readonly memoryBytes: number;
  readonly readBytesPerSecond: number;
  readonly writtenBytesPerSecond: number;
}

/** What passes a network interface, in bytes a second. */
export interface InterfaceUse {
  readonly receivedBytesPerSecond: number;
  readonly sentBytesPerSecond: number;
}

/** The numbers of a control group, as a kubelet finds them each time it looks. */
export class Cgroup {
  readonly channels;
  readonly #columns: Channels;

  constructor(columns: Channels) {
    this.#columns = columns;
    this.channels = {
      cpuSeconds: columns.look(),
      memoryBytes: columns.held(),
      readBytes: columns.look(),
      writtenBytes: columns.look(),
    };
  }

  /** The coming knot. */
  step({ cores, memoryBytes, readBytesPerSecond, writtenBytesPerSecond }: CgroupUse): void {
    this.#columns.set(this.channels.cpuSeconds, cores);
    this.#columns.set(this.channels.memoryBytes, memoryBytes);
    this.#columns.set(this.channels.readBytes, readBytesPerSecond);
    this.#columns.set(this.channels.writtenBytes, writtenBytesPerSecond);
  }

  /** Another group took its place: it counts from zero. */
  restart(): void {
    const { cpuSeconds, readBytes, writtenBytes } = this.channels;
    this.#columns.restart([cpuSeconds, readBytes, writtenBytes]);
  }
}

/** A full frame carries more, an acknowledgement next to nothing. */
const BYTES_PER_PACKET = 1_100;

/** The numbers of a network interface. */
export class NetworkInterface {
  readonly channels;
  readonly #columns: Channels;

  constructor(columns: Channels) {
    this.#columns = columns;
    this.channels = {
      receivedBytes: columns.look(),
      receivedPackets: columns.look(),
      sentBytes: columns.look(),
      sentPackets: columns.look(),
    };
  }

  /** The coming knot. */
  step({ receivedBytesPerSecond, sentBytesPerSecond }: InterfaceUse): void {
    this.#columns.set(this.channels.receivedBytes, receivedBytesPerSecond);
    this.#columns.set(this.channels.receivedPackets, receivedBytesPerSecond / BYTES_PER_PACKET);
    this.#columns.set(this.channels.sentBytes, sentBytesPerSecond);
    this.#columns.set(this.channels.sentPackets, sentBytesPerSecond / BYTES_PER_PACKET);
  }
}
