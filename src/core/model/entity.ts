import { type Labels, labelsKey } from './labels.ts';

/** What a person would name; `detector` is one of our own, when it is blind. */
export const ENTITY_KINDS = [
  'tenant',
  'model',
  'namespace',
  'workload',
  'pod',
  'image',
  'gpu',
  'node',
  'service',
  'secretMount',
  'guardrail',
  'target',
  'detector',
] as const;
/** What a person would name: the kinds of things that have signals. */
export type EntityKind = (typeof ENTITY_KINDS)[number];

/**
 * One tenant, model, GPU ... `identity` names it for ever (a GPU by its UUID), `labels` is all that is known of it now, in the
 * exporters' own label names (a GPU's Hostname, its pod); it may grow and change, the key never does.
 */
export interface Entity {
  readonly kind: EntityKind;
  readonly key: string;
  readonly identity: Labels;
  readonly labels: Labels;
}

/** The stable key of an entity: `kind{identity}`; also its key in the database and in the API. */
export function entityKey(kind: EntityKind, identity: Labels): string {
  return `${kind}{${labelsKey(identity)}}`;
}

/** The name a person would use in a sentence: the tenant's name, `namespace/pod`, `Hostname gpu 3`. */
export function entityName(entity: Entity): string {
  const { identity, labels } = entity;
  switch (entity.kind) {
    case 'image':
      return `${labels['image'] ?? ''}@${(identity['image_id'] ?? '').replace(/^.*[@/]/, '')}`;
    case 'pod':
      return [identity['namespace'], identity['pod']].filter((part) => part !== undefined).join('/');
    case 'gpu': {
      const host = labels['Hostname'] ?? labels['hostname'] ?? labels['node'];
      const slice = identity['GPU_I_ID'] === undefined ? '' : ` MIG ${identity['GPU_I_ID']}`;
      return host === undefined ? `${identity['UUID'] ?? ''}${slice}` : `${host} GPU ${labels['gpu'] ?? '?'}${slice}`;
    }
    default:
      return Object.values(identity).join('/');
  }
}
