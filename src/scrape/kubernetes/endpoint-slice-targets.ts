import type { Labels } from '../../core/model/labels.ts';
import { joinHostPort, type MetaLabels, meta, objectMeta } from './meta-labels.ts';
import type { Endpoint, EndpointPort, EndpointSlice, Pod, Service } from './objects.ts';
import { containerLabels, containersOf, podLabels, portLabels } from './pod-targets.ts';
import { serviceLabels } from './service-targets.ts';

/** Where the slice's label tells which service it belongs to. */
const SERVICE_NAME = 'kubernetes.io/service-name';

/** What stands beside a slice: its service and pods, where they are known. */
export interface SliceSurroundings {
  readonly service: (namespace: string, name: string) => Service | undefined;
  readonly pod: (namespace: string, name: string) => Pod | undefined;
}

/** Under which names the labels go: those of role `endpointslice`, or those of `endpoints`, whose objects are read as slices too. */
export type SliceRole = 'endpointslice' | 'endpoints';

/**
 * A slice's targets: one an address and port, with the labels of its pod and service; then one each container port of those pods that no
 * port of the slice names.
 */
export function endpointSliceTargets(slice: EndpointSlice, around: SliceSurroundings, role: SliceRole): Labels[] {
  const shared = sliceLabels(slice, around, role);
  const ports = slice.ports ?? [];
  const pods = new Set<Pod>();
  const own = (slice.endpoints ?? []).flatMap((endpoint) => {
    const pod = podOf(endpoint, slice, around);
    if (pod !== undefined) pods.add(pod);
    return ports.flatMap((port) => portTargets(endpoint, port, { pod, role }));
  });
  const named = ports.map(({ port }) => port);
  const others = ports.length === 0 ? [] : [...pods].flatMap((pod) => otherPorts(pod, named));
  return [...own, ...others].map((target) => ({ ...shared, ...target }));
}

function podOf({ targetRef }: Endpoint, { metadata }: EndpointSlice, around: SliceSurroundings): Pod | undefined {
  return targetRef?.kind === 'Pod' ? around.pod(targetRef.namespace || metadata.namespace, targetRef.name) : undefined;
}

interface Behind {
  readonly pod: Pod | undefined;
  readonly role: SliceRole;
}

function portTargets(endpoint: Endpoint, port: EndpointPort, { pod, role }: Behind): Labels[] {
  const labels = { ...endpointLabels(endpoint, port, role), ...(pod && podPortLabels(pod, port)) };
  return (endpoint.addresses ?? []).map((address) => ({
    ...labels,
    __address__: port.port === undefined ? address : joinHostPort(address, port.port),
  }));
}

function sliceLabels(slice: EndpointSlice, around: SliceSurroundings, role: SliceRole): Labels {
  const { namespace, labels } = slice.metadata;
  const serviceName = labels[SERVICE_NAME] ?? '';
  const service = around.service(namespace, serviceName);
  const own =
    role === 'endpointslice'
      ? { ...meta({ endpointslice_address_type: slice.addressType }), ...objectMeta(role, slice.metadata) }
      : // The object of that role bears its service's name; a slice has one of its own.
        objectMeta(role, { ...slice.metadata, name: serviceName || slice.metadata.name });
  return { ...meta({ namespace }), ...own, ...(service && serviceLabels(service)) };
}

function endpointLabels(endpoint: Endpoint, port: EndpointPort, role: SliceRole): Labels {
  const { conditions, hostname, nodeName, zone, targetRef } = endpoint;
  const shown = (flag: boolean | undefined) => (flag === undefined ? undefined : String(flag));
  const target: MetaLabels = { address_target_kind: targetRef?.kind, address_target_name: targetRef?.name };
  if (role === 'endpoints') {
    // Addresses of the older objects are ready or not; to slices, unknown is ready.
    const ready = String(conditions.ready !== false);
    const labels = { port_name: port.name, port_protocol: port.protocol, hostname, node_name: nodeName, ready };
    return prefixed('endpoint', { ...labels, ...target });
  }
  return prefixed('endpointslice', {
    port_name: port.name,
    port_protocol: port.protocol,
    port: port.port === undefined ? undefined : String(port.port),
    port_app_protocol: port.appProtocol,
    endpoint_conditions_ready: shown(conditions.ready),
    endpoint_conditions_serving: shown(conditions.serving),
    endpoint_conditions_terminating: shown(conditions.terminating),
    endpoint_hostname: hostname,
    endpoint_node_name: nodeName,
    endpoint_zone: zone,
    ...target,
  });
}

function prefixed(prefix: string, labels: MetaLabels): Labels {
  return meta(Object.fromEntries(Object.entries(labels).map(([name, value]) => [`${prefix}_${name}`, value])));
}

/** The pod behind an endpoint, and the container port that the endpoint's port leads to. */
function podPortLabels(pod: Pod, { port }: EndpointPort): Labels {
  const labels: Labels = podLabels(pod);
  for (const { container, isInit } of containersOf(pod)) {
    const match = (container.ports ?? []).find(({ containerPort }) => containerPort === port);
    if (match !== undefined) return { ...labels, ...containerLabels(container, isInit), ...portLabels(match) };
  }
  return labels;
}

function otherPorts(pod: Pod, seen: readonly (number | undefined)[]): Labels[] {
  if (pod.status.podIP === '') return [];
  return containersOf(pod).flatMap(({ container, isInit }) =>
    (container.ports ?? [])
      .filter(({ containerPort }) => !seen.includes(containerPort))
      .map((port) => ({
        ...podLabels(pod),
        ...containerLabels(container, isInit),
        ...portLabels(port),
        __address__: joinHostPort(pod.status.podIP, port.containerPort),
      })),
  );
}
