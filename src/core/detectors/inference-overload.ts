import { z } from 'zod';
import { type Entity, entityName } from '../model/entity.ts';
import type { Finding } from '../model/finding.ts';
import type { Reading } from '../model/signal.ts';
import { loudestTenant, moreRequests } from './demand.ts';
import type { Detector, TickView } from './detector.ts';
import { evidenceOf, growth, isHigh, isLow, isRaised, isUsable } from './readings.ts';
import { patienceForReplicas } from './replica-away.ts';
import { TECHNIQUES } from './taxonomy.ts';
import { jointScore, verdict } from './verdict.ts';
import { quantity, times, usual } from './wording.ts';

const Settings = z.object({
  supportScore: z
    .number()
    .min(0)
    .max(1)
    .default(0.5)
    .describe('Score that the weaker of the two symptoms must reach beside the one over its line'),
  criticalSlowdown: z
    .number()
    .min(1)
    .default(10)
    .describe('Time to first token, in multiples of the usual, from which an overload is critical'),
});
type Settings = z.infer<typeof Settings>;

/** The two symptoms that must come together: a queue alone may be a burst that drains, slowness alone may be long prompts. */
interface Overload {
  readonly entity: Entity;
  readonly queue: Reading;
  readonly latency: Reading;
}

/** Users wait: requests queue and first tokens come late. Tells too much demand from too little capacity. */
export const inferenceOverload: Detector<Settings> = {
  id: 'inference-overload',
  help: 'Requests queue up and first tokens come late: a flood, or servers that became slower.',
  needs: [
    { signal: 'queue.waiting', entity: 'model' },
    { signal: 'latency.timeToFirstToken', entity: 'model' },
    { signal: 'queue.waiting', entity: 'pod' },
    { signal: 'latency.timeToFirstToken', entity: 'pod' },
  ],
  techniques: [TECHNIQUES.denialOfService, TECHNIQUES.unboundedConsumption],
  settings: Settings,
  evaluate(view, settings) {
    const models = view.entities('model').flatMap((model) => overloadOf(view, model, settings));
    const named = new Set(models.map(({ entity }) => entity.labels['model_name'] ?? entityName(entity)));
    const pods = view
      .entities('pod')
      .filter((pod) => !named.has(pod.labels['model_name'] ?? ''))
      .flatMap((pod) => overloadOf(view, pod, settings));
    return [...models, ...pods].map((overload) => findingOf(view, overload, settings));
  },
};

function overloadOf(view: TickView, entity: Entity, { supportScore }: Settings): Overload[] {
  const queue = view.reading('queue.waiting', entity);
  const latency = view.reading('latency.timeToFirstToken', entity);
  const both = isRaised(queue, supportScore) && isRaised(latency, supportScore);
  return both && (isHigh(queue) || isHigh(latency)) ? [{ entity, queue, latency }] : [];
}

function findingOf(view: TickView, { entity, queue, latency }: Overload, settings: Settings): Finding {
  const demand = moreRequests(view, entity) ?? [view.reading('tokens.input', entity)].find(isHigh);
  const cause = demand === undefined ? 'less capacity' : 'more requests';
  const { doubts, ...patience } = patienceForReplicas(view, entity.labels['model_name'] ?? entity.identity['model']);
  const flooder = demand === undefined ? undefined : loudestTenant(view);
  return verdict(inferenceOverload, entity, latency, {
    severity: growth(latency) >= settings.criticalSlowdown ? 'critical' : 'warning',
    score: jointScore(queue, latency),
    confidence: Math.min(queue.confidence, latency.confidence),
    summary: summaryOf({ entity, queue, latency }, demand, flooder),
    causes: [{ cause, share: 1 }],
    evidence: [latency, queue, ...(demand === undefined ? [] : [demand])].map((reading) => evidenceOf(entity, reading)),
    nextStep: nextStep(entity, flooder, demand !== undefined),
    doubts: [...slowerOutput(view, entity, demand), ...doubts],
    ...patience,
  });
}

function summaryOf(
  { entity, queue, latency }: Overload,
  demand: Reading | undefined,
  flooder: Entity | undefined,
): string {
  const subject = entity.kind === 'model' ? `Model ${entityName(entity)}` : `Pod ${entityName(entity)}`;
  const facts = `${quantity(queue.value, 'count')} requests wait and the first token takes ${quantity(latency.value, 'seconds')}, ${usual(latency, 'seconds')}`;
  const factor = demand === undefined ? Number.NaN : growth(demand);
  const rise = Number.isFinite(factor) ? `demand is ${times(factor)} the usual` : 'demand rose';
  const who = flooder === undefined ? '' : `, most of it by tenant ${entityName(flooder)}`;
  return `${subject} is overloaded: ${facts}; ${demand === undefined ? 'demand is as usual, so the servers became slower' : `${rise}${who}`}.`;
}

function slowerOutput(view: TickView, entity: Entity, demand: Reading | undefined): string[] {
  const output = view.reading('tokens.output', entity);
  const stalled = isUsable(output) && isLow(output);
  return demand !== undefined && stalled
    ? ['It also puts out less than usual: the servers may have lost capacity too.']
    : [];
}

function nextStep(entity: Entity, flooder: Entity | undefined, demand: boolean): string {
  const name = entityName(entity);
  if (flooder !== undefined)
    return `Limit the request rate of tenant ${entityName(flooder)} at the gateway, then look whether the queue of ${name} drains.`;
  if (demand)
    return `Rank the tenants of ${name} by requests of the last ten minutes; limit the first, or add a replica.`;
  return `Look at the pods and GPUs of ${name}: a replica that is gone, clocks that are throttled, a neighbour on the GPU.`;
}
