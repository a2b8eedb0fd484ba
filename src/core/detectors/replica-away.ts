import type { Entity } from '../model/entity.ts';
import type { TickView } from './detector.ts';
import { isUsable } from './readings.ts';

/** How long a model server takes to restart or to be replaced: what the others suffer meanwhile is over by then. */
const RESTART_MS = 480_000;

/** Answered scrapes of the last twenty minutes below which a target was away, and did not only miss one. */
const AWAY_RATIO = 0.93;

/**
 * A replica of this model restarts or is being replaced, or was until lately: the others carry its load for minutes. What is found of them is
 * told only when it stands for longer than that.
 */
export function patienceForReplicas(
  view: TickView,
  model: string | undefined,
): { patienceMs?: number; doubts: string[] } {
  const name = model === undefined ? undefined : (restarted(view, model) ?? departed(view, model));
  if (name === undefined) return { doubts: [] };
  return {
    patienceMs: RESTART_MS,
    doubts: [`Replica ${name} was away lately: the others carry its load until it is back.`],
  };
}

/** The pod of a target that missed scrapes. */
function restarted(view: TickView, model: string): string | undefined {
  const names = view.entities('target').flatMap((target) => {
    const up = view.reading('target.upLately', target);
    return isUsable(up) && up.value < AWAY_RATIO ? (target.labels['pod'] ?? []) : [];
  });
  return names.sort().find((name) => replicas(view, model).some(({ identity }) => identity['pod'] === name));
}

/** A pod that served until minutes ago and that Kubernetes has not got any more, while it still has another replica: a rollout. */
function departed(view: TickView, model: string): string | undefined {
  const isThere = (pod: Entity) => view.reading('presence.age', pod) !== undefined;
  const pods = replicas(view, model);
  return pods.some(isThere) ? pods.find((pod) => !isThere(pod))?.identity['pod'] : undefined;
}

/** The pods of a model, in an order of their own. */
function replicas(view: TickView, model: string): Entity[] {
  const pods = view.entities('pod').filter(({ labels }) => labels['model_name'] === model);
  return pods.sort((a, b) => (a.key < b.key ? -1 : 1));
}
