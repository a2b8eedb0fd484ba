/** As much of JSON Schema as our schemas use. */
export interface JsonSchema {
  readonly $ref?: string;
  readonly type?: string | readonly string[];
  readonly format?: string;
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly anyOf?: readonly JsonSchema[];
  readonly items?: JsonSchema;
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: JsonSchema | boolean;
  readonly minimum?: number;
  readonly exclusiveMinimum?: number;
  readonly maximum?: number;
  readonly maxLength?: number;
  readonly maxItems?: number;
  readonly default?: unknown;
  readonly description?: string;
}

/** What a value may be, in words for a cell of a table: `integer, 1 to 500`. References become links to a heading. */
export function typeWords(schema: JsonSchema): string {
  const { $ref, anyOf, enum: values, type } = schema;
  if ($ref !== undefined) return linkTo($ref);
  if (schema.const !== undefined) return code(schema.const);
  if (values !== undefined) return values.map(code).join(', ');
  if (anyOf !== undefined) return [...new Set(anyOf.map(typeWords))].join(' or ');
  if (Array.isArray(type)) {
    return type.map((one) => (one === 'null' ? 'null' : typeWords({ ...schema, type: one }))).join(' or ');
  }
  if (type === 'array')
    return `list${schema.maxItems === undefined ? '' : ` (up to ${schema.maxItems})`} of ${typeWords(schema.items ?? {})}`;
  if (type === 'object') return objectWords(schema);
  if (type === 'string')
    return `${stringWords(schema.format)}${schema.maxLength === undefined ? '' : `, up to ${schema.maxLength} characters`}`;
  if (type === 'number' || type === 'integer') return `${type}${boundWords(schema)}`;
  return type === undefined ? 'anything' : String(type);
}

function linkTo(reference: string): string {
  const name = reference.replace(/.*\//, '');
  return `[${name}](#${name.toLowerCase()})`;
}

function objectWords({ properties, additionalProperties }: JsonSchema): string {
  if (properties !== undefined) {
    return `map of ${Object.keys(properties).map(code).join(', ')}`;
  }
  return typeof additionalProperties === 'object' && Object.keys(additionalProperties).length > 0
    ? `map of name to ${typeWords(additionalProperties)}`
    : 'map';
}

function stringWords(format?: string): string {
  if (format === 'date-time') return 'time';
  return format === 'binary' ? 'bytes' : 'text';
}

function boundWords({ minimum, exclusiveMinimum, maximum }: JsonSchema): string {
  // zod bounds every integer by what a double can hold.
  const lower = minimum === undefined || minimum <= Number.MIN_SAFE_INTEGER ? undefined : minimum;
  const upper = maximum === undefined || maximum >= Number.MAX_SAFE_INTEGER ? undefined : maximum;
  if (lower !== undefined && upper !== undefined) return `, ${lower} to ${upper}`;
  if (exclusiveMinimum !== undefined) return `, above ${exclusiveMinimum}${upper === undefined ? '' : ` to ${upper}`}`;
  if (lower !== undefined) return `, ${lower} or more`;
  return upper === undefined ? '' : `, up to ${upper}`;
}

/** A value as it is written. */
export function code(value: unknown): string {
  return `\`${typeof value === 'string' ? value : JSON.stringify(value)}\``;
}

/** Text for a cell of a table. */
export function cell(text: string): string {
  return text.replaceAll('|', '\\|').replaceAll(/\s*\n\s*/g, ' ');
}

/** A table in Markdown; nothing without rows. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string[] {
  if (rows.length === 0) return [];
  const line = (cells: readonly string[]) => `| ${cells.map(cell).join(' | ')} |`;
  return [line(head), `|${'---|'.repeat(head.length)}`, ...rows.map(line), ''];
}
