import type { EntityRule, Feed } from '../exporter.ts';

/** A model server's series speak of its pod and of the model it serves. */
export const POD_AND_MODEL: readonly Feed['entity'][] = ['pod', 'model'];

/** Series of one pod. */
export const ONE_POD = ['namespace', 'pod', 'instance'];

/** The pod that answers the scrape; by its address where discovery told no name. */
export const SERVER_POD: EntityRule = {
  kind: 'pod',
  identity: { namespace: ['namespace'], pod: ['pod', 'instance'] },
  optional: ['namespace'],
  labels: ['model_name', 'model', 'instance', 'node', 'container'],
};

/** Pod and model; the model's served name is free text and no proof of which weights run. */
export const SERVER_ENTITIES: readonly EntityRule[] = [
  SERVER_POD,
  { kind: 'model', identity: { model: ['model_name', 'model'] }, labels: ['model_name', 'namespace'] },
];

/**
 * Use of the key-value cache: of a pod its fullest engine, of a model the mean of its pods, as the pods themselves show a single full
 * one.
 */
export const KV_CACHE_FEEDS: readonly Feed[] = [
  { measure: 'kvCache.usage', entity: 'pod', combine: 'max' },
  { measure: 'kvCache.usage', entity: 'model', combine: 'mean', once: ONE_POD },
];

/** A hit rate that a server tells ready-made: as hits of one lookup. */
export const HIT_RATE_FEEDS: readonly Feed[] = [
  { measure: 'prefixCache.hits', entity: 'pod' },
  { measure: 'prefixCache.lookups', entity: 'pod', take: 'one' },
];
