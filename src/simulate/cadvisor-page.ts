import type { Labels } from '../core/model/labels.ts';
import type { Cgroup, NetworkInterface } from './cgroup.ts';
import type { Container, Run } from './container.ts';
import type { Kubelet } from './kubelet.ts';
import { goCount, goFloat, goNanoseconds, goRound, type NumberStyle } from './number-style.ts';
import { PageTemplate } from './page-template.ts';

type GroupFamily = readonly [
  name: string,
  type: 'counter' | 'gauge',
  help: string,
  channel: keyof Cgroup['channels'],
  NumberStyle,
  extra: Labels,
];

const CPU = { cpu: 'total' };
const DISK = { device: '/dev/nvme0n1' };
const VERSIONS = {
  cadvisorRevision: '',
  cadvisorVersion: '',
  dockerVersion: '',
  kernelVersion: '6.8.0-84-generic',
  osVersion: 'Ubuntu 24.04.3 LTS',
};

/** What is told of the node, of each pod and of each container: the same three times. */
const GROUP_FAMILIES: readonly GroupFamily[] = [
  [
    'container_cpu_usage_seconds_total',
    'counter',
    'Processor time used, in seconds.',
    'cpuSeconds',
    goNanoseconds,
    CPU,
  ],
  ['container_fs_reads_bytes_total', 'counter', 'Bytes read from disks.', 'readBytes', goCount, DISK],
  ['container_fs_writes_bytes_total', 'counter', 'Bytes written to disks.', 'writtenBytes', goCount, DISK],
  ['container_memory_working_set_bytes', 'gauge', 'Memory in use that cannot be freed.', 'memoryBytes', goRound, {}],
];

/** What is told of the interface of the node and of each pod. */
const NETWORK_FAMILIES: readonly (readonly [name: string, help: string, keyof NetworkInterface['channels']])[] = [
  ['container_network_receive_bytes_total', 'Bytes received.', 'receivedBytes'],
  ['container_network_receive_packets_total', 'Packets received.', 'receivedPackets'],
  ['container_network_transmit_bytes_total', 'Bytes sent.', 'sentBytes'],
  ['container_network_transmit_packets_total', 'Packets sent.', 'sentPackets'],
];

const ROOT = { container: '', id: '/', image: '', name: '', namespace: '', pod: '' };
const PAUSE = 'registry.k8s.io/pause:3.10';

/** The page of cAdvisor in the kubelet of a node with containerd and control groups v2. Its samples carry the time at which it looked. */
export function cadvisorPage(kubelet: Kubelet): PageTemplate {
  const page = new PageTemplate(kubelet.lookedAt);
  page
    .family('cadvisor_version_info', 'gauge', 'Versions of the kernel and of the system.')
    .constant('cadvisor_version_info', VERSIONS, '1');
  for (const family of GROUP_FAMILIES) groupFamily(page, kubelet, family);
  for (const [name, help, channel] of NETWORK_FAMILIES) {
    page.family(name, 'counter', help);
    page.sample(name, sorted({ ...ROOT, interface: 'eth0' }), kubelet.network.channels[channel], goCount);
    for (const container of kubelet.containers) {
      const source = { channel: container.network.channels[channel], style: goCount };
      page.optional(name, sandboxLabels(container), { ...source, shownBy: container.channels.isThere });
    }
  }
  page
    .family('container_scrape_error', 'gauge', 'Whether reading the containers failed.')
    .constant('container_scrape_error', {}, '0');
  const started = 'container_start_time_seconds';
  page.family(started, 'gauge', 'When the container was started, in Unix seconds.');
  for (const container of kubelet.containers) {
    for (const run of container.runs) {
      const source = { channel: container.channels.startSeconds, style: goFloat, shownBy: run.shownBy };
      page.optional(started, containerLabels(container, run), source);
    }
  }
  return page;
}

function groupFamily(page: PageTemplate, kubelet: Kubelet, [name, type, help, channel, style, extra]: GroupFamily) {
  page.family(name, type, help);
  page.sample(name, sorted({ ...ROOT, ...extra }), kubelet.root.channels[channel], style);
  for (const container of kubelet.containers) {
    const { own, pod, runs, channels } = container;
    const ofPod = { channel: pod.channels[channel], style, shownBy: channels.isThere };
    page.optional(name, sorted({ ...podLabels(container), ...extra }), ofPod);
    for (const run of runs) {
      const ofRun = { channel: own.channels[channel], style, shownBy: run.shownBy };
      page.optional(name, sorted({ ...containerLabels(container, run), ...extra }), ofRun);
    }
  }
}

function podLabels({ plan, uid }: Container): Labels {
  const slice = `/kubepods.slice/kubepods-burstable.slice/kubepods-burstable-pod${uid.replaceAll('-', '_')}.slice`;
  return { ...ROOT, id: slice, namespace: plan.namespace, pod: plan.pod };
}

function containerLabels(container: Container, { containerId, image }: Run): Labels {
  const pod = podLabels(container);
  const id = `${pod['id']}/cri-containerd-${containerId}.scope`;
  return { ...pod, container: container.plan.container, id, image: image.spec, name: containerId };
}

/** The network of a pod is that of its pause container, which has no name of its own. */
function sandboxLabels(container: Container): Labels {
  const pod = podLabels(container);
  const name = container.sandboxId;
  return sorted({ ...pod, id: `${pod['id']}/cri-containerd-${name}.scope`, image: PAUSE, interface: 'eth0', name });
}

/** The Go client prints label names in alphabetical order. */
function sorted(labels: Labels): Labels {
  return Object.fromEntries(Object.entries(labels).sort(([a], [b]) => (a < b ? -1 : 1)));
}
