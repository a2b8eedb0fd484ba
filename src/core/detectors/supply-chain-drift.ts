import { z } from 'zod';
import { type Entity, entityName } from '../model/entity.ts';
import type { Finding } from '../model/finding.ts';
import type { Reading } from '../model/signal.ts';
import type { Detector, TickView } from './detector.ts';
import { evidenceOf, isUsable } from './readings.ts';
import { TECHNIQUES } from './taxonomy.ts';
import { verdict } from './verdict.ts';
import { listed, quantity } from './wording.ts';

const Settings = z.object({
  settledMs: z
    .number()
    .min(0)
    .default(1_800_000)
    .describe(
      'How long a workload must have run before an image that is new in it counts, in milliseconds: large images are pulled for long',
    ),
});
type Settings = z.infer<typeof Settings>;

/** How an image came where it is. */
type Drift = 'same tag, other digest' | 'other registry or repository' | 'other image';

/**
 * An image never seen before runs in a workload that ran without it. What is known is known by its baseline, which outlives a restart of
 * ours; a rollout is a new ReplicaSet, whose first image comes with it.
 */
export const supplyChainDrift: Detector<Settings> = {
  id: 'supply-chain-drift',
  help: 'A container runs an image digest never seen before, in a workload that was not rolled out: replaced in place, behind the same tag, from another registry, or beside the others.',
  needs: [
    { signal: 'presence.age', entity: 'image' },
    { signal: 'presence.age', entity: 'workload' },
  ],
  techniques: [TECHNIQUES.supplyChainCompromise, TECHNIQUES.supplyChain],
  settings: Settings,
  evaluate(view, settings) {
    const images = view.entities('image');
    return images.flatMap((image) => {
      const age = view.reading('presence.age', image);
      if (age === undefined || age.ready || !Number.isFinite(age.value)) return [];
      const place = placeOf(view, image, age, images, settings);
      return place === undefined ? [] : [findingOf(image, age, place)];
    });
  },
};

interface Place {
  readonly workload: Entity;
  readonly age: Reading;
  readonly pods: readonly Entity[];
  readonly drift: Drift;
}

/** The workload into which the image drifted; undefined where it came in order. */
function placeOf(
  view: TickView,
  image: Entity,
  imageAge: Reading,
  images: readonly Entity[],
  { settledMs }: Settings,
): Place | undefined {
  const pods = view.related(image, 'pod');
  const workloads = new Set(pods.flatMap((pod) => view.related(pod, 'workload')));
  for (const workload of workloads) {
    const age = view.reading('presence.age', workload);
    if (!isUsable(age) || age.value < imageAge.value + settledMs / 1000) continue;
    const own = pods.filter((pod) => view.related(pod, 'workload').includes(workload));
    const others = images.filter(
      (other) =>
        other.key !== image.key &&
        view.related(other, 'pod').some((pod) => view.related(pod, 'workload').includes(workload)),
    );
    const drift = driftOf(image, others);
    // The pods of a ReplicaSet have one template for life. Other workloads keep their name when they are rolled out with a new tag.
    if (isReplicaSet(workload) || (drift !== 'other image' && others.length > 0)) {
      return { workload, age, pods: own, drift };
    }
  }
  return undefined;
}

function isReplicaSet({ labels }: Entity): boolean {
  return labels['created_by_kind'] === 'ReplicaSet';
}

/** What the image is to the others that its workload runs, or ran until minutes ago. */
function driftOf(image: Entity, others: readonly Entity[]): Drift {
  if (others.some(({ labels }) => labels['image'] !== undefined && labels['image'] === image.labels['image']))
    return 'same tag, other digest';
  return others.some((other) => repository(other) === repository(image))
    ? 'other image'
    : 'other registry or repository';
}

/** `registry/vllm/vllm-openai` of `registry/vllm/vllm-openai@sha256:...`. */
function repository({ identity, labels }: Entity): string {
  const [name = ''] = (identity['image_id'] ?? '').split('@');
  return name === '' || name.startsWith('sha256:') ? (labels['image'] ?? '').replace(/:[^:/]*$/, '') : name;
}

function findingOf(image: Entity, imageAge: Reading, { workload, age, pods, drift }: Place): Finding {
  const names = pods.map(entityName).sort();
  const where = `${names.length === 1 ? 'pod' : 'pods'} ${listed(names.slice(0, 3))}`;
  const what = entityName(image);
  const young = { ...age, value: imageAge.value, expected: age.value, lower: age.value, upper: age.value };
  return verdict(supplyChainDrift, image, young, {
    byLimit: true,
    severity: drift === 'other image' ? 'warning' : 'critical',
    score: 2,
    confidence: age.confidence,
    summary: `Image ${what} was never seen before and runs in ${where}, whose workload ${workload.identity['workload'] ?? ''} has run for ${quantity(Math.round(age.value / 3600), 'count')} h or more without it and was not rolled out.`,
    causes: [{ cause: drift, share: 1 }],
    evidence: [evidenceOf(image, imageAge), evidenceOf(workload, age)],
    nextStep: `Compare the digest with what your registry and your pipeline know; if nobody built it, cut ${where} off by a NetworkPolicy, keep the image, and deploy again by digest.`,
    doubts: names.length > 1 ? ['Several pods run it: it may be a tag that was built anew.'] : [],
  });
}
