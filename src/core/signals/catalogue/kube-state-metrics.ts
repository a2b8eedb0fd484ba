import type { Exporter } from '../exporter.ts';
import { counter, level } from './sources.ts';

/**
 * kube-state-metrics: which pod of which workload runs on which node and with which images, restarts, how many secrets there are. GPU requests are left alone: they stay for
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
    // A ReplicaSet, StatefulSet, Job ...: `<none>` for a pod by itself.
    {
      kind: 'workload',
      identity: { namespace: ['namespace'], workload: ['created_by_name'] },
      labels: ['created_by_kind', 'created_by_name'],
    },
    // Empty until the container runs. Labels of the pod while only one runs it.
    { kind: 'image', identity: { image_id: ['image_id'] }, labels: ['image', 'namespace', 'pod', 'uid', 'container'] },
    { kind: 'node', identity: { node: ['node'] } },
    { kind: 'namespace', identity: { namespace: ['namespace'] } },
  ],
  metrics: [
    level(['kube_pod_info'], 'pods', ['namespace', 'workload', 'pod']),
    level(['kube_pod_container_info'], 'containers', ['image']),
    level(['kube_pod_init_container_info'], 'containers', ['image']),
    counter(['kube_pod_container_status_restarts_total'], 'restarts', ['pod']),
    level(['kube_secret_info'], 'secrets', ['namespace']),
  ],
};
