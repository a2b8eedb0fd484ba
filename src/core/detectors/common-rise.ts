import type { Entity, EntityKind } from '../model/entity.ts';
import type { Reading } from '../model/signal.ts';
import type { TickView } from './detector.ts';
import { growth, isUsable } from './readings.ts';

/** With fewer others the median of the others is one other's word. */
const PEERS_MINIMUM = 4;

/** Half of all tenants are above their expectation at any time; a median below this is noise. */
const FACTOR_MINIMUM = 1.1;

/** A rise of everybody beyond this factor is news itself and is no longer taken out. */
const FACTOR_MAXIMUM = 2;

/**
 * By which factor a signal rose for everybody else: the median growth of the other entities of the kind, 1 or 1.1 to 2. A launch day or a new
 * model release moves all tenants together; what one of them did beyond that is what counts. The median bears a minority of attackers.
 */
export function commonRise(view: TickView, signal: string, kind: EntityKind): (entity: Entity) => number {
  const growths = new Map<string, number>();
  for (const entity of view.entities(kind)) {
    const reading = view.reading(signal, entity);
    if (isUsable(reading) && reading.expected > 0) growths.set(entity.key, growth(reading));
  }
  const sorted = [...growths.values()].sort((a, b) => a - b);
  return (entity) => {
    const own = growths.get(entity.key);
    const median = medianWithout(sorted, own);
    return median === undefined || median < FACTOR_MINIMUM ? 1 : Math.min(FACTOR_MAXIMUM, median);
  };
}

/**
 * The score of a reading when part of its value is explained by something else and only `rest` is left, in proportion to the excess over
 * the expectation.
 */
export function scoreOfRest({ value, expected, score }: Reading, rest: number): number {
  return value > expected ? score * Math.max(0, (rest - expected) / (value - expected)) : 0;
}

/** The lower median of the others, so that half of the tenants must have risen before anybody is excused. */
function medianWithout(sorted: readonly number[], own: number | undefined): number | undefined {
  const others = sorted.length - (own === undefined ? 0 : 1);
  if (others < PEERS_MINIMUM) return undefined;
  const middle = (others - 1) >> 1;
  const ownAt = own === undefined ? sorted.length : sorted.indexOf(own);
  return sorted[middle < ownAt ? middle : middle + 1];
}
