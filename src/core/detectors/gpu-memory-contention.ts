import { z } from 'zod';
import { type Entity, entityName } from '../model/entity.ts';
import type { Cause, Finding } from '../model/finding.ts';
import type { Reading } from '../model/signal.ts';
import { moreRequests } from './demand.ts';
import type { Detector, TickView } from './detector.ts';
import { evidenceOf, growth, isHigh, isRaised, isUsable } from './readings.ts';
import { patienceForReplicas } from './replica-away.ts';
import { TECHNIQUES } from './taxonomy.ts';
import { verdict } from './verdict.ts';
import { listed, quantity, times, usual } from './wording.ts';

const Settings = z.object({
  fullCacheRatio: z
    .number()
    .min(0)
    .max(1)
    .default(0.85)
    .describe(
      'KV-cache use from which an unusual use counts as pressure; below it a server admits every request, however busy',
    ),
  supportScore: z
    .number()
    .min(0)
    .max(1)
    .default(0.4)
    .describe('Score from which a signal is a witness beside one that is over its line'),
  criticalSlowdown: z
    .number()
    .min(1)
    .default(3)
    .describe('Time to first token, in multiples of the usual, from which contention is critical'),
});
type Settings = z.infer<typeof Settings>;

/**
 * Kinds of evidence that do not follow from one another by arithmetic. Two are needed, one of them of memory and one of them over its line:
 * together they are far less likely than the line asks of one alone, so the second may stay below it.
 */
type Kind = 'kvCache' | 'preemption' | 'frameBuffer' | 'queue' | 'latency';
const MEMORY: readonly Kind[] = ['kvCache', 'preemption', 'frameBuffer'];

interface Witness {
  readonly kind: Kind;
  readonly entity: Entity;
  readonly reading: Reading;
}

/** A serving pod that runs short of GPU memory: its KV cache, its preemptions and queue, and the frame buffer of its GPUs. */
export const gpuMemoryContention: Detector<Settings> = {
  id: 'gpu-memory-contention',
  help: 'A model server is short of GPU memory: KV cache full, preemptions, or another process in the frame buffer, and users wait.',
  needs: [
    { signal: 'kvCache.usage', entity: 'pod' },
    { signal: 'queue.waiting', entity: 'pod' },
    { signal: 'latency.timeToFirstToken', entity: 'pod' },
  ],
  techniques: [TECHNIQUES.denialOfService, TECHNIQUES.unboundedConsumption],
  settings: Settings,
  evaluate(view, settings) {
    return view.entities('pod').flatMap((pod) => {
      const witnesses = witnessesOf(view, pod, settings);
      const memory = witnesses.filter(({ kind }) => MEMORY.includes(kind));
      const [worst] = [...memory].sort(byScore);
      const certain = witnesses.some(({ reading }) => reading.score >= 1);
      return worst === undefined || witnesses.length < 2 || !certain
        ? []
        : [findingOf(view, pod, witnesses, worst, settings)];
    });
  },
};

const LESS_ROOM = 'less room for the KV cache';
const LOADED = 'Its requests rose too: it may simply be loaded beyond its size.';

/** At most one witness a kind: the strongest. */
function witnessesOf(view: TickView, pod: Entity, settings: Settings): Witness[] {
  const find = finder(view, settings.supportScore);
  const cache = find('kvCache', [pod], 'kvCache.usage');
  return [
    ...(cache !== undefined && cache.reading.value >= settings.fullCacheRatio ? [cache] : []),
    find('preemption', [pod], 'preemptions.rate') ?? [],
    find('frameBuffer', unleaking(view, pod), 'gpu.memoryUsedRatio', 'gpu.memoryUsed') ?? [],
    find('queue', [pod], 'queue.waiting') ?? [],
    find('latency', [pod], 'latency.timeToFirstToken', 'latency.interToken') ?? [],
  ].flat();
}

/** Used memory of a GPU from which nobody finds room in it: servers leave themselves a tenth. */
const FULL_RATIO = 0.95;

/** Its GPUs but those whose memory has grown steadily for an hour and has room still: that is a leak, and takes nothing from the pod yet. */
function unleaking(view: TickView, pod: Entity): readonly Entity[] {
  return view.related(pod, 'gpu').filter((gpu) => {
    const growing = view.reading('gpu.memoryGrowth', gpu);
    const isFull = (view.reading('gpu.memoryUsedRatio', gpu)?.value ?? 1) >= FULL_RATIO;
    return isFull || !isUsable(growing) || growing.value <= growing.signal.minimumAbsolute;
  });
}

/** Finds the strongest reading over a line among the signals of some entities. */
function finder(view: TickView, line: number) {
  return (kind: Kind, entities: readonly Entity[], ...signals: readonly string[]): Witness | undefined => {
    const high = entities.flatMap((entity) =>
      signals.flatMap((signal) => {
        const reading = view.reading(signal, entity);
        return isRaised(reading, line) ? [{ kind, entity, reading }] : [];
      }),
    );
    return high.sort(byScore)[0];
  };
}

function byScore(a: Witness, b: Witness): number {
  return b.reading.score - a.reading.score || (a.entity.key < b.entity.key ? -1 : 1);
}

