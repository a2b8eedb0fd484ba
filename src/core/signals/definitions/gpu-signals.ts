import type { SignalDefinition } from '../../model/signal.ts';
import { GROWTH_WINDOW_MS, LATELY_MS, POSITIVE, RATE_MINIMUM_RELATIVE, SHARE } from './thresholds.ts';

const GIB = 1024 ** 3;

/** A GPU or a MIG instance of one. */
const gpu = { entity: 'gpu', minimumRelative: 0.1 } as const;
/** Shares of time: a tenth of the GPU is the least that a workload of its own takes. */
const busy = { ...gpu, unit: 'ratio', direction: 'both', minimumAbsolute: 0.1, range: SHARE } as const;

/** GPUs, and the namespaces that hold them. */
export const GPU_SIGNALS: readonly SignalDefinition[] = [
  {
    ...gpu,
    id: 'gpu.memoryUsedRatio',
    unit: 'ratio',
    help: 'Share of the usable frame buffer in use. Model servers take theirs at start, so it is flat by design.',
    numerator: ['gpu.memoryUsed'],
    denominator: ['gpu.memoryUsed', 'gpu.memoryFree'],
    direction: 'up',
    minimumAbsolute: 0.03,
    minimumRelative: 0.02,
    range: SHARE,
  },
  {
    ...gpu,
    id: 'gpu.memoryUsed',
    unit: 'bytes',
    help: 'Frame buffer in use.',
    numerator: ['gpu.memoryUsed'],
    direction: 'up',
    // A second CUDA context alone takes half of it.
    minimumAbsolute: GIB,
    minimumRelative: 0.02,
    range: POSITIVE,
  },
  {
    ...gpu,
    id: 'gpu.memoryGrowth',
    unit: 'bytes/s',
    help: 'Steady growth of the frame buffer in use over the last hour: a leap, as of a start, is none.',
    numerator: ['gpu.memoryUsed'],
    memory: { of: 'growth', windowMs: GROWTH_WINDOW_MS },
    direction: 'up',
    // A quarter of a per cent of 80 GB an hour: two weeks to the end.
    minimumAbsolute: 60_000,
  },
  { ...busy, id: 'gpu.utilization', help: 'Share of time in which any kernel ran.', numerator: ['gpu.utilization'] },
  {
    ...busy,
    id: 'gpu.engineActive',
    help: 'Share of time in which the graphics or compute engine was active.',
    numerator: ['gpu.engineActive'],
  },
  {
    ...busy,
    id: 'gpu.tensorActive',
    help: 'Share of cycles in which tensor cores were active: inference uses them, mining does not.',
    numerator: ['gpu.tensorActive'],
    // Decoding one stream at a time keeps them at a few per cent.
    minimumAbsolute: 0.03,
  },
  {
    ...busy,
    id: 'gpu.memoryActive',
    help: 'Share of cycles in which the memory was read or written.',
    numerator: ['gpu.memoryActive'],
  },
  {
    ...gpu,
    id: 'gpu.power',
    unit: 'watts',
    help: 'Power drawn by the board.',
    numerator: ['gpu.power'],
    direction: 'both',
    // Between idle and a light load of any data-centre GPU.
    minimumAbsolute: 50,
    range: POSITIVE,
  },
  {
    ...gpu,
    id: 'gpu.temperature',
    unit: 'celsius',
    help: 'Temperature of the GPU.',
    numerator: ['gpu.temperature'],
    direction: 'up',
    minimumAbsolute: 8,
  },
  {
    ...gpu,
    id: 'gpu.pcieTransmit',
    unit: 'bytes/s',
    help: 'From the GPU to the host over PCIe: weights leave this way.',
    numerator: ['gpu.pcieTransmit'],
    direction: 'up',
    // A 10 Gbit/s network could not carry away more than ten times this; answers are kilobytes.
    minimumAbsolute: 100e6,
    minimumRelative: RATE_MINIMUM_RELATIVE,
    range: POSITIVE,
  },
  {
    ...gpu,
    id: 'gpu.pcieReceive',
    unit: 'bytes/s',
    help: 'From the host to the GPU over PCIe: models are loaded this way.',
    numerator: ['gpu.pcieReceive'],
    direction: 'up',
    minimumAbsolute: 100e6,
    minimumRelative: RATE_MINIMUM_RELATIVE,
    range: POSITIVE,
  },
  {
    ...gpu,
    id: 'gpu.xidEvents',
    unit: 'events/s',
    help: 'Changes of the last XID error: a fault or a crash that the driver reported.',
    numerator: ['gpu.xidEvents'],
    direction: 'up',
    minimumAbsolute: 0,
    range: POSITIVE,
  },
  {
    ...gpu,
    id: 'gpu.xid',
    unit: 'count',
    help: 'Code of the last XID error, 0 for none. It stays until the exporter restarts, and says nothing of when.',
    numerator: ['gpu.xid'],
    direction: 'both',
    minimumAbsolute: 1,
    range: POSITIVE,
  },
  {
    ...gpu,
    id: 'gpu.xidBefore',
    unit: 'count',
    help: 'Code of the XID error before the last, for an hour after the last: a crash of an application hides the fault that caused it.',
    numerator: ['gpu.xid'],
    memory: { of: 'previous', forMs: LATELY_MS },
    direction: 'both',
    minimumAbsolute: 1,
    range: POSITIVE,
  },
  {
    ...gpu,
    id: 'gpu.clock',
    unit: 'hertz',
    help: 'Clock of the streaming multiprocessors.',
    numerator: ['gpu.clock'],
    direction: 'down',
    // A step or two below the highest clock is every day's power management.
    minimumAbsolute: 150e6,
    range: POSITIVE,
  },
  {
    ...gpu,
    id: 'gpu.throttled',
    unit: 'ratio',
    help: 'Share of time in which heat held the GPU back.',
    numerator: ['gpu.throttled'],
    direction: 'up',
    minimumAbsolute: 0.05,
    range: SHARE,
  },
  {
    id: 'cost.gpu',
    entity: 'namespace',
    unit: 'USD/h',
    help: 'Price of the GPUs that the namespace holds, busy or idle.',
    numerator: ['gpu.cost'],
    direction: 'up',
    // Less than the cheapest GPU's price.
    minimumAbsolute: 0.1,
    minimumRelative: 0.1,
    range: POSITIVE,
  },
  {
    id: 'gpu.count',
    entity: 'namespace',
    unit: 'GPUs',
    help: 'GPUs that the namespace holds; a MIG instance is its share of one.',
    numerator: ['gpu.count'],
    // Down is no news: pod labels of a whole node are missing for minutes when its exporter restarts.
    direction: 'up',
    minimumAbsolute: 0.1,
    minimumRelative: 0.05,
    range: POSITIVE,
  },
];
