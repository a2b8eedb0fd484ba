import type { Exporter } from '../exporter.ts';
import { counter, mean } from './sources.ts';

/**
 * Ray Serve; the engines under it are read by their own names. Before Ray 2.10 the counters had no `_total` and were declared gauges,
 * and one setting exports both. HTTP requests are the same requests at the proxy: left alone.
 */
export const RAY_SERVE: Exporter = {
  id: 'ray-serve',
  title: 'Ray Serve',
  marks: ['ray_serve_', 'ray_'],
  entities: [
    {
      kind: 'service',
      identity: { application: ['application'], service: ['deployment'] },
      optional: ['application'],
      labels: ['deployment'],
    },
  ],
  metrics: [
    {
      names: ['ray_serve_deployment_request_counter_total', 'ray_serve_deployment_request_counter'],
      treatAs: 'counter',
      feeds: [
        { measure: 'requests', entity: 'service' },
        // Errors are a counter of their own, which is not there before the first.
        { measure: 'requests.error', entity: 'service', scale: 0 },
      ],
    },
    counter(['ray_serve_deployment_error_counter_total', 'ray_serve_deployment_error_counter'], 'requests.error', [
      'service',
    ]),
    ...mean(['ray_serve_deployment_processing_latency_ms'], 'duration', ['service'], { scale: 0.001 }),
  ],
};
