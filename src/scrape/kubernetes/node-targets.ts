import type { Labels } from '../../core/model/labels.ts';
import { joinHostPort, labelNameOf, meta, objectMeta } from './meta-labels.ts';
import type { KubernetesNode } from './objects.ts';

/** Which of a node's addresses is asked, best first; Prometheus' order. */
const ADDRESS_TYPES = ['InternalIP', 'InternalDNS', 'ExternalIP', 'ExternalDNS', 'LegacyHostIP', 'Hostname'];

/** A node's target: its kubelet. None while it has no address. */
export function nodeTargets(node: KubernetesNode): Labels[] {
  const addresses = node.status.addresses ?? [];
  const [address] = ADDRESS_TYPES.flatMap((type) => addresses.filter((one) => one.type === type));
  if (address === undefined) return [];
  // Of several addresses of one type the first counts, as for the address that is asked.
  const byType = addresses
    .toReversed()
    .map(({ type, address: text }) => [`node_address_${labelNameOf(type)}`, text] as const);
  return [
    {
      ...nodeLabels(node),
      ...meta({ node_provider_id: node.spec.providerID, ...Object.fromEntries(byType) }),
      instance: node.metadata.name,
      __address__: joinHostPort(address.address, node.status.daemonEndpoints.kubeletEndpoint.Port),
    },
  ];
}

/** What is known of the node itself. */
export function nodeLabels({ metadata }: KubernetesNode): Labels {
  return objectMeta('node', metadata);
}
