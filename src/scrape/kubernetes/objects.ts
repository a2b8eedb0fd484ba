import { z } from 'zod';

// Of an object only what becomes a label is kept: clusters have many objects, and large ones.
const text = z.string().default('');
const names = z
  .record(z.string(), z.string())
  .nullish()
  .transform((given) => given ?? {});
/** Go writes empty lists as null. */
const list = <Item extends z.ZodType>(item: Item) => z.array(item).nullish();

const metadata = z.object({
  name: text,
  namespace: text,
  uid: text,
  labels: names,
  annotations: names,
  ownerReferences: list(z.object({ kind: text, name: text, controller: z.boolean().optional() })),
});

const container = z.object({
  name: text,
  image: text,
  ports: list(z.object({ name: text, containerPort: z.number(), protocol: text })),
});
const containerStatus = z.object({ name: text, containerID: text });

export const podObject = z.object({
  metadata,
  spec: z.object({ nodeName: text, containers: list(container), initContainers: list(container) }),
  status: z
    .object({
      podIP: text,
      hostIP: text,
      phase: text,
      conditions: list(z.object({ type: text, status: text })),
      containerStatuses: list(containerStatus),
      initContainerStatuses: list(containerStatus),
    })
    .prefault({}),
});
export type Pod = z.output<typeof podObject>;
export type Container = z.output<typeof container>;

export const serviceObject = z.object({
  metadata,
  spec: z.object({
    type: text,
    clusterIP: text,
    externalName: text,
    loadBalancerIP: text,
    ports: list(z.object({ name: text, port: z.number(), protocol: text })),
  }),
});
export type Service = z.output<typeof serviceObject>;

const optionalText = z.string().optional();
const endpoint = z.object({
  addresses: list(z.string()),
  conditions: z
    .object({ ready: z.boolean().optional(), serving: z.boolean().optional(), terminating: z.boolean().optional() })
    .prefault({}),
  hostname: optionalText,
  nodeName: optionalText,
  zone: optionalText,
  targetRef: z.object({ kind: text, name: text, namespace: text }).optional(),
});
const endpointPort = z.object({
  name: optionalText,
  port: z.number().optional(),
  protocol: optionalText,
  appProtocol: optionalText,
});

export const endpointSliceObject = z.object({
  metadata,
  addressType: text,
  endpoints: list(endpoint),
  ports: list(endpointPort),
});
export type EndpointSlice = z.output<typeof endpointSliceObject>;
export type Endpoint = z.output<typeof endpoint>;
export type EndpointPort = z.output<typeof endpointPort>;

export const nodeObject = z.object({
  metadata,
  spec: z.object({ providerID: text }).prefault({}),
  status: z
    .object({
      addresses: list(z.object({ type: text, address: text })),
      daemonEndpoints: z
        .object({ kubeletEndpoint: z.object({ Port: z.number().default(0) }).prefault({}) })
        .prefault({}),
    })
    .prefault({}),
});
export type KubernetesNode = z.output<typeof nodeObject>;

export const namespaceObject = z.object({ metadata });
export type Namespace = z.output<typeof namespaceObject>;

export type ObjectMetadata = z.output<typeof metadata>;

/** A kind of objects: where it is listed, and what is read of one. */
export interface Resource<KubernetesObject extends { readonly metadata: ObjectMetadata }> {
  readonly plural: string;
  readonly group: string;
  readonly schema: z.ZodType<KubernetesObject>;
}

export const PODS: Resource<Pod> = { plural: 'pods', group: '/api/v1', schema: podObject };
export const SERVICES: Resource<Service> = { plural: 'services', group: '/api/v1', schema: serviceObject };
export const NODES: Resource<KubernetesNode> = { plural: 'nodes', group: '/api/v1', schema: nodeObject };
export const NAMESPACES: Resource<Namespace> = { plural: 'namespaces', group: '/api/v1', schema: namespaceObject };
export const ENDPOINT_SLICES: Resource<EndpointSlice> = {
  plural: 'endpointslices',
  group: '/apis/discovery.k8s.io/v1',
  schema: endpointSliceObject,
};
