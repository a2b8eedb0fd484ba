import { z } from 'zod';
import { type Entity, entityName } from '../model/entity.ts';
import type { Finding } from '../model/finding.ts';
import type { Reading } from '../model/signal.ts';
import type { Detector, TickView } from './detector.ts';
import { evidenceOf, isUsable } from './readings.ts';
import { verdict } from './verdict.ts';
import { percent, plainNumber } from './wording.ts';

const Settings = z.object({
  minimumSharePerHour: z
    .number()
    .min(0)
    .default(0.005)
    .describe("Share of the GPU's memory that must be added an hour, an hour long, to be a leak"),
  maximumHours: z
    .number()
    .min(0)
    .default(96)
    .describe(
      'Hours to the end of the memory up to which it is told: what takes longer than days ends in a deployment first',
    ),
  criticalHours: z.number().min(0).default(6).describe('Hours to the end of the memory from which it is critical'),
});
type Settings = z.infer<typeof Settings>;

const SECONDS_PER_HOUR = 3600;

/**
 * Memory that grows and grows: a server takes its share at the start and stays there, so steady growth ends in a crash. The line is absolute:
 * an hour of growth is no chance, and one that has gone on for a day ends no later for being usual.
 */
export const gpuMemoryLeak: Detector<Settings> = {
  id: 'gpu-memory-leak',
  help: 'The frame buffer in use grows steadily for an hour or longer; tells when it will be full.',
  needs: [
    { signal: 'gpu.memoryGrowth', entity: 'gpu' },
    { signal: 'gpu.memoryUsedRatio', entity: 'gpu' },
    { signal: 'gpu.memoryUsed', entity: 'gpu' },
  ],
  techniques: [],
  settings: Settings,
  evaluate(view, settings) {
    const leaks = view.entities('gpu').flatMap((gpu) => leakOf(view, gpu, settings) ?? []);
    const groups = new Map<string, Leak[]>();
    for (const leak of leaks) groups.set(leak.owner.key, [...(groups.get(leak.owner.key) ?? []), leak]);
    return [...groups.values()].map((group) => findingOf(group, settings));
  },
};

interface Leak {
  readonly gpu: Entity;
  /** The only pod on the GPU, else the GPU itself: all GPUs of one leaking server are one alert. */
  readonly owner: Entity;
  readonly growth: Reading;
  readonly usedRatio: number;
  readonly sharePerHour: number;
  readonly hoursLeft: number;
}

function leakOf(view: TickView, gpu: Entity, settings: Settings): Leak | undefined {
  const growth = view.reading('gpu.memoryGrowth', gpu);
  const used = view.reading('gpu.memoryUsed', gpu);
  const ratio = view.reading('gpu.memoryUsedRatio', gpu);
  if (!isUsable(growth) || !isUsable(used) || !isUsable(ratio) || used.value <= 0 || ratio.value <= 0) return undefined;
  const sharePerHour = ((growth.value * SECONDS_PER_HOUR) / used.value) * ratio.value;
  if (!(sharePerHour > 0) || sharePerHour < settings.minimumSharePerHour) return undefined;
  const [pod, another] = view.related(gpu, 'pod');
  const owner = pod === undefined || another !== undefined ? gpu : pod;
  const hoursLeft = Math.max(0, 1 - ratio.value) / sharePerHour;
  if (hoursLeft > settings.maximumHours) return undefined;
  return { gpu, owner, growth, usedRatio: ratio.value, sharePerHour, hoursLeft };
}

function findingOf(leaks: readonly Leak[], { criticalHours, minimumSharePerHour }: Settings): Finding {
  const [worst] = [...leaks].sort((a, b) => a.hoursLeft - b.hoursLeft || (a.gpu.key < b.gpu.key ? -1 : 1));
  if (worst === undefined) throw new Error('a finding needs a leak');
  const { gpu, owner, growth, usedRatio, sharePerHour, hoursLeft } = worst;
  const whose = owner === gpu ? entityName(gpu) : `${entityName(gpu)} of pod ${entityName(owner)}`;
  const more = leaks.length > 1 ? ` (${leaks.length} GPUs alike)` : '';
  return verdict(gpuMemoryLeak, owner, growth, {
    byLimit: true,
    severity: hoursLeft <= criticalHours ? 'critical' : 'warning',
    score: Math.max(1, sharePerHour / minimumSharePerHour),
    summary: `Memory of ${whose} grows by ${percent(sharePerHour)} an hour and is ${percent(usedRatio)} full${more}: it will be full in ${plainNumber(Math.round(hoursLeft * 10) / 10)} h.`,
    causes: [{ cause: 'steady growth', share: 1 }],
    evidence: leaks.slice(0, 8).map((leak) => evidenceOf(leak.gpu, leak.growth)),
    nextStep: `Restart the pod on ${entityName(gpu)} at a quiet hour before it is full, and look what was changed in it: adapters that are never unloaded, caches without a bound, another process.`,
    ...(owner === gpu ? {} : { labels: gpuLabels(gpu) }),
  });
}

/** The GPU's own labels beside the pod's. */
function gpuLabels({ identity, labels }: Entity): Record<string, string> {
  return Object.fromEntries(
    ['UUID', 'gpu', 'Hostname'].flatMap((name) => {
      const value = identity[name] ?? labels[name];
      return value === undefined ? [] : [[name, value]];
    }),
  );
}
