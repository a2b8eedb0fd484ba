import type { Exporter, Feed, MetricSource } from '../exporter.ts';

/** The far ends of pods' own interfaces, bridges and tunnels: the same bytes again. */
const OTHER_INTERFACES = {
  interface: 'lo|veth.*|cali.*|cilium.*|lxc.*|cni.*|docker.*|flannel.*|tunl.*|nodelocaldns|kube-.*',
};

/** A kubelet that restarts finds the containers with the history they have: nothing is born at zero. */
function ofPod(name: string, measure: string, matches: readonly Pick<Feed, 'where' | 'unless'>[]): MetricSource {
  const feeds = matches.map((match) => ({ measure, entity: 'pod', ...match }) as const);
  return { names: [name], treatAs: 'counter', bornAtZero: false, feeds };
}

/**
 * cAdvisor in the kubelet. Network counters are one a pod (the pause container), read counters one a container beside totals of pod
 * and node. Host-network pods show the whole node. Samples carry their own times.
 */
export const CADVISOR: Exporter = {
  id: 'cadvisor',
  title: 'cAdvisor',
  marks: ['container_', 'cadvisor_', 'machine_'],
  entities: [
    {
      kind: 'pod',
      identity: { namespace: ['namespace'], pod: ['pod', 'pod_name'] },
      labels: ['node'],
    },
  ],
  metrics: [
    ofPod('container_network_transmit_bytes_total', 'network.transmit', [{ unless: OTHER_INTERFACES }]),
    ofPod('container_network_receive_bytes_total', 'network.receive', [{ unless: OTHER_INTERFACES }]),
    // Kubernetes before 1.16 called the label `container_name`.
    ofPod('container_fs_reads_bytes_total', 'disk.read', [
      { where: { container: '.+' }, unless: { container: 'POD' } },
      { where: { container_name: '.+' }, unless: { container_name: 'POD', container: '.+' } },
    ]),
  ],
};
