import fc from 'fast-check';
import { z } from 'zod';
import { ANY_CHARACTER } from '../any-character.ts';

/** A JSON schema, as far as it is followed here. */
type Schema = z.infer<typeof Schema>;
const Schema = z.looseObject({
  $ref: z.string().optional(),
  type: z.union([z.string(), z.array(z.string())]).optional(),
  enum: z.array(z.unknown()).optional(),
  format: z.string().optional(),
  minimum: z.number().optional(),
  maximum: z.number().optional(),
  required: z.array(z.string()).optional(),
  get items() {
    return Schema.optional();
  },
  get properties() {
    return z.record(z.string(), Schema).optional();
  },
  get anyOf() {
    return z.array(Schema).optional();
  },
});

const Operation = z.object({
  parameters: z.array(z.object({ name: z.string(), in: z.string(), schema: Schema.default({}) })).default([]),
  requestBody: z.object({ content: z.record(z.string(), z.object({ schema: Schema.default({}) })) }).optional(),
  responses: z.record(z.string(), z.unknown()),
});

export const ApiDocument = z.object({
  paths: z.record(z.string(), z.record(z.string(), Operation)),
  components: z.object({ schemas: z.record(z.string(), Schema) }),
});
export type ApiDocument = z.infer<typeof ApiDocument>;

/** What is sent. */
export interface FuzzRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | undefined;
}

/** Already as they stand in an address: what no library would let through among them. */
const RAW_WORDS = [
  '%00',
  'a%00b',
  '%zz',
  '%ff%fe',
  '%2e%2e%2f%2e%2e%2fetc%2fpasswd',
  '..%5c..%5cwindows',
  '%F0%9F%98%80',
];
const WORDS = [
  '',
  '-1',
  '0',
  '1e9',
  'NaN',
  '99999999999999999999',
  '[]',
  '{}',
  "';drop table alerts;--",
  // biome-ignore lint/suspicious/noTemplateCurlyInString: what a template engine or a logger might expand
  '${jndi:ldap://127.0.0.1/a}',
  '../../etc/passwd',
  '__proto__',
  '0000000000000000-abc',
  'tenant=~"("',
  'a=~"(a+)+$"',
  '2026-13-45T99:99:99Z',
  'x'.repeat(1100),
];
const CURSORS = ['999999999999999:a', '0:a', '[1e300]', '[9007199254740993]', '[1]', '["a\\u0000"]', '{}', '[]'];

const word = fc.oneof(
  fc.constantFrom(...WORDS).map(encodeURIComponent),
  fc.constantFrom(...RAW_WORDS),
  fc.constantFrom(...CURSORS).map((text) => Buffer.from(text).toString('base64url')),
  fc.string({ unit: ANY_CHARACTER, maxLength: 20 }).map(encodeURIComponent),
);

/** Anything that JSON can say, and keys that JavaScript trips over. */
const anyJson = fc.oneof(
  fc.jsonValue({ maxDepth: 3 }),
  fc.constantFrom({ __proto__: null, constructor: { prototype: {} } }, 'x'.repeat(5000), 1e308, -0, [[[[[[]]]]]]),
);

/** Requests for one operation of the document: some as it asks for, most of them off by a little, some by much. */
export function requestsFor(document: ApiDocument, path: string, method: string): fc.Arbitrary<FuzzRequest> {
  const operation = document.paths[path]?.[method];
  if (operation === undefined) throw new Error(`there is no ${method} ${path}`);
  const of = (place: string) => operation.parameters.filter((parameter) => parameter.in === place);
  const text = (schema: Schema) => fc.oneof({ weight: 2, arbitrary: valueFor(document, schema).map(inAddress) }, word);
  const inPath = fc.tuple(...of('path').map(({ name, schema }) => text(schema).map((value) => ({ name, value }))));
  const names = [...of('query'), { name: 'unknown', schema: {} }, { name: '__proto__', schema: {} }];
  const pair = fc.oneof(...names.map(({ name, schema }) => text(schema).map((value) => `${name}=${value}`)));
  return fc
    .record({ inPath, query: fc.array(pair, { maxLength: 3 }), content: contentOf(document, operation) })
    .map(({ inPath, query, content }) => {
      const full = inPath.reduce((whole, { name, value }) => whole.replace(`{${name}}`, () => value || 'x'), path);
      return {
        method: method.toUpperCase(),
        path: query.length === 0 ? full : `${full}?${query.join('&')}`,
        ...content,
      };
    });
}

