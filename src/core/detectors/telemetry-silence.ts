import { z } from 'zod';
import { type Entity, entityName } from '../model/entity.ts';
import type { Finding } from '../model/finding.ts';
import type { Reading } from '../model/signal.ts';
import { blindness } from './blindness.ts';
import type { Detector, TickView } from './detector.ts';
import { isLow } from './readings.ts';
import { verdict } from './verdict.ts';
import { listed } from './wording.ts';

const Settings = z.object({
  patienceMs: z
    .number()
    .min(0)
    .default(480_000)
    .describe(
      'How long a target may stay silent, or a signal be missing, in milliseconds: restarts and rollouts of model servers take up to seven minutes',
    ),
});
type Settings = z.infer<typeof Settings>;

/** A target that answered before does not answer, or is not there any more: whoever wants to work unseen begins here. */
export const telemetrySilence: Detector<Settings> = {
  id: 'telemetry-silence',
  help: 'A scrape target that used to answer has stopped answering or has left discovery; or a detector has gone blind, because a signal that it needs is missing.',
  needs: [
    { signal: 'target.up', entity: 'target' },
    { signal: 'target.discovered', entity: 'target' },
  ],
  techniques: [],
  settings: Settings,
  evaluate(view, { patienceMs }) {
    const targets = view.entities('target');
    const unanswered = targets.flatMap((target) => {
      const up = view.reading('target.up', target);
      return isLow(up) && up.value < 0.5 ? [findingOf(target, up, patienceMs)] : [];
    });
    const departed = goneTargets(view, patienceMs).map(({ target, gone }) => findingOf(target, gone, patienceMs));
    const blind = blindness(view, patienceMs).map((finding) => ({ ...finding, detector: telemetrySilence.id }));
    return [...unanswered, ...departed, ...blind];
  },
};

interface Gone {
  readonly target: Entity;
  readonly gone: Reading;
  readonly seconds: number;
}

/**
 * Targets out of discovery that nothing explains. Explained are: a pod that Kubernetes has not got any more (scaled down, replaced); where
 * Kubernetes is not watched, or the target is no pod, another of its job that came since it went, one for each (a rollout). When every
 * target is gone we are blind ourselves, and it says nothing of them.
 */
function goneTargets(view: TickView, patienceMs: number): Gone[] {
  const targets = view.entities('target');
  const gone = targets.flatMap((target): Gone[] => {
    const discovered = view.reading('target.discovered', target);
    const seconds = view.reading('target.silence', target)?.value ?? 0;
    return isLow(discovered) && discovered.value < 0.5 ? [{ target, gone: discovered, seconds }] : [];
  });
  if (gone.length === 0 || !targets.some((target) => isThere(view, target))) return [];
  const pods = podsInKubernetes(view);
  const running = gone.filter(({ target }) => pods?.has(podName(target) ?? '') === true);
  const others = gone.filter(({ target }) => pods === undefined || podName(target) === undefined);
  return [...running, ...unreplaced(view, others, patienceMs)];
}

function isThere(view: TickView, target: Entity): boolean {
  return (view.reading('target.discovered', target)?.value ?? 0) > 0;
}

/** Names of the pods that Kubernetes has now; undefined where it is not watched. */
function podsInKubernetes(view: TickView): ReadonlySet<string> | undefined {
  const names = view
    .entities('pod')
    .flatMap((pod) => (view.reading('presence.age', pod) === undefined ? [] : nameOf(pod.identity)));
  return names.length === 0 ? undefined : new Set(names);
}

function podName({ labels }: Entity): string | undefined {
  return labels['pod'] === undefined ? undefined : nameOf(labels);
}

function nameOf({ namespace = '', pod = '' }: Entity['labels']): string {
  return `${namespace}/${pod}`;
}

/** Those beyond the number of newcomers of their job; of several, those that have been gone for longest were replaced first. */
function unreplaced(view: TickView, gone: readonly Gone[], patienceMs: number): Gone[] {
  const jobs = new Set(gone.map(({ target }) => target.labels['job']));
  return [...jobs].flatMap((job) => {
    const ours = gone
      .filter(({ target }) => target.labels['job'] === job)
      .sort((a, b) => b.seconds - a.seconds || (a.target.key < b.target.key ? -1 : 1));
    const longest = ours[0]?.seconds ?? 0;
    const newcomers = view.entities('target').filter((target) => {
      const age = target.labels['job'] === job ? view.reading('presence.age', target) : undefined;
      return age !== undefined && age.value <= longest + patienceMs / 1000;
    });
    return ours.slice(newcomers.length);
  });
}

function findingOf(target: Entity, reading: Reading, patienceMs: number): Finding {
  const place = ['job', 'pod', 'node'].flatMap((name) => {
    const value = target.labels[name];
    return value === undefined ? [] : [`${name} ${value}`];
  });
  const name = target.labels['instance'] ?? entityName(target);
  const isGone = reading.signal.id === 'target.discovered';
  return verdict(telemetrySilence, target, reading, {
    severity: 'warning',
    summary: `Target ${name}${place.length === 0 ? '' : ` (${listed(place)})`} ${isGone ? 'has left discovery, and nothing has taken its place' : 'does not answer its scrapes any more'}.`,
    causes: [{ cause: isGone ? 'no target' : 'no answer', share: 1 }],
    nextStep: isGone
      ? `Look who changed the service, the labels or the monitor that told of ${name}; until it is back, nobody watches what it tells of.`
      : `Look whether the process behind ${name} runs and who stopped it; until it answers, nobody watches what it tells of.`,
    doubts: isGone ? ['It may have been taken out of service in order.'] : [],
    patienceMs,
  });
}
