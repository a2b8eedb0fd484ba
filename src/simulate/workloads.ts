import { NEIGHBOUR, NODES, PODS, SERVING_NAMESPACE } from './fleet.ts';
import { Random } from './random.ts';

/** What a pod is for: its traffic and its work follow from it. */
export type Role = 'model-server' | 'gateway' | 'ingress' | 'chat' | 'exporter' | 'neighbour';

/** An image as a pod asks for it, and as the runtime resolved it. */
export interface Image {
  readonly spec: string;
  /** `repository@sha256:...`. */
  readonly id: string;
}

/** A pod as Kubernetes knows it; every one has one container. */
export interface WorkloadPod {
  readonly role: Role;
  readonly namespace: string;
  readonly pod: string;
  readonly container: string;
  readonly node: string;
  readonly owner: { readonly kind: 'StatefulSet' | 'DaemonSet' | 'ReplicaSet'; readonly name: string };
  readonly image: Image;
  readonly cores: number;
  readonly memoryBytes: number;
  readonly gpus: number;
}

const GIB = 2 ** 30;

/** The image under a tag; `build` tells builds apart that were pushed to the same tag. */
export function image(spec: string, build = 1): Image {
  const repository = spec.slice(0, spec.lastIndexOf(':'));
  return { spec, id: `${repository}@sha256:${new Random(build, spec).hex(64)}` };
}

/** What fetches the weights before a model server starts. */
export const FETCHER = image('docker.io/amazon/aws-cli:2.31.9');

type Size = Pick<WorkloadPod, 'cores' | 'memoryBytes' | 'gpus'>;
const SMALL: Size = { cores: 0.5, memoryBytes: GIB / 2, gpus: 0 };
const SERVICE: Size = { cores: 4, memoryBytes: 4 * GIB, gpus: 0 };

/** Every pod of the cluster, those of a neighbour last: one on each node, there only during a squeeze. */
export const WORKLOAD_PODS: readonly WorkloadPod[] = [
  ...NODES.map((node, i) =>
    member('exporter', ['gpu-operator', 'nvidia-dcgm-exporter'], {
      pod: `nvidia-dcgm-exporter-${['x7k2p', 'm9q4t'][i]}`,
      container: 'nvidia-dcgm-exporter',
      node,
      kind: 'DaemonSet',
      image: image('nvcr.io/nvidia/k8s/dcgm-exporter:4.4.1-4.6.0-ubuntu22.04'),
    }),
  ),
  ...PODS.map(
    ({ name, node, gpus }): WorkloadPod => ({
      ...member('model-server', [SERVING_NAMESPACE, name.slice(0, -2)], {
        pod: name,
        container: 'vllm',
        node,
        image: image('docker.io/vllm/vllm-openai:v0.11.0'),
      }),
      cores: 4 * gpus.length,
      memoryBytes: 48 * GIB * gpus.length,
      gpus: gpus.length,
    }),
  ),
  {
    ...member('gateway', ['ai-gateway', 'litellm'], {
      node: NODES[1],
      image: image('ghcr.io/berriai/litellm:v1.77.5'),
    }),
    ...SERVICE,
  },
  {
    ...member('ingress', ['ingress', 'traefik'], { node: NODES[1], image: image('docker.io/traefik:v3.5.3') }),
    ...SERVICE,
  },
  {
    ...member('chat', ['ai-apps', 'open-webui'], {
      node: NODES[1],
      image: image('ghcr.io/open-webui/open-webui:v0.6.32'),
    }),
    ...SERVICE,
  },
  member('exporter', ['monitoring', 'kube-state-metrics-6d5f8c7b94'], {
    pod: 'kube-state-metrics-6d5f8c7b94-q8zlm',
    container: 'kube-state-metrics',
    node: NODES[1],
    kind: 'ReplicaSet',
    image: image('registry.k8s.io/kube-state-metrics/kube-state-metrics:v2.17.0'),
  }),
  ...NODES.map((node) =>
    member('neighbour', [NEIGHBOUR.namespace, 'notebook-gpu'], {
      pod: NEIGHBOUR.pod,
      container: NEIGHBOUR.container,
      node,
      image: image('quay.io/jupyter/pytorch-notebook:cuda12-2025-09-30'),
    }),
  ),
];

interface Member {
  readonly pod?: string;
  readonly container?: string;
  readonly node: string;
  readonly kind?: WorkloadPod['owner']['kind'];
  readonly image: Image;
}

/** A pod of a workload: of a StatefulSet the first, with a container of the same name, unless told otherwise. */
function member(role: Role, [namespace, name]: readonly [string, string], place: Member): WorkloadPod {
  const { pod = `${name}-0`, container = name, node, kind = 'StatefulSet', image: runs } = place;
  return { role, namespace, pod, container, node, owner: { kind, name }, image: runs, ...SMALL };
}

/** The secrets of the cluster's namespaces. */
export const SECRETS: readonly { readonly namespace: string; readonly secret: string }[] = [
  { namespace: 'ai-gateway', secret: 'litellm-master-key' },
  { namespace: 'ai-gateway', secret: 'litellm-database' },
  { namespace: 'ai-apps', secret: 'open-webui-session' },
  { namespace: SERVING_NAMESPACE, secret: 'weights-bucket' },
  { namespace: 'ingress', secret: 'wildcard-tls' },
];
