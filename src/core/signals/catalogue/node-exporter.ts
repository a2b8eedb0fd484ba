import type { Exporter } from '../exporter.ts';
import { counter } from './sources.ts';

/** Bridges, tunnels and pods' ends: the same bytes again. */
const OTHER_DEVICES = {
  device: 'lo|veth.*|cali.*|cilium.*|lxc.*|cni.*|docker.*|br-.*|virbr.*|flannel.*|tunl.*|dummy.*|kube-.*',
};

/** node_exporter, for what leaves a node; RDMA goes past all container counters. */
export const NODE_EXPORTER: Exporter = {
  id: 'node-exporter',
  title: 'node_exporter',
  marks: ['node_'],
  entities: [{ kind: 'node', identity: { node: ['node', 'nodename', 'instance'] }, labels: ['instance'] }],
  metrics: [
    counter(['node_network_transmit_bytes_total'], 'network.transmit', ['node'], { unless: OTHER_DEVICES }),
    counter(['node_infiniband_port_data_transmitted_bytes_total'], 'rdma.transmit', ['node']),
  ],
};
