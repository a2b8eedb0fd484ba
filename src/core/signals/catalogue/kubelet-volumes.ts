import type { Exporter } from '../exporter.ts';
import { level } from './sources.ts';

/** The kubelet's volume statistics; a volume mounted by several pods of one node is told once. */
export const KUBELET_VOLUMES: Exporter = {
  id: 'kubelet-volumes',
  title: 'kubelet',
  marks: ['kubelet_'],
  pageLabels: { anchor: 'namespace', labels: ['namespace'], always: true },
  entities: [{ kind: 'namespace', identity: { namespace: ['namespace'] } }],
  metrics: [
    // A volume mounted on several nodes is told by each of them.
    level(['kubelet_volume_stats_used_bytes'], 'volumes.used', ['namespace'], {
      once: ['namespace', 'persistentvolumeclaim'],
    }),
  ],
};
