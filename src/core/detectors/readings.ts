import { type Entity, entityName } from '../model/entity.ts';
import type { Evidence } from '../model/finding.ts';
import type { Reading } from '../model/signal.ts';

/** A reading that may be judged: its baseline is ready and every number of it is one. */
export function isUsable(reading: Reading | undefined): reading is Reading {
  return (
    reading?.ready === true &&
    Number.isFinite(reading.value) &&
    Number.isFinite(reading.expected) &&
    Number.isFinite(reading.lower) &&
    Number.isFinite(reading.upper) &&
    Number.isFinite(reading.score)
  );
}

/** Unusually high: at or over the alert line, on the upper side. */
export function isHigh(reading: Reading | undefined): reading is Reading {
  return isRaised(reading, 1);
}

/** High enough to be a witness beside another signal: on the upper side, with a score of at least this much. */
export function isRaised(reading: Reading | undefined, score: number): reading is Reading {
  return isUsable(reading) && reading.score >= score && reading.value > reading.expected;
}

/** Unusually low: at or over the alert line, on the lower side. */
export function isLow(reading: Reading | undefined): reading is Reading {
  return isUsable(reading) && reading.score >= 1 && reading.value < reading.expected;
}

/** How many times the expected value it is now; where nothing was expected, 1 for nothing and infinity for something. */
export function growth(reading: Reading): number {
  if (reading.expected > 0) return reading.value / reading.expected;
  return reading.value > 0 ? Number.POSITIVE_INFINITY : 1;
}

/** A reading as a line of evidence. */
export function evidenceOf(entity: Entity, reading: Reading): Evidence {
  const { signal, value, expected, lower, upper, score } = reading;
  const named = entity.kind === 'gpu' ? { name: entityName(entity) } : {};
  return { signal: signal.id, entity: entity.key, ...named, unit: signal.unit, value, expected, lower, upper, score };
}
