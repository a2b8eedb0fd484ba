import type { Exporter } from '../exporter.ts';
import { HIT_RATE_FEEDS, KV_CACHE_FEEDS, POD_AND_MODEL, SERVER_ENTITIES } from './model-server.ts';
import { counter, level, mean } from './sources.ts';

/** TensorRT-LLM's own server, `trtllm-serve`; token and error counters came with newer releases. */
export const TENSORRT_LLM: Exporter = {
  id: 'tensorrt-llm',
  title: 'TensorRT-LLM',
  marks: ['trtllm_'],
  entities: SERVER_ENTITIES,
  metrics: [
    counter(['trtllm_request_success_total'], 'requests', POD_AND_MODEL),
    counter(['trtllm_request_error_total'], 'requests', POD_AND_MODEL),
    counter(['trtllm_prompt_tokens_total'], 'tokens.input', POD_AND_MODEL),
    counter(['trtllm_generation_tokens_total'], 'tokens.output', POD_AND_MODEL),
    { names: ['trtllm_kv_cache_utilization'], treatAs: 'gauge', feeds: KV_CACHE_FEEDS },
    { names: ['trtllm_kv_cache_hit_rate'], treatAs: 'gauge', feeds: HIT_RATE_FEEDS },
    level(['trtllm_num_requests_waiting'], 'queue.waiting', POD_AND_MODEL),
    level(['trtllm_num_requests_running'], 'queue.running', ['pod']),
    ...mean(['trtllm_time_to_first_token_seconds'], 'timeToFirstToken', POD_AND_MODEL),
    ...mean(['trtllm_time_per_output_token_seconds'], 'interToken', ['pod']),
  ],
};
