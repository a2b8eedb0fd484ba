import type { Exporter } from '../exporter.ts';
import { KV_CACHE_FEEDS, POD_AND_MODEL, SERVER_ENTITIES } from './model-server.ts';
import { counter, level, mean } from './sources.ts';

/** NVIDIA NIM for LLMs. Names without any prefix: they are believed only beside `num_request_max`, which nobody else has. */
export const NIM: Exporter = {
  id: 'nim',
  title: 'NVIDIA NIM for LLMs',
  marks: ['num_request_max'],
  scoped: true,
  entities: SERVER_ENTITIES,
  metrics: [
    // Finished and successful requests are the same requests.
    counter(['request_finish_total', 'request_success_total'], 'requests', POD_AND_MODEL),
    counter(['prompt_tokens_total'], 'tokens.input', POD_AND_MODEL),
    counter(['generation_tokens_total'], 'tokens.output', POD_AND_MODEL),
    { names: ['gpu_cache_usage_perc'], treatAs: 'gauge', feeds: KV_CACHE_FEEDS },
    level(['num_requests_waiting'], 'queue.waiting', POD_AND_MODEL),
    level(['num_requests_running'], 'queue.running', ['pod']),
    ...mean(['time_to_first_token_seconds'], 'timeToFirstToken', POD_AND_MODEL),
    ...mean(['time_per_output_token_seconds'], 'interToken', ['pod']),
  ],
};
