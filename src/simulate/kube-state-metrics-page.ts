import type { Labels } from '../core/model/labels.ts';
import type { Container } from './container.ts';
import { GPUS_PER_NODE, NODES } from './fleet.ts';
import { goFloat, type NumberStyle } from './number-style.ts';
import { PageTemplate } from './page-template.ts';
import { FETCHER, SECRETS, WORKLOAD_PODS } from './workloads.ts';

/** Two by name; a pod's node is any text. */
const NODE_NAMES: readonly string[] = NODES;
const PHASES = ['Pending', 'Succeeded', 'Failed', 'Unknown', 'Running'] as const;

/** The page of kube-state-metrics: every object of the cluster it is told to watch, one family after the other. */
export function kubeStateMetricsPage(containers: readonly Container[]): PageTemplate {
  const page = new PageTemplate();
  workloadFamilies(page);
  nodeFamilies(page);
  podFamilies(page, containers);
  imageFamilies(page, containers);
  stateFamilies(page, containers);
  page.family('kube_secret_info', 'gauge', 'A secret.');
  for (const { namespace, secret } of SECRETS) page.constant('kube_secret_info', { namespace, secret }, '1');
  return page;
}

function workloadFamilies(page: PageTemplate): void {
  const pods = WORKLOAD_PODS.filter(({ role }) => role !== 'neighbour');
  const replicas = 'kube_statefulset_replicas';
  page.family(replicas, 'gauge', 'Pods that a StatefulSet asks for.');
  const sets = pods.filter(({ owner }) => owner.kind === 'StatefulSet');
  const counts = new Map<string, number>();
  for (const { owner } of sets) counts.set(owner.name, (counts.get(owner.name) ?? 0) + 1);
  for (const [statefulset, count] of counts) {
    const namespace = sets.find(({ owner }) => owner.name === statefulset)?.namespace ?? '';
    page.constant(replicas, { namespace, statefulset }, `${count}`);
  }
  const owner = 'kube_replicaset_owner';
  page.family(owner, 'gauge', 'What a ReplicaSet belongs to.');
  for (const pod of pods.filter(({ owner: { kind } }) => kind === 'ReplicaSet')) {
    const { namespace, container, owner: set } = pod;
    const of = { owner_kind: 'Deployment', owner_name: container, owner_is_controller: 'true' };
    page.constant(owner, { namespace, replicaset: set.name, ...of }, '1');
  }
}

function nodeFamilies(page: PageTemplate): void {
  page.family('kube_node_info', 'gauge', 'A node and its software.');
  NODES.forEach((node, i) => {
    const software = {
      kernel_version: '6.8.0-84-generic',
      os_image: 'Ubuntu 24.04.3 LTS',
      container_runtime_version: 'containerd://2.1.4',
      kubelet_version: 'v1.34.1',
    };
    page.constant('kube_node_info', { node, ...software, internal_ip: hostIp(i) }, '1');
  });
  const allocatable = 'kube_node_status_allocatable';
  page.family(allocatable, 'gauge', 'What pods may ask of a node.');
  for (const node of NODES) {
    page.constant(allocatable, { node, resource: 'cpu', unit: 'core' }, '192');
    page.constant(allocatable, { node, resource: 'memory', unit: 'byte' }, '2.164663517184e+12');
    page.constant(allocatable, { node, resource: 'nvidia_com_gpu', unit: 'integer' }, `${GPUS_PER_NODE}`);
  }
}

