import { z } from 'zod';
import type { Problem } from './config-error.ts';
import { unknownKey } from './fields.ts';
import { problemAt, problemsOf } from './problems-of.ts';
import type { KeyPath, YamlSource } from './yaml-source.ts';

/** Schemas of the detectors' settings by detector id; the registry's, so that this folder knows no detector. */
export type DetectorSchemas = Readonly<Record<string, z.ZodType>>;

export interface DetectorConfig {
  readonly enabled: boolean;
  /** What the detector's own schema made of its keys. */
  readonly settings: unknown;
}

export interface DetectorsResult {
  readonly detectors: Readonly<Record<string, DetectorConfig>>;
  readonly problems: readonly Problem[];
}

const toCamel = (key: string) => key.replaceAll(/_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
const toSnake = (key: PropertyKey) =>
  typeof key === 'string' ? key.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`) : key;

/** `detectors`: one map a detector id. In the file keys are written with underscores, in the schemas in camelCase. */
export function readDetectors(given: unknown, schemas: DetectorSchemas, source: YamlSource): DetectorsResult {
  const problems: Problem[] = [];
  if (given !== undefined && !isMap(given)) problems.push(problemAt(source, ['detectors'], 'must be a map of keys'));
  const maps = isMap(given) ? given : {};
  for (const id of Object.keys(maps)) {
    if (!Object.hasOwn(schemas, id))
      problems.push(problemAt(source, ['detectors', id], unknownKey(id, Object.keys(schemas))));
  }
  const detectors: Record<string, DetectorConfig> = {};
  for (const [id, schema] of Object.entries(schemas)) {
    const { problems: found, ...detector } = readDetector(Object.hasOwn(maps, id) ? maps[id] : {}, schema, {
      source,
      path: ['detectors', id],
    });
    problems.push(...found);
    detectors[id] = detector;
  }
  return { detectors, problems };
}

function readDetector(given: unknown, schema: z.ZodType, at: { readonly source: YamlSource; readonly path: KeyPath }) {
  if (!isMap(given)) {
    return { enabled: true, settings: undefined, problems: [problemAt(at.source, at.path, 'must be a map of keys')] };
  }
  const { enabled = true, ...rest } = given;
  const problems: Problem[] = [];
  if (typeof enabled !== 'boolean')
    problems.push(problemAt(at.source, [...at.path, 'enabled'], 'must be true or false'));
  const known =
    schema instanceof z.ZodObject
      ? ['enabled', ...Object.keys(schema.shape).map((key) => String(toSnake(key)))]
      : undefined;
  for (const key of Object.keys(rest)) {
    if (known !== undefined && !known.includes(key))
      problems.push(problemAt(at.source, [...at.path, key], unknownKey(key, known)));
  }
  const result = schema.safeParse(
    Object.fromEntries(Object.entries(rest).map(([key, value]) => [toCamel(key), value])),
  );
  if (!result.success) {
    const issues = result.error.issues.map((issue) => ({ ...issue, path: issue.path.map(toSnake) }));
    problems.push(...problemsOf(new z.ZodError(issues), at.source, at.path));
  }
  return { enabled: enabled === true, settings: result.data, problems };
}

function isMap(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
