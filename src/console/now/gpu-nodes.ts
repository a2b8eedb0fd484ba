import type { Signal } from '../api/types.ts';
import { grouped } from '../format/grouped.ts';

/** One GPU as the heat map shows it. */
export interface GpuCell {
  readonly key: string;
  readonly name: string;
  /** Its place in the node, and its MIG instance. */
  readonly place: string;
  readonly modelName?: string;
  /** `namespace/pod` */
  readonly pod?: string;
  readonly memory?: Signal;
  readonly utilization?: Signal;
}

/** A node and its GPUs, in the order of their indexes. */
export interface GpuNode {
  readonly node: string;
  readonly gpus: readonly GpuCell[];
}

/** Memory and utilisation of each GPU, by the node it sits in. */
export function gpuNodes(memory: readonly Signal[], utilization: readonly Signal[]): GpuNode[] {
  const cells = new Map<string, { readonly node: string; readonly cell: GpuCell }>();
  for (const signal of [...memory, ...utilization]) {
    const { entity } = signal;
    const { labels } = entity;
    const known = cells.get(entity.key)?.cell;
    const field = signal.signal === 'gpu.utilization' ? 'utilization' : 'memory';
    const pod = [labels['namespace'], labels['pod']].filter((part) => part !== undefined).join('/');
    const cell: GpuCell = {
      key: entity.key,
      name: entity.name,
      place: [labels['gpu'] ?? '?', entity.identity['GPU_I_ID']].filter((part) => part !== undefined).join('.'),
      ...(labels['modelName'] === undefined ? {} : { modelName: labels['modelName'] }),
      ...(pod === '' ? {} : { pod }),
      ...known,
      [field]: signal,
    };
    cells.set(entity.key, { node: labels['Hostname'] ?? labels['node'] ?? 'unknown node', cell });
  }
  return grouped(cells.values(), ({ node }) => node)
    .map(([node, members]) => ({ node, gpus: members.map(({ cell }) => cell).sort(byPlace) }))
    .sort((a, b) => a.node.localeCompare(b.node, 'en', { numeric: true }));
}

function byPlace(a: GpuCell, b: GpuCell): number {
  return a.place.localeCompare(b.place, 'en', { numeric: true });
}

/** The mean of what is known; undefined where nothing is. */
export function mean(signals: readonly (Signal | undefined)[]): number | undefined {
  const values = signals.map((signal) => signal?.value).filter((value) => value !== null && value !== undefined);
  return values.length === 0 ? undefined : values.reduce((sum, value) => sum + value, 0) / values.length;
}
