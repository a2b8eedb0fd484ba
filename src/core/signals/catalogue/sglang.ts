import type { Exporter } from '../exporter.ts';
import { HIT_RATE_FEEDS, KV_CACHE_FEEDS, ONE_POD, POD_AND_MODEL, SERVER_ENTITIES } from './model-server.ts';
import { counter, level, mean } from './sources.ts';

const PREFIXES = ['sglang:', 'ray_sglang:', 'ray_sglang_'];

function names(...metrics: readonly string[]): string[] {
  return metrics.flatMap((metric) => PREFIXES.map((prefix) => prefix + metric));
}

/**
 * Every tensor-parallel and pipeline rank repeats the same value, data-parallel ranks do not. With priority scheduling there is one
 * series for each priority beside the sum of all, which has none.
 */
const EACH = { once: [...ONE_POD, 'dp_rank', 'engine_type'], unless: { priority: '.+' } };

/**
 * SGLang. Its token counters move when a request finishes: a stream of ten minutes is a step at its end. The live
 * `realtime_tokens_total` of newer releases counts the same tokens again and is left alone.
 */
export const SGLANG: Exporter = {
  id: 'sglang',
  title: 'SGLang',
  marks: PREFIXES,
  entities: SERVER_ENTITIES,
  metrics: [
    counter(names('num_requests_total', 'e2e_request_latency_seconds_count'), 'requests', POD_AND_MODEL, EACH),
    counter(names('prompt_tokens_total'), 'tokens.input', POD_AND_MODEL, EACH),
    counter(names('generation_tokens_total'), 'tokens.output', POD_AND_MODEL, EACH),
    counter(names('num_retracted_requests_total'), 'preemptions', ['pod'], EACH),
    { names: names('token_usage'), treatAs: 'gauge', feeds: KV_CACHE_FEEDS },
    level(names('num_queue_reqs'), 'queue.waiting', POD_AND_MODEL, EACH),
    level(names('num_running_reqs'), 'queue.running', ['pod'], EACH),
    ...mean(names('time_to_first_token_seconds'), 'timeToFirstToken', POD_AND_MODEL, EACH),
    ...mean(names('inter_token_latency_seconds', 'time_per_output_token_seconds'), 'interToken', ['pod'], EACH),
    { names: names('cache_hit_rate'), treatAs: 'gauge', feeds: HIT_RATE_FEEDS },
  ],
};
