import type { Entity } from '../model/entity.ts';
import type { Finding } from '../model/finding.ts';
import type { Reading } from '../model/signal.ts';
import type { Detector } from './detector.ts';
import { isLately } from './last-week.ts';
import { evidenceOf } from './readings.ts';

/** What only the detector can say of its finding; the rest where it knows better than the signal that decides. */
type Told = Pick<Finding, 'severity' | 'summary' | 'causes' | 'nextStep'> & Partial<Finding>;

/** A detector's finding, decided by one signal of the entity: its numbers, score and confidence, itself as evidence, and no doubts. */
export function verdict(
  { id, techniques }: Pick<Detector, 'id' | 'techniques'>,
  entity: Entity,
  reading: Reading,
  told: Told,
): Finding {
  const { value, expected, lower, upper, score, confidence, signal } = reading;
  return {
    detector: id,
    entity,
    score,
    confidence,
    actual: { value, unit: signal.unit },
    expected: { value: expected, unit: signal.unit },
    lower,
    upper,
    evidence: [evidenceOf(entity, reading)],
    techniques: [...techniques],
    doubts: [],
    ...(isLately(reading) && { byLimit: true }),
    ...told,
  };
}

/** The score of two witnesses that stand together: their mean, and never below the line that one of them is over. */
export function jointScore(a: Reading, b: Reading): number {
  return Math.max(1, (a.score + b.score) / 2);
}