function inAddress(value: unknown): string {
  return encodeURIComponent(typeof value === 'string' ? value : JSON.stringify(value));
}

type Content = Pick<FuzzRequest, 'headers' | 'body'>;

/** A body as it is asked for or not, whole or broken, under its own name or another. */
function contentOf(document: ApiDocument, { requestBody }: z.infer<typeof Operation>): fc.Arbitrary<Content> {
  const none = fc.constant({ headers: {}, body: undefined });
  if (requestBody === undefined) return none;
  const [[type = '', media] = []] = Object.entries(requestBody.content);
  const good = valueFor(document, media?.schema ?? {}).map((value) => JSON.stringify(value));
  const broken = fc.constantFrom('', '{', '{"a":', 'null', '[1]', '\u0000', `[${'['.repeat(2000)}`, 'x'.repeat(70_000));
  const body = fc.oneof(
    { weight: 4, arbitrary: good },
    anyJson.map((value) => JSON.stringify(value)),
    broken,
  );
  const types = fc.oneof(
    { weight: 9, arbitrary: fc.constant(type) },
    fc.constantFrom('text/plain', 'text/xml', 'json', ''),
  );
  const encodings = fc.oneof({ weight: 3, arbitrary: fc.constant('') }, fc.constantFrom('snappy', 'gzip'));
  const sent = fc.tuple(body, types, encodings).map(([body, type, encoding]) => {
    const headers = {
      ...(type === '' ? {} : { 'content-type': type }),
      ...(encoding === '' ? {} : { 'content-encoding': encoding }),
    };
    return { headers, body };
  });
  return fc.oneof({ weight: 9, arbitrary: sent }, none);
}

/** Values that the schema allows, and some just beyond. */
function valueFor(document: ApiDocument, schema: Schema, depth = 0): fc.Arbitrary<unknown> {
  if (depth > 5) return fc.constant(null);
  const deeper = (inner: Schema) => valueFor(document, inner, depth + 1);
  if (schema.$ref !== undefined) return deeper(document.components.schemas[schema.$ref.split('/').at(-1) ?? ''] ?? {});
  const wrong = { weight: 1, arbitrary: anyJson };
  if (schema.enum !== undefined) return fc.oneof({ weight: 9, arbitrary: fc.constantFrom(...schema.enum) }, wrong);
  if (schema.anyOf !== undefined) return fc.oneof(...schema.anyOf.map(deeper), wrong);
  const [type] = [schema.type].flat();
  return fc.oneof({ weight: 9, arbitrary: typed(type, schema, deeper) }, wrong);
}

function typed(
  type: string | undefined,
  schema: Schema,
  deeper: (inner: Schema) => fc.Arbitrary<unknown>,
): fc.Arbitrary<unknown> {
  const { minimum = -1e6, maximum = 1e6, properties = {}, required = [], items = {}, format } = schema;
  switch (type) {
    case 'integer':
      return fc.oneof(
        fc.integer({ min: Math.max(minimum, -1e9), max: Math.min(maximum, 1e9) }),
        fc.constantFrom(minimum - 1, maximum + 1, 1.5),
      );
    case 'number':
      return fc.double({ min: minimum, max: maximum, noNaN: true });
    case 'boolean':
      return fc.boolean();
    case 'array':
      return fc.array(deeper(items), { maxLength: 3 });
    case 'object': {
      const fields = Object.fromEntries(Object.entries(properties).map(([name, inner]) => [name, deeper(inner)]));
      const whole = fc.record(fields, { requiredKeys: required.filter((name) => name in fields) });
      return fc.oneof({ weight: 3, arbitrary: whole }, fc.record(fields, { requiredKeys: [] }));
    }
    default:
      return format === 'date-time' ? time : fc.oneof(fc.constantFrom(...WORDS), fc.string({ maxLength: 20 }));
  }
}

const time = fc.oneof(
  fc.date({ min: new Date(0), max: new Date('9999-01-01'), noInvalidDate: true }).map((date) => date.toISOString()),
  fc.constantFrom('2026-11-23', '2026-11-23T10:00:00', '+275760-09-13T00:00:00Z', '0000-01-01T00:00:00Z'),
);
