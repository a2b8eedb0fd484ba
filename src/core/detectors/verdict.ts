import type { Entity } from '../model/entity.ts';
import type { Finding } from '../model/finding.ts';
import type { Reading } from '../model/signal.ts';

/** The numbers of a finding, as the signal that decides it has them. */
export function numbersOf(
  entity: Entity,
  reading: Reading,
): Pick<Finding, 'entity' | 'actual' | 'expected' | 'lower' | 'upper'> {
  const { value, expected, lower, upper, signal } = reading;
  return {
    entity,
    actual: { value, unit: signal.unit },
    expected: { value: expected, unit: signal.unit },
    lower,
    upper,
  };
}

/** The score of two witnesses that stand together: their mean, and never below the line that one of them is over. */
export function jointScore(a: Reading, b: Reading): number {
  return Math.max(1, (a.score + b.score) / 2);
}
