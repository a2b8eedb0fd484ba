import type { Exporter } from '../exporter.ts';
import { mean, share } from './sources.ts';

/**
 * KServe: Knative's queue proxy in front of the models, before its move to OpenTelemetry. The Python servers' own histograms are left
 * alone: without PROMETHEUS_MULTIPROC_DIR each scrape is answered by a random worker, and counters that jump back and forth look like
 * restarts (KServe #2979).
 */
export const KSERVE: Exporter = {
  id: 'kserve',
  title: 'KServe on Knative',
  marks: ['revision_'],
  entities: [
    {
      kind: 'service',
      identity: {
        namespace: ['namespace_name', 'namespace'],
        service: ['service_name', 'configuration_name', 'revision_name'],
      },
      optional: ['namespace'],
      labels: ['revision_name'],
    },
  ],
  metrics: [
    {
      names: ['revision_request_count'],
      treatAs: 'counter',
      feeds: [
        { measure: 'requests', entity: 'service' },
        ...share('requests.error', 'service', { where: { response_code_class: '5xx' } }),
      ],
    },
    ...mean(['revision_request_latencies'], 'duration', ['service'], { scale: 0.001 }),
  ],
};
