import type { KubernetesSdConfig } from '../../config/discovery-section.ts';
import type { Labels } from '../../core/model/labels.ts';
import { endpointSliceTargets, type SliceRole } from './endpoint-slice-targets.ts';
import { namedMeta, PREFIX } from './meta-labels.ts';
import { nodeLabels, nodeTargets } from './node-targets.ts';
import { ObjectSet, type ObjectSetOptions } from './object-set.ts';
import { ENDPOINT_SLICES, NAMESPACES, NODES, type ObjectMetadata, PODS, type Resource, SERVICES } from './objects.ts';
import { podTargets } from './pod-targets.ts';
import { serviceTargets } from './service-targets.ts';

/** A kind of objects that is kept up to date, as the view needs it. */
type Followed = Pick<ObjectSet<{ readonly metadata: ObjectMetadata }>, 'complete' | 'run'>;

/** The objects that a role needs, followed side by side, and the targets they make. */
export class ClusterView {
  private readonly followed: Followed[] = [];
  /** The role's targets, before node and namespace are attached. */
  private readonly ofRole: () => Labels[];
  private readonly nodes;
  private readonly namespaces;

  constructor(
    private readonly config: KubernetesSdConfig,
    private readonly options: Omit<ObjectSetOptions, 'labelSelector' | 'fieldSelector'>,
  ) {
    this.ofRole = this.role();
    // Neither lives in a namespace.
    this.nodes = config.attachNode && config.role !== 'node' ? this.follow(NODES, 'node', []) : undefined;
    this.namespaces = config.attachNamespace ? this.follow(NAMESPACES, 'namespace', []) : undefined;
  }

  /** Whether all that the targets are made of was listed. */
  get complete(): boolean {
    return this.followed.every(({ complete }) => complete);
  }

  targets(): Labels[] {
    return this.ofRole().map((target) => ({ ...this.attached(target), ...target }));
  }

  async run(signal: AbortSignal): Promise<void> {
    await Promise.all(this.followed.map((set) => set.run(signal)));
  }

  private role(): () => Labels[] {
    const { role } = this.config;
    if (role === 'pod') {
      const pods = this.follow(PODS, role);
      return () => [...pods.values()].flatMap(podTargets);
    }
    if (role === 'service') {
      const services = this.follow(SERVICES, role);
      return () => [...services.values()].flatMap(serviceTargets);
    }
    if (role === 'node') {
      const nodes = this.follow(NODES, role, []);
      return () => [...nodes.values()].flatMap(nodeTargets);
    }
    return role === 'ingress' ? () => [] : this.slices(role);
  }

  private slices(role: SliceRole): () => Labels[] {
    const slices = this.follow(ENDPOINT_SLICES, role);
    const services = this.follow(SERVICES, 'service');
    const pods = this.follow(PODS, 'pod');
    const around = {
      service: (namespace: string, name: string) => services.get(namespace, name),
      pod: (namespace: string, name: string) => pods.get(namespace, name),
    };
    return () => [...slices.values()].flatMap((slice) => endpointSliceTargets(slice, around, role));
  }

  private follow<KubernetesObject extends { readonly metadata: ObjectMetadata }>(
    resource: Resource<KubernetesObject>,
    role: string,
    namespaces = this.options.namespaces,
  ): ObjectSet<KubernetesObject> {
    const selector = this.config.selectors.find((one) => one.role === role);
    const set = new ObjectSet(resource, {
      ...this.options,
      namespaces,
      labelSelector: selector?.label,
      fieldSelector: selector?.field,
    });
    this.followed.push(set);
    return set;
  }

  /** Labels of the target's node and namespace, where they are wanted. */
  private attached(target: Labels): Labels {
    const node = this.nodes?.get('', nodeNameOf(target));
    const namespace = this.namespaces?.get('', target[`${PREFIX}namespace`] ?? '');
    const { labels = {}, annotations = {} } = namespace?.metadata ?? {};
    return {
      ...(node && nodeLabels(node)),
      ...namedMeta('namespace_label', labels),
      ...namedMeta('namespace_annotation', annotations),
    };
  }
}

function nodeNameOf(target: Labels): string {
  for (const kind of ['endpointslice', 'endpoint']) {
    if (target[`${PREFIX}${kind}_address_target_kind`] === 'Node') {
      return target[`${PREFIX}${kind}_address_target_name`] ?? '';
    }
  }
  const names = ['endpointslice_endpoint_node_name', 'endpoint_node_name', 'pod_node_name'];
  return names.map((name) => target[`${PREFIX}${name}`]).find((name) => name !== undefined) ?? '';
}
