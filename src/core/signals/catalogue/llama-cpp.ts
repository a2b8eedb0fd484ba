import type { Exporter } from '../exporter.ts';
import { KV_CACHE_FEEDS, SERVER_POD } from './model-server.ts';
import { counter, level } from './sources.ts';

/**
 * llama.cpp's server; it has no labels at all, and Ollama has no metrics. `n_tokens_max` is declared a counter and is a maximum: left
 * alone, as are averages over a window of its own.
 */
export const LLAMA_CPP: Exporter = {
  id: 'llama-cpp',
  title: 'llama.cpp server',
  marks: ['llamacpp:'],
  entities: [SERVER_POD],
  metrics: [
    counter(['llamacpp:prompt_tokens_total'], 'tokens.input', ['pod']),
    counter(['llamacpp:tokens_predicted_total'], 'tokens.output', ['pod']),
    level(['llamacpp:requests_deferred'], 'queue.waiting', ['pod']),
    level(['llamacpp:requests_processing'], 'queue.running', ['pod']),
    {
      names: ['llamacpp:kv_cache_usage_ratio'],
      treatAs: 'gauge',
      feeds: KV_CACHE_FEEDS.filter(({ entity }) => entity === 'pod'),
    },
  ],
};