function findingOf(view: TickView, pod: Entity, witnesses: Witness[], worst: Witness, settings: Settings): Finding {
  const ranked = [...witnesses].sort(byScore);
  const { reading } = worst;
  const frameBuffer = witnesses.find(({ kind }) => kind === 'frameBuffer');
  const neighbours = neighboursOf(view, pod);
  const causes = causesOf(view, pod, frameBuffer !== undefined);
  const { doubts, ...patience } = patienceForReplicas(view, pod.labels['model_name']);
  return verdict(gpuMemoryContention, pod, reading, {
    severity: isCritical(view, pod, witnesses, settings) ? 'critical' : 'warning',
    score: Math.max(1, ranked.slice(0, 2).reduce((sum, witness) => sum + witness.reading.score, 0) / 2),
    confidence: Math.min(1, reading.confidence * (0.6 + 0.1 * witnesses.length)),
    summary: summaryOf(pod, worst, witnesses, frameBuffer, neighbours),
    causes,
    evidence: ranked.map((witness) => evidenceOf(witness.entity, witness.reading)),
    nextStep: nextStep(pod, frameBuffer?.entity, neighbours),
    doubts: [
      ...(causes[0]?.cause === 'more requests' ? [LOADED] : []),
      ...(causes[0]?.cause === LESS_ROOM ? slower(view, pod) : []),
      ...doubts,
    ],
    ...patience,
    labels: labelsOf(view, pod, frameBuffer?.entity, neighbours),
  });
}

function isCritical(view: TickView, pod: Entity, witnesses: readonly Witness[], settings: Settings): boolean {
  const firstToken = view.reading('latency.timeToFirstToken', pod);
  const slow = isHigh(firstToken) && growth(firstToken) >= settings.criticalSlowdown;
  return slow || witnesses.length >= 4;
}

/** Other pods that hold one of this pod's GPUs (time-slicing, MPS). */
function neighboursOf(view: TickView, pod: Entity): Entity[] {
  const others = view.related(pod, 'gpu').flatMap((gpu) => view.related(gpu, 'pod'));
  return [...new Map(others.filter(({ key }) => key !== pod.key).map((other) => [other.key, other])).values()];
}

/**
 * A model server takes its memory once, at start: a frame buffer that moves while it serves was moved by somebody else. Otherwise the pod's
 * own load is to blame, by its number of requests or by their length.
 */
function causesOf(view: TickView, pod: Entity, frameBufferMoved: boolean): Cause[] {
  if (frameBufferMoved) return [{ cause: 'memory taken by another process', share: 1 }];
  if (moreRequests(view, pod) !== undefined) return [{ cause: 'more requests', share: 1 }];
  const longer = ['tokens.outputPerRequest', 'tokens.inputPerRequest', 'tokens.input'].some((signal) =>
    isHigh(view.reading(signal, pod)),
  );
  return [{ cause: longer ? 'longer sequences' : LESS_ROOM, share: 1 }];
}

/** A server that became slower holds every request for longer, and its cache fills without anybody taking memory. */
function slower(view: TickView, pod: Entity): string[] {
  const tokens = view.reading('latency.interToken', pod);
  if (!isHigh(tokens) || tokens.expected <= 0) return [];
  const factor = times(growth(tokens));
  return [`Each token takes ${factor} the usual time too: it may have lost capacity, by a clock or a neighbour.`];
}

const WORDS: Record<Kind, string> = {
  kvCache: 'KV cache',
  preemption: 'preemptions',
  frameBuffer: 'frame buffer',
  queue: 'requests waiting',
  latency: 'time to first token',
};

function inWords({ kind, reading }: Witness): string {
  const name = reading.signal.id === 'latency.interToken' ? 'time between tokens' : WORDS[kind];
  const unit = reading.signal.unit === 'requests' ? 'count' : reading.signal.unit;
  return `${name} ${quantity(reading.value, unit)}, ${usual(reading, unit)}`;
}

function summaryOf(
  pod: Entity,
  worst: Witness,
  witnesses: readonly Witness[],
  gpu: Witness | undefined,
  neighbours: readonly Entity[],
): string {
  const felt = witnesses.find(({ kind }) => kind === 'latency') ?? witnesses.find(({ kind }) => kind === 'queue');
  const model = pod.labels['model_name'];
  const subject = `Pod ${entityName(pod)}${model === undefined ? '' : ` (${model})`}`;
  const facts = [worst, ...(felt === undefined ? [] : [felt])].map(inWords).join('; ');
  const who = neighbours.length > 0 ? `; ${listed(neighbours.map(entityName))} shares its GPU` : '';
  const where = gpu === undefined ? who : `; another process took memory on ${entityName(gpu.entity)}${who}`;
  return `${subject} is short of GPU memory: ${facts}${where}.`;
}

function nextStep(pod: Entity, gpu: Entity | undefined, neighbours: readonly Entity[]): string {
  const [neighbour] = neighbours;
  if (neighbour !== undefined)
    return `Move ${entityName(neighbour)} off the GPU, or evict it, and watch the KV cache of ${entityName(pod)} fall.`;
  if (gpu !== undefined)
    return `Run nvidia-smi on the node of ${entityName(gpu)} and stop the process that is not ${entityName(pod)}.`;
  return `Look which requests of ${entityName(pod)} hold the longest sequences; cap max_tokens or add a replica.`;
}

/** The exporters' own labels: the victim, its model and node, the GPU under pressure, the neighbour. */
function labelsOf(
  view: TickView,
  pod: Entity,
  pressed: Entity | undefined,
  neighbours: readonly Entity[],
): Record<string, string> {
  const gpus = view.related(pod, 'gpu');
  const gpu = pressed ?? (gpus.length === 1 ? gpus[0] : undefined);
  const host = (gpu ?? gpus[0])?.labels['Hostname'];
  const named = {
    model_name: pod.labels['model_name'],
    gpu: gpu?.labels['gpu'],
    UUID: gpu?.identity['UUID'],
    Hostname: host,
    neighbour_pod: neighbours[0]?.identity['pod'],
    neighbour_namespace: neighbours[0]?.identity['namespace'],
  };
  return Object.fromEntries(
    Object.entries(named).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  );
}