function podFamilies(page: PageTemplate, containers: readonly Container[]): void {
  page.family('kube_pod_info', 'gauge', 'A pod: where it runs, and for what.');
  containers.forEach((container, i) => {
    const { node, owner } = container.plan;
    const place = NODE_NAMES.indexOf(node);
    const addresses = { host_ip: hostIp(place), pod_ip: `10.42.${place}.${20 + i}`, node };
    const creator = { created_by_kind: owner.kind, created_by_name: owner.name };
    const rest = { priority_class: '', host_network: 'false' };
    fact(page, 'kube_pod_info', { container, labels: { ...addresses, ...creator, ...rest } });
  });
  page.family('kube_pod_owner', 'gauge', 'What a pod belongs to.');
  for (const container of containers) {
    const { kind, name } = container.plan.owner;
    const labels = { owner_kind: kind, owner_name: name, owner_is_controller: 'true' };
    fact(page, 'kube_pod_owner', { container, labels });
  }
  const phases = 'kube_pod_status_phase';
  page.family(phases, 'gauge', 'Whether a pod is in this phase.');
  for (const container of containers.filter(({ plan }) => plan.role !== 'neighbour')) {
    for (const phase of PHASES) {
      page.constant(phases, { ...podLabels(container), phase }, phase === 'Running' ? '1' : '0');
    }
  }
  const requests = 'kube_pod_container_resource_requests';
  page.family(requests, 'gauge', 'What a container asks for.');
  for (const container of containers.filter(({ plan }) => plan.role !== 'neighbour')) {
    const { node, cores, memoryBytes, gpus } = container.plan;
    const asks = (resource: string, unit: string, amount: number) =>
      page.constant(requests, { ...containerLabels(container), node, resource, unit }, goFloat(amount));
    asks('cpu', 'core', cores);
    asks('memory', 'byte', memoryBytes);
    if (gpus > 0) asks('nvidia_com_gpu', 'integer', gpus);
  }
}

function imageFamilies(page: PageTemplate, containers: readonly Container[]): void {
  const info = 'kube_pod_container_info';
  page.family(info, 'gauge', 'A container and its image, as asked for and as resolved.');
  for (const container of containers) {
    for (const { image, containerId, shownBy } of container.runs) {
      const resolved = { image_spec: image.spec, image: image.spec, image_id: image.id };
      const labels = { ...containerLabels(container), ...resolved, container_id: `containerd://${containerId}` };
      page.optional(info, labels, { channel: shownBy, style: goFloat, shownBy });
    }
  }
  const init = 'kube_pod_init_container_info';
  page.family(init, 'gauge', 'A container that ran before the others of its pod, and its image.');
  for (const container of containers.filter(({ plan }) => plan.role === 'model-server')) {
    const resolved = { image_spec: FETCHER.spec, image: FETCHER.spec, image_id: FETCHER.id };
    const id = { container_id: `containerd://${container.fetcherId}`, restart_policy: '' };
    page.constant(init, { ...podLabels(container), container: 'fetch-weights', ...resolved, ...id }, '1');
  }
}

function stateFamilies(page: PageTemplate, containers: readonly Container[]): void {
  const state = (
    name: string,
    { type, help, channel }: { type: 'gauge' | 'counter'; help: string; channel: keyof Container['channels'] },
    style: NumberStyle = goFloat,
  ) => {
    page.family(name, type, help);
    for (const container of containers) {
      const { channels } = container;
      const source = { channel: channels[channel], style, shownBy: channels.isThere };
      page.optional(name, containerLabels(container), source);
    }
  };
  const of = 'kube_pod_container_status';
  state(`${of}_ready`, { type: 'gauge', help: 'Whether a container is ready.', channel: 'ready' });
  state(`${of}_restarts_total`, { type: 'counter', help: 'Restarts of a container.', channel: 'restarts' });
  state(`${of}_running`, { type: 'gauge', help: 'Whether a container runs.', channel: 'ready' });
  const started = { type: 'gauge', help: 'When a container was started.', channel: 'startSeconds' } as const;
  state('kube_pod_container_state_started', started);
  const ended = `${of}_last_terminated_reason`;
  page.family(ended, 'gauge', 'Why the container before this one ended.');
  for (const container of containers) {
    for (const { shownBy } of container.runs.slice(1)) {
      const labels = { ...containerLabels(container), reason: 'Error' };
      page.optional(ended, labels, { channel: shownBy, style: goFloat, shownBy });
    }
  }
}

/** A sample that is 1 as long as there is the pod. */
function fact(page: PageTemplate, name: string, { container, labels }: { container: Container; labels: Labels }): void {
  const shownBy = container.channels.isThere;
  page.optional(name, { ...podLabels(container), ...labels }, { channel: shownBy, style: goFloat, shownBy });
}

function podLabels({ plan, uid }: Container): Labels {
  return { namespace: plan.namespace, pod: plan.pod, uid };
}

function containerLabels(container: Container): Labels {
  return { ...podLabels(container), container: container.plan.container };
}

function hostIp(node: number): string {
  return `10.0.0.${11 + node}`;
}
