import type { Exporter } from '../exporter.ts';
import { HIT_RATE_FEEDS, KV_CACHE_FEEDS, POD_AND_MODEL, SERVER_ENTITIES } from './model-server.ts';
import { counter, level, mean } from './sources.ts';

/** vLLM's own, and under Ray, which prefixes names and turned the colon into an underscore in some releases. */
const PREFIXES = ['vllm:', 'ray_vllm:', 'ray_vllm_'];

function names(...metrics: readonly string[]): string[] {
  return metrics.flatMap((metric) => PREFIXES.map((prefix) => prefix + metric));
}

/**
 * vLLM, engines V0 and V1; newer names first, as transition releases show both. `engine` labels (data-parallel ranks) are disjoint and
 * add up. Left alone: `prompt_tokens_by_source_total` and the cached and recomputed tokens (parts of `prompt_tokens_total`),
 * `iteration_tokens_total` (a histogram, whatever its name), `_created` and `lora_requests_info` (times).
 */
export const VLLM: Exporter = {
  id: 'vllm',
  title: 'vLLM',
  marks: PREFIXES,
  entities: SERVER_ENTITIES,
  metrics: [
    // Counts finished requests whatever their end: aborts and errors are in it. Triton's vLLM backend has no such counter.
    counter(names('request_success_total', 'e2e_request_latency_seconds_count'), 'requests', POD_AND_MODEL),
    counter(names('prompt_tokens_total'), 'tokens.input', POD_AND_MODEL),
    counter(names('generation_tokens_total'), 'tokens.output', POD_AND_MODEL),
    counter(names('num_preemptions_total'), 'preemptions', ['pod']),
    {
      names: names('kv_cache_usage_perc', 'gpu_cache_usage_perc'),
      treatAs: 'gauge',
      blank: 'negative',
      feeds: KV_CACHE_FEEDS,
    },
    level(names('num_requests_waiting'), 'queue.waiting', POD_AND_MODEL),
    level(names('num_requests_running'), 'queue.running', ['pod']),
    ...mean(names('time_to_first_token_seconds'), 'timeToFirstToken', POD_AND_MODEL),
    ...mean(names('inter_token_latency_seconds', 'time_per_output_token_seconds'), 'interToken', ['pod']),
    counter(names('prefix_cache_hits_total', 'gpu_prefix_cache_hits_total'), 'prefixCache.hits', ['pod']),
    counter(names('prefix_cache_queries_total', 'gpu_prefix_cache_queries_total'), 'prefixCache.lookups', ['pod']),
    // V0; -1 when the cache is off.
    { names: names('gpu_prefix_cache_hit_rate'), treatAs: 'gauge', blank: 'negative', feeds: HIT_RATE_FEEDS },
  ],
};
