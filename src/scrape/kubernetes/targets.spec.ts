import type { Labels } from '../../core/model/labels.ts';
import { endpointSliceTargets, type SliceRole } from './endpoint-slice-targets.ts';
import { nodeTargets } from './node-targets.ts';
import { endpointSliceObject, nodeObject, podObject, serviceObject } from './objects.ts';
import { podTargets } from './pod-targets.ts';
import { serviceTargets } from './service-targets.ts';

/** Targets with the prefix that all their labels share cut off. */
const short = (targets: readonly Labels[]) =>
  targets.map((target) =>
    Object.fromEntries(Object.entries(target).map(([name, value]) => [name.replace('__meta_kubernetes_', ''), value])),
  );

const POD = podObject.parse({
  metadata: {
    name: 'vllm-0',
    namespace: 'ai',
    uid: 'abc123',
    labels: { 'app.kubernetes.io/name': 'vllm' },
    annotations: { 'prometheus.io/scrape': 'true' },
    ownerReferences: [
      { kind: 'ReplicaSet', name: 'old' },
      { kind: 'StatefulSet', name: 'vllm', controller: true },
    ],
  },
  spec: {
    nodeName: 'n1',
    containers: [
      {
        name: 'server',
        image: 'vllm:1',
        ports: [
          { name: 'http', containerPort: 8000, protocol: 'TCP' },
          { name: 'metrics', containerPort: 9000, protocol: 'TCP' },
        ],
      },
      { name: 'sidecar', image: 'side:1' },
    ],
    initContainers: [{ name: 'load', image: 'load:1', ports: [{ containerPort: 7000, protocol: 'TCP' }] }],
  },
  status: {
    podIP: '10.0.0.1',
    hostIP: '192.168.0.1',
    phase: 'Running',
    conditions: [{ type: 'Ready', status: 'True' }],
    containerStatuses: [{ name: 'server', containerID: 'containerd://1' }],
  },
});
const POD_LABELS = {
  pod_name: 'vllm-0',
  pod_ip: '10.0.0.1',
  pod_ready: 'true',
  pod_phase: 'Running',
  pod_node_name: 'n1',
  pod_host_ip: '192.168.0.1',
  pod_uid: 'abc123',
  pod_controller_kind: 'StatefulSet',
  pod_controller_name: 'vllm',
  pod_label_app_kubernetes_io_name: 'vllm',
  pod_labelpresent_app_kubernetes_io_name: 'true',
  pod_annotation_prometheus_io_scrape: 'true',
  pod_annotationpresent_prometheus_io_scrape: 'true',
};
const HTTP_PORT = {
  pod_container_port_name: 'http',
  pod_container_port_number: '8000',
  pod_container_port_protocol: 'TCP',
};
const METRICS_PORT = {
  pod_container_port_name: 'metrics',
  pod_container_port_number: '9000',
  pod_container_port_protocol: 'TCP',
};
const SERVER = { pod_container_name: 'server', pod_container_image: 'vllm:1', pod_container_init: 'false' };
const LOAD = {
  pod_container_name: 'load',
  pod_container_image: 'load:1',
  pod_container_init: 'true',
  pod_container_port_number: '7000',
  pod_container_port_protocol: 'TCP',
};

describe('podTargets', () => {
  it('is one target a container port, and the bare address for a container without', () => {
    const shared = { namespace: 'ai', ...POD_LABELS };
    const id = { pod_container_id: 'containerd://1' };
    expect(short(podTargets(POD))).toEqual([
      { ...shared, ...SERVER, ...id, ...HTTP_PORT, __address__: '10.0.0.1:8000' },
      { ...shared, ...SERVER, ...id, ...METRICS_PORT, __address__: '10.0.0.1:9000' },
      {
        ...shared,
        pod_container_name: 'sidecar',
        pod_container_image: 'side:1',
        pod_container_init: 'false',
        __address__: '10.0.0.1',
      },
      { ...shared, ...LOAD, __address__: '10.0.0.1:7000' },
    ]);
  });

  it('is none before the pod has an address, and takes one of IPv6', () => {
    expect(podTargets({ ...POD, status: { ...POD.status, podIP: '' } })).toEqual([]);
    expect(podTargets({ ...POD, status: { ...POD.status, podIP: 'fd00::1' } })[0]?.['__address__']).toBe(
      '[fd00::1]:8000',
    );
  });

  it('does not know whether a pod is ready that does not say', () => {
    const bare = podObject.parse({
      metadata: { name: 'p' },
      spec: { containers: [{ name: 'c' }] },
      status: { podIP: '1.2.3.4' },
    });
    expect(short(podTargets(bare))).toEqual([
      {
        pod_name: 'p',
        pod_ip: '1.2.3.4',
        pod_ready: 'unknown',
        pod_container_name: 'c',
        pod_container_init: 'false',
        __address__: '1.2.3.4',
      },
    ]);
  });
});

const SERVICE = serviceObject.parse({
  metadata: { name: 'vllm', namespace: 'ai', labels: { team: 'red' } },
  spec: { type: 'ClusterIP', clusterIP: '10.1.0.1', ports: [{ name: 'http', port: 80, protocol: 'TCP' }] },
});
const SERVICE_LABELS = {
  namespace: 'ai',
  service_name: 'vllm',
  service_label_team: 'red',
  service_labelpresent_team: 'true',
};
const SERVICE_PORT = { service_port_name: 'http', service_port_number: '80', service_port_protocol: 'TCP' };

