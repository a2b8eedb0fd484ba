import { z } from 'zod';
import type { Problem } from './config-error.ts';
import { durationOrZero, unknownKey } from './fields.ts';
import { matchers } from './matcher-field.ts';
import { problemAt, problemsOf } from './problems-of.ts';
import type { KeyPath, YamlSource } from './yaml-source.ts';

/** Schemas of the detectors' settings by detector id; the registry's, so that this folder knows no detector. */
export type DetectorSchemas = Readonly<Record<string, z.ZodType>>;

/** A detector as configured: whether and for whom it is on, and its settings. */
export interface DetectorConfig extends Switches {
  /** What the detector's own schema made of its keys. */
  readonly settings: unknown;
}

/** What every detector takes beside its own settings. */
export const detectorSwitches = z.object({
  enabled: z.boolean().default(true).describe('false: it judges nothing'),
  shadow: z.boolean().default(false).describe('what it finds is judged, stored and shown, and told to nobody'),
  only: matchers
    .default([])
    .describe('matchers that the labels of an alert must all meet for it to come to be; none given: all do'),
  except: matchers
    .default([])
    .describe('an alert whose labels meet all of these does not come to be; none given: all do'),
});
type Switches = z.output<typeof detectorSwitches>;
const SWITCHES = Object.keys(detectorSwitches.shape);

/** The detectors by id, and all that was wrong with their keys. */
export interface DetectorsResult {
  readonly detectors: Readonly<Record<string, DetectorConfig>>;
  readonly problems: readonly Problem[];
}

const toCamel = (key: string) => key.replaceAll(/_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
/** A setting as it is written in the file: `patienceMs` is a duration under `patience`. */
const toSnake = (key: PropertyKey) =>
  typeof key === 'string' ? key.replace(/Ms$/, '').replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`) : key;

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
    const problems = [problemAt(at.source, at.path, 'must be a map of keys')];
    return { ...detectorSwitches.parse({}), settings: undefined, problems };
  }
  const isSwitch = ([key]: readonly [string, unknown]) => SWITCHES.includes(key);
  const rest = Object.fromEntries(Object.entries(given).filter((entry) => !isSwitch(entry)));
  const own = detectorSwitches.safeParse(Object.fromEntries(Object.entries(given).filter(isSwitch)));
  const problems = own.success ? [] : problemsOf(own.error, at.source, at.path);
  const known =
    schema instanceof z.ZodObject
      ? [...SWITCHES, ...Object.keys(schema.shape).map((key) => String(toSnake(key)))]
      : undefined;
  for (const key of Object.keys(rest)) {
    if (known !== undefined && !known.includes(key))
      problems.push(problemAt(at.source, [...at.path, key], unknownKey(key, known)));
  }
  const settings = settingsOf(rest, schema, (key, message) =>
    problems.push(problemAt(at.source, [...at.path, key], message)),
  );
  const result = schema.safeParse(settings);
  if (!result.success) {
    const issues = result.error.issues.map((issue) => ({ ...issue, path: issue.path.map(toSnake) }));
    problems.push(...problemsOf(new z.ZodError(issues), at.source, at.path));
  }
  return { ...(own.data ?? detectorSwitches.parse({})), settings: result.data, problems };
}

/** The keys as the schema names them; durations in milliseconds. */
function settingsOf(
  given: Record<string, unknown>,
  schema: z.ZodType,
  complain: (key: string, message: string) => void,
) {
  const settings: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(given)) {
    const name = toCamel(key);
    if (!(schema instanceof z.ZodObject) || !Object.hasOwn(schema.shape, `${name}Ms`)) {
      settings[name] = value;
      continue;
    }
    const result = durationOrZero.safeParse(value);
    if (result.success) settings[`${name}Ms`] = result.data;
    else complain(key, result.error.issues[0]?.message ?? 'is no duration');
  }
  return settings;
}

function isMap(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
