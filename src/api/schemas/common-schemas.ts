import { z } from 'zod';
import { ENTITY_KINDS, type Entity, entityName } from '../../core/model/entity.ts';

const MAXIMUM_LIMIT = 500;
const DEFAULT_LIMIT = 50;

/** Parameters of every list. */
export const paging = {
  limit: z.coerce.number().int().min(1).max(MAXIMUM_LIMIT).default(DEFAULT_LIMIT).describe('Items a page'),
  cursor: z.string().max(1000).optional().describe('`next` of the page before'),
};

/** A name or a key. No control characters: none has any, and a database takes no NUL. */
export const Word = z
  .string()
  .min(1)
  .max(1000)
  .regex(/^\P{Cc}*$/u, 'has a control character');

/** A filter that may be given several times: any of its values is wanted. */
export function anyOf<T extends z.ZodType>(value: T) {
  return z.preprocess(
    (given) => (given === undefined || Array.isArray(given) ? given : [given]),
    z.array(value).max(100).optional(),
  );
}

export const Time = z.string().meta({ format: 'date-time', description: 'RFC 3339, UTC' });

/** JSON has no NaN: what is not known is null. */
export const Known = z.number().nullable();

export const EntityJson = z
  .object({
    kind: z.enum(ENTITY_KINDS),
    key: z.string().describe('Stable for ever: kind{identity}'),
    name: z.string().describe('As a person would say it'),
    identity: z.record(z.string(), z.string()),
    labels: z.record(z.string(), z.string()),
  })
  .meta({ id: 'Entity' });

/** An entity with the name that people use. */
export function entityJson(entity: Entity): z.infer<typeof EntityJson> {
  const { kind, key, identity, labels } = entity;
  return { kind, key, name: entityName(entity), identity, labels };
}

/** A number as JSON takes it: null for NaN and the infinities. */
export function known(value: number): number | null {
  return Number.isFinite(value) ? value : null;
}

/** Unix milliseconds as RFC 3339, UTC. */
export function time(ms: number): string {
  return new Date(ms).toISOString();
}

/** A list's answer: a page, and `next` while there is more. */
export function pageOf<T extends z.ZodType>(item: T) {
  return z.object({
    items: z.array(item),
    next: z.string().optional().describe('Cursor of the next page; absent on the last'),
  });
}
