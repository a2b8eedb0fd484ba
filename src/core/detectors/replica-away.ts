import type { Entity } from '../model/entity.ts';
import type { TickView } from './detector.ts';
import { isUsable } from './readings.ts';

/** How long a model server takes to restart or to be replaced: what the others suffer meanwhile is over by then. */
const RESTART_MS = 480_000;

/** Answered scrapes of the last twenty minutes below which a target was away, and did not only miss one. */
const AWAY_RATIO = 0.93;

/**
 * A replica of this model restarts or is being replaced, or was until lately: the others carry its load for minutes. What is found of them is told only when it
 * stands for longer than that.
 */
export function patienceForReplicas(
  view: TickView,
  model: string | undefined,
): { patienceMs?: number; doubts: string[] } {
  const away = model === undefined ? undefined : view.entities('target').find((target) => isAway(view, target, model));
  if (away === undefined) return { doubts: [] };
  const name = away.labels['pod'] ?? away.labels['instance'] ?? '';
  return {
    patienceMs: RESTART_MS,
    doubts: [`Replica ${name} was away lately: the others carry its load until it is back.`],
  };
}

function isAway(view: TickView, target: Entity, model: string): boolean {
  const up = view.reading('target.upLately', target);
  const discovered = view.reading('target.discovered', target);
  const isMissed = isUsable(up) && up.value < AWAY_RATIO;
  const isGone = isUsable(discovered) && discovered.value < 0.5;
  const pod = target.labels['pod'];
  if (!(isMissed || isGone) || pod === undefined) return false;
  return view.entities('pod').some(({ identity, labels }) => identity['pod'] === pod && labels['model_name'] === model);
}
