import type { OpenAPIObject } from '@nestjs/swagger';
import { code, type JsonSchema, table, typeWords } from './schema-words.ts';

const HEAD = `# API

Everything is asked of \`/api/v1\`; \`/api/v2\` speaks Alertmanager's own API, for \`amtool\`, Grafana and the like. Answers are JSON, times RFC 3339 in UTC, units stand in
names. Lists come in pages: ask again with \`cursor\` set to \`next\` of the answer until there is none. Errors are [problems](#problem) (RFC 9457, \`application/problem+json\`);
[troubleshooting](troubleshooting.md#answers-of-the-api) says what each status means. The token goes into \`Authorization: Bearer <token>\`, and a
route is for the role it names and those above it: [security.md](security.md).

\`/api/openapi.json\` is the OpenAPI document for generated clients (an operation's name stands in brackets below), \`/api/docs\` the same to click through. Not in it, because no
client is generated for them: \`/health/live\` and \`/health/ready\` (200, or 503 with the reason), \`/metrics\` ([dashboards.md](dashboards.md)) and \`/mcp\` ([agents.md](agents.md)).

This page is made from the OpenAPI document; \`npx tsc -p docs && node build/docs/pages/write.js\` makes it anew.
`;

interface Operation {
  readonly operationId: string;
  readonly summary?: string;
  readonly description?: string;
  readonly tags?: readonly string[];
  readonly parameters?: readonly Parameter[];
  readonly requestBody?: { readonly content: Content };
  readonly responses: Readonly<Record<string, Answer>>;
  readonly 'x-needs'?: string;
}

interface Parameter {
  readonly name: string;
  readonly in: string;
  readonly required?: boolean;
  readonly description?: string;
  readonly schema?: JsonSchema;
}

type Content = Readonly<Record<string, { readonly schema?: JsonSchema }>>;

interface Answer {
  readonly description?: string;
  readonly content?: Content;
}

interface Route extends Operation {
  readonly method: string;
  readonly path: string;
}

/** The Markdown of `docs/api.md`: every operation by tag, then the types of their answers. */
export function apiPage(document: OpenAPIObject): string {
  const routes = routesOf(document);
  const tags = [...new Set(routes.flatMap(({ tags = [] }) => tags))];
  const sections = tags.flatMap((tag) => [
    // Not the name alone, which is also that of a type.
    `## Routes: ${tag}`,
    '',
    ...routes.filter(({ tags = [] }) => tags[0] === tag).flatMap(routeLines),
  ]);
  const schemas = Object.entries(document.components?.schemas ?? {}) as [string, JsonSchema][];
  const types = schemas.toSorted(([a], [b]) => (a < b ? -1 : 1)).flatMap(([name, schema]) => typeLines(name, schema));
  return `${[HEAD, ...sections, '## Types', '', 'A field with a `?` may be absent.', '', ...types].join('\n').trimEnd()}\n`;
}

function routesOf(document: OpenAPIObject): Route[] {
  return Object.entries(document.paths).flatMap(([path, item]) =>
    (Object.entries(item) as [string, Operation][]).map(([method, operation]) => ({ ...operation, path, method })),
  );
}

function routeLines(route: Route): string[] {
  const { method, path, operationId, summary = '', description, parameters = [] } = route;
  const needs = route['x-needs'];
  const rows = parameters.map(({ name, required, description, schema = {} }) => [
    `${code(name)}${required === true ? '' : '?'}`,
    withDefault(schema),
    description ?? schema.description ?? '',
  ]);
  return [
    `### ${method.toUpperCase()} ${path}`,
    '',
    `${summary}. For ${needs === undefined ? 'everybody' : `role ${needs}`} (${code(operationId)}).`,
    ...(description === undefined ? [] : ['', description]),
    '',
    ...table(['parameter', 'type', 'what it is'], rows),
    ...bodyLines(route),
    answerLine(route),
    '',
  ];
}

function bodyLines({ requestBody }: Operation): string[] {
  if (requestBody === undefined) return [];
  const [[type, { schema = {} }] = ['', {}]] = Object.entries(requestBody.content);
  const told = type === 'application/json' ? '' : ` as ${code(type)}`;
  if (schema.properties === undefined) return [`Body${told}: ${typeWords(schema)}.`, ''];
  return [`Body${told}:`, '', ...fieldTable(schema)];
}

function answerLine({ responses }: Operation): string {
  const good = Object.entries(responses).filter(([status]) => status !== 'default');
  const told = good.map(([status, { description = '', content = {} }]) => {
    const [[type, { schema }] = ['', {}]] = Object.entries(content);
    if (schema === undefined) return `${code(Number(status))} ${description}`;
    return `${code(Number(status))} ${type === 'application/json' ? typeWords(schema) : code(type)}`;
  });
  return `Answer: ${told.join('; ')}.`;
}

function typeLines(name: string, schema: JsonSchema): string[] {
  return [
    `### ${name}`,
    '',
    ...(schema.description === undefined ? [] : [schema.description, '']),
    ...fieldTable(schema),
  ];
}

function fieldTable({ properties = {}, required = [] }: JsonSchema): string[] {
  const rows = Object.entries(properties).map(([field, schema]) => [
    `${code(field)}${required.includes(field) ? '' : '?'}`,
    withDefault(schema),
    schema.description ?? '',
  ]);
  return table(['field', 'type', 'what it is'], rows);
}

function withDefault(schema: JsonSchema): string {
  const type = typeWords(schema);
  return schema.default === undefined ? type : `${type}; ${code(schema.default)} unless given`;
}
