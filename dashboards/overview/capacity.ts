import type * as cog from '@grafana/grafana-foundation-sdk/cog';
import type * as dashboard from '@grafana/grafana-foundation-sdk/dashboard';
import { linesPanel } from '../panels.ts';
import { NO_GPU, NO_SERVER } from './no-value.ts';

/** Memory of GPUs and model servers, and whether their users wait. */
export function capacity(): cog.Builder<dashboard.Panel>[] {
  const level = (signal: string, kind: string) => [
    { expr: `anomaly:level{anomaly_name="${signal}",entity_kind="${kind}"}`, legend: '{{entity}}' },
  ];
  return [
    linesPanel(
      {
        title: 'GPU memory used',
        description: 'Share of each GPU’s memory. A model server takes its share at start, so a change is news.',
        noValue: NO_GPU,
        unit: 'percentunit',
        width: 12,
      },
      level('gpu.memoryUsedRatio', 'gpu'),
    )
      .min(0)
      .max(1),
    linesPanel(
      {
        title: 'KV cache used',
        description: 'Share of each model server’s cache. When it is full, requests wait and are preempted.',
        noValue: NO_SERVER,
        unit: 'percentunit',
        width: 12,
      },
      level('kvCache.usage', 'pod'),
    )
      .min(0)
      .max(1),
    linesPanel(
      {
        title: 'Time to first token',
        description: 'Mean of the requests that began to be answered.',
        noValue: NO_SERVER,
        unit: 's',
        width: 12,
      },
      level('latency.timeToFirstToken', 'pod'),
    ),
    linesPanel(
      {
        title: 'Preemptions',
        description: 'Requests a second that lost their place in the KV cache.',
        noValue: NO_SERVER,
        unit: 'short',
        width: 12,
      },
      level('preemptions.rate', 'pod'),
    ),
  ];
}
