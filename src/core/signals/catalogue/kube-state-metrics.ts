import type { Exporter } from '../exporter.ts';
import { counter, level } from './sources.ts';

/**
 * kube-state-metrics: which pod runs on which node, restarts, how many secrets there are. GPU requests are left alone: they stay for
 * completed pods, and only a join tells.
 */
export const KUBE_STATE_METRICS: Exporter = {
  id: 'kube-state-metrics',
  title: 'kube-state-metrics',
  marks: ['kube_'],
  // Without honor_labels the objects' own names become `exported_*`.
  pageLabels: { anchor: 'namespace', labels: ['namespace', 'pod', 'node', 'container'], always: true },
  entities: [
    { kind: 'pod', identity: { namespace: ['namespace'], pod: ['pod'] }, labels: ['node'] },
    { kind: 'node', identity: { node: ['node'] } },
    { kind: 'namespace', identity: { namespace: ['namespace'] } },
  ],
  metrics: [
    level(['kube_pod_info'], 'pods', ['namespace']),
    counter(['kube_pod_container_status_restarts_total'], 'restarts', ['pod']),
    level(['kube_secret_info'], 'secrets', ['namespace']),
  ],
};
