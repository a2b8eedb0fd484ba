import type { Labels } from '../../core/model/labels.ts';
import { joinHostPort, meta, objectMeta } from './meta-labels.ts';
import type { Service } from './objects.ts';

/** A service's targets: its name in the cluster, one a port. */
export function serviceTargets(service: Service): Labels[] {
  const { metadata, spec } = service;
  return (spec.ports ?? []).map(({ name, port, protocol }) => ({
    ...serviceLabels(service),
    ...meta({
      service_port_name: name,
      service_port_number: String(port),
      service_port_protocol: protocol,
      service_type: spec.type,
      service_external_name: spec.type === 'ExternalName' ? spec.externalName : undefined,
      service_cluster_ip: spec.type === 'ExternalName' ? undefined : spec.clusterIP,
      service_loadbalancer_ip: spec.type === 'LoadBalancer' ? spec.loadBalancerIP : undefined,
    }),
    __address__: joinHostPort(`${metadata.name}.${metadata.namespace}.svc`, port),
  }));
}

/** What is known of the service itself. */
export function serviceLabels({ metadata }: Service): Labels {
  return { ...meta({ namespace: metadata.namespace }), ...objectMeta('service', metadata) };
}
