import { z } from 'zod';
import { code, type JsonSchema, typeWords } from './schema-words.ts';

/** A key of the configuration, as the reference tells it. */
export interface SettingRow {
  /** `scrape_configs[].static_configs[].targets`. */
  readonly path: string;
  readonly type: string;
  /** As it is written in the file; absent: the key has no default of its own. */
  readonly default?: string;
  readonly required: boolean;
  /** From the schema itself. */
  readonly description?: string;
}

/** Schemas that stand in several places and have a section of their own: the words that link to it. */
export type SharedSchemas = ReadonlyMap<z.core.$ZodType, string>;

/** What wrappers around a schema say: whether the key may be left out, what holds then, and what it is. */
interface Bare {
  readonly schema: z.core.$ZodType;
  readonly optional: boolean;
  readonly default?: unknown;
  readonly title?: string;
  readonly description?: string;
}

/** Every key below a schema, depth first, in the order of the schema. */
export function settingRows(schema: z.core.$ZodType, path: string, shared: SharedSchemas): SettingRow[] {
  const { schema: inner, ...bare } = unwrapped(schema, shared);
  const link = shared.get(inner);
  const row = { path, required: !bare.optional, ...told(bare) };
  if (link !== undefined) return [{ ...row, type: link }];
  if (inner instanceof z.ZodObject) return [...keyRows(inner, path, shared)];
  if (inner instanceof z.ZodArray) {
    const element = unwrapped(inner.element, shared);
    const known = shared.get(element.schema);
    if (known !== undefined) return [{ ...row, type: `list of ${known}` }];
    if (element.schema instanceof z.ZodObject) {
      return [{ ...row, type: 'list' }, ...keyRows(element.schema, `${path}[]`, shared)];
    }
    return [{ ...row, type: `list of ${element.title ?? wordsOf(element.schema)}` }];
  }
  return [{ ...row, type: bare.title ?? wordsOf(inner) }];
}

function keyRows(object: z.ZodObject, path: string, above: SharedSchemas): SettingRow[] {
  const prefix = path === '' ? '' : `${path}.`;
  const shared = new Map([...above, [object, 'the same again']]);
  const [group] = [...above.entries()].filter(([schema]) => schema !== object && isPartOf(schema, object));
  const isGrouped = ([key, schema]: [string, z.core.$ZodType]) =>
    group !== undefined && keyOf(group[0], key) === schema;
  const entries = Object.entries(object.shape);
  const grouped = entries.filter(isGrouped).map(([key]) => key);
  const last =
    group === undefined
      ? []
      : [
          {
            path: `${prefix}{${grouped.join(', ')}}`,
            type: group[1],
            required: false,
            description: 'the keys of that section',
          },
        ];
  return [
    ...entries
      .filter((entry) => !isGrouped(entry))
      .flatMap(([key, schema]) => {
        const { schema: inner, ...bare } = unwrapped(schema, shared);
        const rows = settingRows(schema, prefix + key, shared);
        // A map of further keys is told by a row of its own, unless it always stands there.
        const isMap = inner instanceof z.ZodObject && !shared.has(inner) && bare.default === undefined;
        return isMap ? [{ path: prefix + key, type: 'map', required: !bare.optional, ...told(bare) }, ...rows] : rows;
      }),
    ...last,
  ];
}

function keyOf(schema: z.core.$ZodType, key: string): z.core.$ZodType | undefined {
  return schema instanceof z.ZodObject ? schema.shape[key] : undefined;
}

/** Whether an object was made with keys of the other one among its own. */
function isPartOf(schema: z.core.$ZodType, object: z.ZodObject): boolean {
  return Object.entries(object.shape).some(([key, own]) => keyOf(schema, key) === own);
}

function told({ default: value, description }: Omit<Bare, 'schema'>) {
  return {
    ...(value === undefined ? {} : { default: code(value) }),
    ...(description === undefined ? {} : { description }),
  };
}

function unwrapped(outer: z.core.$ZodType, shared: SharedSchemas): Bare {
  let schema = outer;
  let found: Omit<Bare, 'schema'> = { optional: false };
  while (true) {
    const { title, description } = z.globalRegistry.get(schema) ?? {};
    found = { ...(title && { title }), ...(description && { description }), ...found };
    if (shared.has(schema)) return { ...found, schema };
    const next = within(schema);
    if (next === undefined) return { ...found, schema };
    if (schema instanceof z.ZodDefault || schema instanceof z.ZodPrefault) {
      found = { default: schema.def.defaultValue, ...found, optional: true };
    }
    if (schema instanceof z.ZodOptional || schema instanceof z.ZodExactOptional) found = { ...found, optional: true };
    schema = next;
  }
}

/** What a wrapper holds, on the side of the file. */
function within(schema: z.core.$ZodType): z.core.$ZodType | undefined {
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodExactOptional) return schema.def.innerType;
  if (schema instanceof z.ZodDefault || schema instanceof z.ZodPrefault) return schema.def.innerType;
  if (schema instanceof z.ZodPipe) return schema.def.in;
  return schema instanceof z.ZodLazy ? schema._zod.innerType : undefined;
}

function wordsOf(schema: z.core.$ZodType): string {
  return typeWords(z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }) as JsonSchema);
}
