import type { Exporter } from '../exporter.ts';
import { share } from './sources.ts';

/** HTTP says 5xx, gRPC says it in words (those that are the server's fault). */
const FAILED = { code: '5..|INTERNAL|UNAVAILABLE|UNKNOWN|DATA_LOSS|DEADLINE_EXCEEDED|Internal|Unavailable|Unknown' };

/**
 * Seldon Core 1 (the executor's server side: its client side counts the steps of the same requests) and 2 (by model: aggregates count
 * the same requests again).
 */
export const SELDON: Exporter = {
  id: 'seldon',
  title: 'Seldon Core',
  marks: ['seldon_'],
  entities: [
    {
      kind: 'service',
      identity: { service: ['deployment_name'] },
      labels: ['deployment_name', 'predictor_name'],
    },
    { kind: 'model', identity: { model: ['model'] }, labels: ['server'] },
  ],
  metrics: [
    {
      names: ['seldon_api_executor_server_requests_seconds_count'],
      treatAs: 'counter',
      feeds: [
        { measure: 'requests', entity: 'service' },
        { measure: 'duration.count', entity: 'service' },
        ...share('requests.error', 'service', { where: FAILED }),
      ],
    },
    {
      names: ['seldon_api_executor_server_requests_seconds_sum'],
      treatAs: 'counter',
      feeds: [{ measure: 'duration.sum', entity: 'service' }],
    },
    { names: ['seldon_model_infer_total'], treatAs: 'counter', feeds: [{ measure: 'requests', entity: 'model' }] },
  ],
};
