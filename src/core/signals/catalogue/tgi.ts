import type { Exporter } from '../exporter.ts';
import { SERVER_POD } from './model-server.ts';
import { counter, level, mean } from './sources.ts';

/**
 * Text Generation Inference and Text Embeddings Inference (`te_`). No label names the model. Tokens exist only as sums of histograms;
 * `tgi_request_count` is a counter, not a part of one.
 */
export const TGI: Exporter = {
  id: 'tgi',
  title: 'Text Generation Inference',
  marks: ['tgi_', 'te_'],
  entities: [SERVER_POD],
  metrics: [
    counter(['tgi_request_count', 'te_request_count'], 'requests', ['pod']),
    counter(['tgi_request_input_length_sum'], 'tokens.input', ['pod']),
    counter(['tgi_request_generated_tokens_sum'], 'tokens.output', ['pod']),
    level(['tgi_queue_size', 'te_queue_size'], 'queue.waiting', ['pod']),
    level(['tgi_batch_current_size'], 'queue.running', ['pod']),
    ...mean(['tgi_request_mean_time_per_token_duration'], 'interToken', ['pod']),
  ],
};
