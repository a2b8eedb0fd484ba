import type { Labels } from '../../core/model/labels.ts';
import { joinHostPort, meta, objectMeta } from './meta-labels.ts';
import type { Container, Pod } from './objects.ts';

export type ContainerPort = NonNullable<Container['ports']>[number];

/** A pod's targets: one a declared container port, and the bare address for a container that declares none. None before it has an address. */
export function podTargets(pod: Pod): Labels[] {
  const shared = { ...meta({ namespace: pod.metadata.namespace }), ...podLabels(pod) };
  const address = pod.status.podIP;
  if (address === '') return [];
  return containersOf(pod).flatMap(({ container, isInit }) => {
    const own = { ...shared, ...containerLabels(container, isInit), ...containerId(pod, container, isInit) };
    const ports = container.ports ?? [];
    if (ports.length === 0) return [{ ...own, __address__: address }];
    return ports.map((port) => ({
      ...own,
      ...portLabels(port),
      __address__: joinHostPort(address, port.containerPort),
    }));
  });
}

/** What is known of the pod itself. */
export function podLabels(pod: Pod): Labels {
  const { metadata, spec, status } = pod;
  const ready = (status.conditions ?? []).find(({ type }) => type === 'Ready')?.status.toLowerCase();
  const controller = (metadata.ownerReferences ?? []).find((owner) => owner.controller === true);
  return {
    ...meta({
      pod_ip: status.podIP,
      pod_ready: ready || 'unknown',
      pod_phase: status.phase,
      pod_node_name: spec.nodeName,
      pod_host_ip: status.hostIP,
      pod_uid: metadata.uid,
      pod_controller_kind: controller?.kind,
      pod_controller_name: controller?.name,
    }),
    ...objectMeta('pod', metadata),
  };
}

/** A container, and whether it only prepares the pod. */
export interface ContainerOfPod {
  readonly container: Container;
  readonly isInit: boolean;
}

/** Containers, then init containers. */
export function containersOf({ spec }: Pod): ContainerOfPod[] {
  return [
    ...(spec.containers ?? []).map((container) => ({ container, isInit: false })),
    ...(spec.initContainers ?? []).map((container) => ({ container, isInit: true })),
  ];
}

/** The `__meta_kubernetes_pod_container_*` labels of a container. */
export function containerLabels({ name, image }: Container, isInit: boolean): Labels {
  return meta({ pod_container_name: name, pod_container_image: image, pod_container_init: String(isInit) });
}

function containerId({ status }: Pod, { name }: Container, isInit: boolean): Labels {
  const all = (isInit ? status.initContainerStatuses : status.containerStatuses) ?? [];
  return meta({ pod_container_id: all.find((one) => one.name === name)?.containerID });
}

/** The `__meta_kubernetes_pod_container_port_*` labels of a port. */
export function portLabels({ name, containerPort, protocol }: ContainerPort): Labels {
  return meta({
    pod_container_port_name: name,
    pod_container_port_number: String(containerPort),
    pod_container_port_protocol: protocol,
  });
}
