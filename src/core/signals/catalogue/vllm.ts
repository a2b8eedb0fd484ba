import type { Exporter, Feed, MetricSource } from '../exporter.ts';

/** vLLM's own, and under Ray, which prefixes names and turned the colon into an underscore in some releases. */
const PREFIXES = ['vllm:', 'ray_vllm:', 'ray_vllm_'];

function names(...metrics: readonly string[]): string[] {
  return metrics.flatMap((metric) => PREFIXES.map((prefix) => prefix + metric));
}

/** The same measure of the pod and of its model. `engine` labels (data-parallel ranks) are disjoint, so they add up. */
function counter(
  metrics: readonly string[],
  measure: string,
  kinds: readonly Feed['entity'][] = ['pod', 'model'],
): MetricSource {
  return {
    names: names(...metrics),
    treatAs: 'counter',
    feeds: kinds.map((entity) => ({ measure, entity })),
  };
}

/** A histogram's mean needs only its sum and count; bucket lists change with versions and with the model's length. */
function mean(metrics: readonly string[], measure: string): MetricSource[] {
  return ['sum', 'count'].map((part) =>
    counter(
      metrics.map((metric) => `${metric}_${part}`),
      `${measure}.${part}`,
    ),
  );
}

/** Series of one pod. */
const ONE_POD = ['namespace', 'pod', 'instance'];

/** vLLM, engines V0 and V1. Newer names first: transition releases show both. */
export const VLLM: Exporter = {
  id: 'vllm',
  title: 'vLLM',
  marks: PREFIXES,
  entities: [
    {
      kind: 'pod',
      identity: { namespace: ['namespace'], pod: ['pod', 'instance'] },
      optional: ['namespace'],
      labels: ['model_name', 'instance', 'node', 'container'],
    },
    { kind: 'model', identity: { model: ['model_name'] }, labels: ['model_name', 'namespace'] },
  ],
  metrics: [
    // Counts finished requests whatever their end: aborts and errors are in it.
    counter(['request_success_total'], 'requests'),
    counter(['prompt_tokens_total'], 'tokens.input'),
    counter(['generation_tokens_total'], 'tokens.output'),
    counter(['num_preemptions_total'], 'preemptions', ['pod']),
    {
      names: names('kv_cache_usage_perc', 'gpu_cache_usage_perc'),
      treatAs: 'gauge',
      blank: 'negative',
      feeds: [
        { measure: 'kvCache.usage', entity: 'pod', combine: 'max' },
        // A mean over pods: the pods themselves show a single full one.
        { measure: 'kvCache.usage', entity: 'model', combine: 'mean', once: ONE_POD },
      ],
    },
    {
      names: names('num_requests_waiting'),
      treatAs: 'gauge',
      feeds: [
        { measure: 'queue.waiting', entity: 'pod' },
        { measure: 'queue.waiting', entity: 'model' },
      ],
    },
    { names: names('num_requests_running'), treatAs: 'gauge', feeds: [{ measure: 'queue.running', entity: 'pod' }] },
    ...mean(['time_to_first_token_seconds'], 'timeToFirstToken'),
    ...mean(['inter_token_latency_seconds', 'time_per_output_token_seconds'], 'interToken'),
    counter(['prefix_cache_hits_total'], 'prefixCache.hits', ['pod']),
    counter(['prefix_cache_queries_total'], 'prefixCache.lookups', ['pod']),
    {
      // V0 tells the ratio itself, -1 when the cache is off: as hits of one lookup.
      names: names('gpu_prefix_cache_hit_rate'),
      treatAs: 'gauge',
      blank: 'negative',
      feeds: [
        { measure: 'prefixCache.hits', entity: 'pod' },
        { measure: 'prefixCache.lookups', entity: 'pod', take: 'one' },
      ],
    },
  ],
};
