import type { Feed, MetricSource } from '../exporter.ts';

type Kinds = readonly Feed['entity'][];
type More = Partial<Pick<Feed, 'where' | 'unless' | 'scale' | 'once' | 'combine'>>;

/** A counter that feeds one measure of each of these kinds of entity. */
export function counter(names: readonly string[], measure: string, kinds: Kinds, more: More = {}): MetricSource {
  return { names, treatAs: 'counter', feeds: kinds.map((entity) => ({ measure, entity, ...more })) };
}

/** A level, or a number that is a rate already, that feeds one measure of each of these kinds of entity. */
export function level(names: readonly string[], measure: string, kinds: Kinds, more: More = {}): MetricSource {
  return { names, treatAs: 'gauge', feeds: kinds.map((entity) => ({ measure, entity, ...more })) };
}

/**
 * A histogram or summary for its mean, which needs only sum and count: bucket lists change with versions and models. `scale` turns the
 * sum into base units.
 */
export function mean(names: readonly string[], measure: string, kinds: Kinds, more: More = {}): MetricSource[] {
  const { scale, ...rest } = more;
  const sum = counter(
    names.map((name) => `${name}_sum`),
    `${measure}.sum`,
    kinds,
    scale === undefined ? rest : more,
  );
  const count = counter(
    names.map((name) => `${name}_count`),
    `${measure}.count`,
    kinds,
    rest,
  );
  return [sum, count];
}

/**
 * A measure that counts only some of the series of a counter, and 0 for the others: a share of them is then 0, not missing, before the
 * first of its kind.
 */
export function share(measure: string, entity: Feed['entity'], part: More): Feed[] {
  const { where, unless, ...rest } = part;
  const others: More = where === undefined ? { where: unless ?? {} } : { unless: where };
  return [
    {
      measure,
      entity,
      ...rest,
      ...(where === undefined ? {} : { where }),
      ...(unless === undefined ? {} : { unless }),
    },
    { measure, entity, ...rest, ...others, scale: 0 },
  ];
}
