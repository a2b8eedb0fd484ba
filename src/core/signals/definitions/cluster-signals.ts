import { NEVER_NEWS, type SignalDefinition } from '../../model/signal.ts';
import { LATELY_WINDOW_MS, POSITIVE, RATE_MINIMUM_RELATIVE } from './thresholds.ts';

const bytes = { unit: 'bytes/s', direction: 'up', minimumRelative: RATE_MINIMUM_RELATIVE, range: POSITIVE } as const;
/** A hundred kilobytes a second carry 8 GB a day: less than any model worth stealing. */
const ofPod = { entity: 'pod', minimumAbsolute: 100_000, ...bytes } as const;
/** A node's traffic is all its pods' and the cluster's own. */
const ofNode = { entity: 'node', minimumAbsolute: 5e6, ...bytes } as const;

/** How long a thing has been there; looked at beside other readings. */
const age = {
  id: 'presence.age',
  unit: 'seconds',
  memory: { of: 'age' },
  direction: 'up',
  minimumAbsolute: NEVER_NEWS,
  minimumRelative: 0,
  range: POSITIVE,
} as const;

/** What Kubernetes and its nodes say of pods, nodes and namespaces. */
export const CLUSTER_SIGNALS: readonly SignalDefinition[] = [
  { id: 'network.transmit', help: 'Bytes that leave the pod.', numerator: ['network.transmit'], ...ofPod },
  {
    ...ofPod,
    id: 'network.transmitLately',
    help: 'Bytes that leave the pod; over the last twenty minutes or so.',
    numerator: ['network.transmit'],
    memory: { of: 'lately', windowMs: LATELY_WINDOW_MS },
    minimumAbsolute: NEVER_NEWS,
  },
  { id: 'network.receive', help: 'Bytes that reach the pod.', numerator: ['network.receive'], ...ofPod },
  {
    id: 'disk.read',
    help: 'Bytes read from volumes and disks: model weights among them.',
    numerator: ['disk.read'],
    ...ofPod,
  },
  {
    id: 'restarts.rate',
    entity: 'pod',
    unit: 'events/s',
    help: 'Container restarts.',
    numerator: ['restarts'],
    direction: 'up',
    minimumAbsolute: 0,
    minimumRelative: RATE_MINIMUM_RELATIVE,
    range: POSITIVE,
  },
  { id: 'network.transmit', help: 'Bytes that leave the node.', numerator: ['network.transmit'], ...ofNode },
  {
    id: 'rdma.transmit',
    help: 'Bytes that leave the node over InfiniBand, past all container counters.',
    numerator: ['rdma.transmit'],
    ...ofNode,
  },
  {
    id: 'pods.count',
    entity: 'namespace',
    unit: 'count',
    help: 'Pods.',
    numerator: ['pods'],
    direction: 'up',
    minimumAbsolute: 3,
    minimumRelative: RATE_MINIMUM_RELATIVE,
    range: POSITIVE,
  },
  { ...age, entity: 'pod', help: 'How long we know that Kubernetes has the pod.', numerator: ['pods'] },
  {
    ...age,
    entity: 'workload',
    help: 'How long we know that Kubernetes has pods of the workload.',
    numerator: ['pods'],
  },
  { ...age, entity: 'image', help: 'How long we know that containers run the image.', numerator: ['containers'] },
  {
    id: 'secrets.count',
    entity: 'namespace',
    unit: 'count',
    help: 'Kubernetes secrets.',
    numerator: ['secrets'],
    direction: 'both',
    minimumAbsolute: 1,
    minimumRelative: 0,
    range: POSITIVE,
  },
  {
    id: 'volumes.used',
    entity: 'namespace',
    unit: 'bytes',
    help: 'Bytes on persistent volumes.',
    numerator: ['volumes.used'],
    direction: 'up',
    // Weights of a small model.
    minimumAbsolute: 5e9,
    minimumRelative: 0.05,
    range: POSITIVE,
  },
];
