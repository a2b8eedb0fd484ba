import type { Entity } from '../model/entity.ts';
import type { Reading } from '../model/signal.ts';
import type { TickView } from './detector.ts';
import { growth, isHigh, isRaised } from './readings.ts';

/** Score from which demand is a witness beside users who wait. */
const SUPPORT_SCORE = 0.5;

/** Multiple of the usual requests from which they are demand: servers that are full finish little more than usual of what is asked of them. */
const GROWTH = 1.4;

/**
 * The rate of requests where it explains that users wait: over its line, or well above the usual while requests or their tokens are witnesses.
 * Asked only where something else is over its line. Undefined where demand is as usual.
 */
export function moreRequests(view: TickView, entity: Entity): Reading | undefined {
  const requests = view.reading('requests.rate', entity);
  if (isHigh(requests)) return requests;
  if (!isRaised(requests, 0) || growth(requests) < GROWTH) return undefined;
  return [requests, view.reading('tokens.input', entity)].some(isWitness) ? requests : undefined;
}

/** The tenant whose requests rose most, if those of any did beyond what is usual for it. */
export function loudestTenant(view: TickView): Entity | undefined {
  const loud = view.entities('tenant').flatMap((tenant) => {
    const requests = view.reading('requests.rate', tenant);
    return isWitness(requests) ? [{ tenant, extra: requests.value - requests.expected }] : [];
  });
  return loud.sort((a, b) => b.extra - a.extra || (a.tenant.key < b.tenant.key ? -1 : 1))[0]?.tenant;
}

function isWitness(reading: Reading | undefined): reading is Reading {
  return isRaised(reading, SUPPORT_SCORE);
}
