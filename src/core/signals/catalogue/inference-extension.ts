import type { Exporter } from '../exporter.ts';
import { counter, mean } from './sources.ts';

/** Renamed from `inference_model_` (gateway-api-inference-extension #1567); one page may show both. */
function names(metric: string): string[] {
  return [`inference_objective_${metric}`, `inference_model_${metric}`];
}

/**
 * The endpoint picker of the Gateway API inference extension, and llm-d's. It stands in front of model servers, so what it counts is told as
 * a service of the model's name, and of tenants by their fairness id. Pool averages hide one bad pod and are left alone.
 */
export const INFERENCE_EXTENSION: Exporter = {
  id: 'inference-extension',
  title: 'Gateway API inference extension, llm-d',
  marks: ['inference_objective_', 'inference_model_', 'inference_pool_', 'inference_extension_', 'llm_d_'],
  entities: [
    { kind: 'service', identity: { service: ['model_name'] }, labels: ['model_name', 'target_model_name'] },
    { kind: 'tenant', identity: { tenant: ['fairness_id'] }, labels: ['fairness_id'] },
  ],
  metrics: [
    {
      names: names('request_total'),
      treatAs: 'counter',
      feeds: [
        { measure: 'requests', entity: 'service' },
        { measure: 'requests', entity: 'tenant' },
        { measure: 'requests.answered', entity: 'tenant' },
        // Errors are a counter of their own, which is not there before the first.
        { measure: 'requests.error', entity: 'service', scale: 0 },
      ],
    },
    counter(names('request_error_total'), 'requests.error', ['service']),
    // The best egress by model that there is.
    counter(names('response_sizes_sum'), 'bytes.response', ['service']),
    counter(names('input_tokens_sum'), 'tokens.input', ['tenant']),
    counter(names('output_tokens_sum'), 'tokens.output', ['tenant']),
    ...mean(names('request_duration_seconds'), 'duration', ['service']),
  ],
};
