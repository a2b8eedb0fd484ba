import type { Entity } from '../model/entity.ts';
import type { Combine } from './exporter.ts';

/**
 * What several series say together of one quantity of one entity. Mergeable: the measures of two processes that watch different targets
 * are merged by `mergeMeasures`, and signals computed of the result are those of one process that saw it all.
 */
export interface Measure {
  readonly name: string;
  readonly entity: Entity;
  readonly combine: Combine;
  readonly sum: number;
  readonly max: number;
  /** Series (or groups of repeating series) that said something. */
  readonly count: number;
}

/** Two partial measures of the same name, entity and combination as one. */
export function mergeMeasures(a: Measure, b: Measure): Measure {
  return { ...a, sum: a.sum + b.sum, max: Math.max(a.max, b.max), count: a.count + b.count };
}

/** The number a measure stands for; NaN when nothing was said. */
export function measureValue({ combine, sum, max, count }: Omit<Measure, 'name' | 'entity'>): number {
  if (count === 0) return Number.NaN;
  if (combine === 'max') return max;
  return combine === 'mean' ? sum / count : sum;
}
