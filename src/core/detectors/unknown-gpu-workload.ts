import { z } from 'zod';
import { type Entity, entityName } from '../model/entity.ts';
import type { Finding } from '../model/finding.ts';
import type { Reading } from '../model/signal.ts';
import type { Detector, TickView } from './detector.ts';
import { evidenceOf, isHigh, isRaised, isUsable } from './readings.ts';
import { TECHNIQUES } from './taxonomy.ts';
import { verdict } from './verdict.ts';
import { listed, quantity, usual } from './wording.ts';

const Settings = z.object({
  busyRatio: z
    .number()
    .min(0)
    .max(1)
    .default(0.2)
    .describe('Share of time a GPU must be active to count as busy; a driver query or a health check stays far below'),
  idleTensorRatio: z
    .number()
    .min(0)
    .max(1)
    .default(0.02)
    .describe('Share of cycles below which tensor cores are idle: miners leave them idle, models do not'),
});
type Settings = z.infer<typeof Settings>;

/** Any of them tells that the GPU has begun to work. */
const ACTIVITY = ['gpu.engineActive', 'gpu.utilization', 'gpu.power'] as const;

/** A GPU that works harder than ever for nobody Kubernetes knows of, or for a server that nobody asks anything. */
export const unknownGpuWorkload: Detector<Settings> = {
  id: 'unknown-gpu-workload',
  help: 'A GPU is busy without an owner, or busy while its server serves nothing; tells mining from a model’s work.',
  needs: [{ signal: 'gpu.utilization', entity: 'gpu' }],
  techniques: [TECHNIQUES.costHarvesting],
  settings: Settings,
  evaluate(view, settings) {
    const labelled = hostsWithOwners(view);
    return view.entities('gpu').flatMap((gpu) => {
      // A GPU that pods share has no single pod among its labels; its pods are related to it all the same.
      const owned = gpu.labels['pod'] !== undefined || view.related(gpu, 'pod').length > 0;
      const activity = activityOf(view, gpu, settings).filter((reading) => !owned || isHigh(reading));
      if (activity.length === 0 || (owned ? !servesNothing(view, gpu) : !labelled(gpu))) return [];
      return [findingOf(view, gpu, activity, owned ? 'no requests' : 'no owner', settings)];
    });
  },
};

/**
 * Signals of activity above what is expected, the strongest first, where the GPU is really busy and is not expected to be, or not at this power.
 * That is all that counts without an owner: that a GPU was at work before, for somebody known, excuses nobody.
 */
function activityOf(view: TickView, gpu: Entity, settings: Settings): Reading[] {
  const busy = [view.reading('gpu.engineActive', gpu), view.reading('gpu.utilization', gpu)].filter(isUsable);
  if (!busy.some(({ value }) => value >= settings.busyRatio)) return [];
  const isNews = busy.some(({ expected }) => expected < settings.busyRatio) || isHigh(view.reading('gpu.power', gpu));
  if (!isNews) return [];
  return ACTIVITY.flatMap((signal) => view.reading(signal, gpu) ?? [])
    .filter((reading) => isRaised(reading, 0))
    .sort((a, b) => b.score - a.score);
}

/**
 * Whether the exporter of a GPU's node tells owners at all now. It does not without its Kubernetes option, and for minutes after the
 * kubelet's socket was gone: a GPU without an owner then says nothing.
 */
function hostsWithOwners(view: TickView): (gpu: Entity) => boolean {
  const hosts = new Set(
    view.entities('gpu').flatMap(({ labels }) => (labels['pod'] === undefined ? [] : [labels['Hostname']])),
  );
  return (gpu) => hosts.has(gpu.labels['Hostname']);
}

/** Its pods are model servers, and none of them puts out anything. */
function servesNothing(view: TickView, gpu: Entity): boolean {
  const outputs = view.related(gpu, 'pod').flatMap((pod) => view.reading('tokens.output', pod) ?? []);
  return outputs.length > 0 && outputs.every(({ value }) => value === 0);
}

function findingOf(
  view: TickView,
  gpu: Entity,
  activity: readonly Reading[],
  why: 'no owner' | 'no requests',
  settings: Settings,
): Finding {
  const [first] = activity;
  if (first === undefined) throw new Error('a finding needs evidence');
  const tensor = view.reading('gpu.tensorActive', gpu);
  const workload = workloadOf(tensor, settings);
  const inOrder = ACTIVITY.flatMap((id) => activity.find((reading) => reading.signal.id === id) ?? []);
  const facts = inOrder.map(
    (reading) =>
      `${WORDS[reading.signal.id] ?? reading.signal.id} ${quantity(reading.value, reading.signal.unit)}, ${usual(reading, reading.signal.unit)}`,
  );
  const whose =
    why === 'no owner' ? 'for no pod that Kubernetes knows' : `while its pod ${gpu.labels['pod'] ?? ''} serves nothing`;
  return verdict(unknownGpuWorkload, gpu, first, {
    ...(why === 'no owner' && { byLimit: true }),
    severity: workload === 'mining' ? 'critical' : 'warning',
    score: Math.max(1, first.score),
    confidence: first.confidence * (activity.length > 1 ? 1 : 0.7),
    summary: `${entityName(gpu)} works ${whose}: ${listed(facts.slice(0, 2))}${SIGNATURES[workload]}.`,
    causes: [{ cause: `${workload}, ${why}`, share: 1 }],
    evidence: [...activity, ...(isUsable(tensor) ? [tensor] : [])].map((reading) => evidenceOf(gpu, reading)),
    techniques: [TECHNIQUES.costHarvesting],
    nextStep: `Run nvidia-smi on the node of ${entityName(gpu)} and look whose the processes are; stop what nobody claims and keep its image.`,
    doubts: activity.length > 1 ? [] : ['Only one signal of activity moved.'],
  });
}

const WORDS: Readonly<Record<string, string>> = {
  'gpu.engineActive': 'active',
  'gpu.utilization': 'used',
  'gpu.power': 'at',
};

type Workload = 'mining' | 'a model' | 'unknown work';

const SIGNATURES: Record<Workload, string> = {
  mining: '; its tensor cores are idle, as in mining',
  'a model': '; its tensor cores work, as in training or inference',
  'unknown work': '',
};

function workloadOf(tensor: Reading | undefined, settings: Settings): Workload {
  if (tensor === undefined || !Number.isFinite(tensor.value)) return 'unknown work';
  return tensor.value < settings.idleTensorRatio ? 'mining' : 'a model';
}