describe('serviceTargets', () => {
  it.each([
    [{}, { service_type: 'ClusterIP', service_cluster_ip: '10.1.0.1' }],
    [
      { type: 'ExternalName', externalName: 'x.example' },
      { service_type: 'ExternalName', service_external_name: 'x.example' },
    ],
    [
      { type: 'LoadBalancer', loadBalancerIP: '1.2.3.4' },
      { service_type: 'LoadBalancer', service_cluster_ip: '10.1.0.1', service_loadbalancer_ip: '1.2.3.4' },
    ],
  ])('is its name in the cluster, one a port: %j', (spec, labels) => {
    expect(short(serviceTargets({ ...SERVICE, spec: { ...SERVICE.spec, ...spec } }))).toEqual([
      { ...SERVICE_LABELS, ...SERVICE_PORT, ...labels, __address__: 'vllm.ai.svc:80' },
    ]);
  });
});

describe('nodeTargets', () => {
  const node = (...addresses: { readonly type: string; readonly address: string }[]) =>
    nodeObject.parse({
      metadata: { name: 'n1', labels: { 'nvidia.com/gpu': 'true' } },
      spec: { providerID: 'cloud:///n1' },
      status: { addresses, daemonEndpoints: { kubeletEndpoint: { Port: 10250 } } },
    });

  it('is the kubelet, at the best of its addresses', () => {
    const target = node(
      { type: 'Hostname', address: 'n1.local' },
      { type: 'InternalIP', address: '10.0.0.9' },
      { type: 'InternalIP', address: 'fd00::9' },
    );
    expect(short(nodeTargets(target))).toEqual([
      {
        node_name: 'n1',
        node_provider_id: 'cloud:///n1',
        node_label_nvidia_com_gpu: 'true',
        node_labelpresent_nvidia_com_gpu: 'true',
        node_address_Hostname: 'n1.local',
        node_address_InternalIP: '10.0.0.9',
        instance: 'n1',
        __address__: '10.0.0.9:10250',
      },
    ]);
  });

  it('is none without an address', () => expect(nodeTargets(node())).toEqual([]));
});

describe('endpointSliceTargets', () => {
  const slice = endpointSliceObject.parse({
    metadata: { name: 'vllm-x', namespace: 'ai', labels: { 'kubernetes.io/service-name': 'vllm' } },
    addressType: 'IPv4',
    endpoints: [
      {
        addresses: ['10.0.0.1'],
        conditions: { ready: true, serving: true, terminating: false },
        nodeName: 'n1',
        zone: 'z1',
        targetRef: { kind: 'Pod', namespace: 'ai', name: 'vllm-0' },
      },
      { addresses: ['10.0.0.7'], hostname: 'seven', conditions: { ready: false } },
    ],
    ports: [{ name: 'http', port: 8000, protocol: 'TCP', appProtocol: 'http' }],
  });
  const around = {
    service: (namespace: string, name: string) => (namespace === 'ai' && name === 'vllm' ? SERVICE : undefined),
    pod: (namespace: string, name: string) => (namespace === 'ai' && name === 'vllm-0' ? POD : undefined),
  };
  const targets = (role: SliceRole) => short(endpointSliceTargets(slice, around, role));

  it('is one an address and port with its pod and service, and the other ports of its pods', () => {
    const shared = {
      ...SERVICE_LABELS,
      endpointslice_name: 'vllm-x',
      endpointslice_address_type: 'IPv4',
      endpointslice_label_kubernetes_io_service_name: 'vllm',
      endpointslice_labelpresent_kubernetes_io_service_name: 'true',
    };
    const port = {
      endpointslice_port: '8000',
      endpointslice_port_name: 'http',
      endpointslice_port_protocol: 'TCP',
      endpointslice_port_app_protocol: 'http',
    };
    expect(targets('endpointslice')).toEqual([
      {
        ...shared,
        ...port,
        ...POD_LABELS,
        ...SERVER,
        ...HTTP_PORT,
        endpointslice_endpoint_conditions_ready: 'true',
        endpointslice_endpoint_conditions_serving: 'true',
        endpointslice_endpoint_conditions_terminating: 'false',
        endpointslice_endpoint_node_name: 'n1',
        endpointslice_endpoint_zone: 'z1',
        endpointslice_address_target_kind: 'Pod',
        endpointslice_address_target_name: 'vllm-0',
        __address__: '10.0.0.1:8000',
      },
      {
        ...shared,
        ...port,
        endpointslice_endpoint_conditions_ready: 'false',
        endpointslice_endpoint_hostname: 'seven',
        __address__: '10.0.0.7:8000',
      },
      { ...shared, ...POD_LABELS, ...SERVER, ...METRICS_PORT, __address__: '10.0.0.1:9000' },
      { ...shared, ...POD_LABELS, ...LOAD, __address__: '10.0.0.1:7000' },
    ]);
  });

  it('has the names of role endpoints for rules that are written for it', () => {
    const [first, second] = targets('endpoints');
    expect(first).toMatchObject({
      endpoints_name: 'vllm',
      endpoint_port_name: 'http',
      endpoint_port_protocol: 'TCP',
      endpoint_ready: 'true',
      endpoint_node_name: 'n1',
      endpoint_address_target_kind: 'Pod',
      endpoint_address_target_name: 'vllm-0',
      service_name: 'vllm',
      pod_name: 'vllm-0',
    });
    expect(second).toMatchObject({ endpoint_ready: 'false', endpoint_hostname: 'seven' });
    expect(Object.keys({ ...first, ...second }).filter((name) => name.startsWith('endpointslice'))).toEqual([]);
  });
});
