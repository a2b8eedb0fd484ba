import { z } from 'zod';
import { AlertJson } from '../core/alerts/alert-json.ts';
import { ENTITY_KINDS } from '../core/model/entity.ts';
import type { EvidencePack, FrozenSignal } from '../core/model/frozen-evidence.ts';
import { DIRECTIONS, UNITS } from '../core/model/signal.ts';

/** JSON has no infinity and no NaN, and here every bit counts: such a number is its name. */
const Exact = z.union([z.number(), z.enum(['NaN', 'Infinity', '-Infinity'])]);
const Moment = z.string().meta({ format: 'date-time', description: 'RFC 3339, UTC' });

const Judged = { value: Exact, expected: Exact, lower: Exact, upper: Exact, score: Exact };

const Before = z.object({
  version: z.int(),
  state: z.base64().describe('The baseline’s row of numbers, little-endian'),
  warmUpMs: z.number(),
  warmUpSamples: z.number(),
  adoptAfterMs: z.number(),
  signalBudgetPerDay: z.number(),
  signalShare: z.number().describe('False alerts a day that the signal might have'),
  utcOffsetMs: z.number(),
});

const Definition = z.object({
  id: z.string(),
  entity: z.enum(ENTITY_KINDS),
  unit: z.enum(UNITS),
  direction: z.enum(DIRECTIONS),
  minimumAbsolute: z.number(),
  minimumRelative: z.number(),
  range: z.tuple([z.number(), z.number()]).exactOptional(),
});

const Signal = z.object({
  definition: Definition,
  entity: z.string(),
  time: Moment,
  ...Judged,
  confidence: Exact,
  before: Before.exactOptional().describe('The baseline before it judged the sample; absent where it was not kept'),
  points: z.array(z.object({ time: Moment, ...Judged })),
});

/** An evidence pack as JSON: what the database keeps, what the API answers, what `gauger explain` reads. */
export const EvidenceJson = z
  .object({
    version: z.string().describe('Of Gauger'),
    taxonomyVersion: z.string(),
    configHash: z.string().describe('SHA-256 of the configuration without its secrets'),
    alert: z.record(z.string(), z.unknown()).describe('As it was when it fired; times in Unix milliseconds'),
    signals: z.array(Signal),
  })
  .meta({ id: 'Evidence' });
export type EvidenceJson = z.infer<typeof EvidenceJson>;

/** Digits of a point that a chart can show. */
const POINT_DIGITS = 7;

/** A pack as JSON; the numbers of a judgement keep every bit, points what a chart can show. */
export function evidenceJson({ version, taxonomyVersion, configHash, alert, signals }: EvidencePack): EvidenceJson {
  return { version, taxonomyVersion, configHash, alert: { ...alert }, signals: signals.map(signalJson) };
}

/** @throws ZodError when it is not the JSON of a pack */
export function evidenceOf(json: unknown): EvidencePack {
  const { alert, signals, ...rest } = EvidenceJson.parse(json);
  return { ...rest, alert: AlertJson.parse(alert), signals: signals.map(signalOf) };
}

function signalJson(signal: FrozenSignal): EvidenceJson['signals'][number] {
  const { definition, entity, timeMs, confidence, before, points } = signal;
  const { range, ...bounds } = definition;
  return {
    definition: { ...bounds, ...(range && { range: [range[0], range[1]] }) },
    entity,
    time: new Date(timeMs).toISOString(),
    ...judgedJson(signal, exact),
    confidence: exact(confidence),
    ...(before && { before: { ...before, state: Buffer.from(before.state).toString('base64') } }),
    points: points.map((point) => ({
      time: new Date(point.timeMs).toISOString(),
      ...judgedJson(point, (number) => exact(Number(number.toPrecision(POINT_DIGITS)))),
    })),
  };
}

function signalOf({ time, before, points, confidence, ...signal }: EvidenceJson['signals'][number]): FrozenSignal {
  return {
    ...signal,
    ...judgedOf(signal),
    timeMs: Date.parse(time),
    confidence: Number(confidence),
    ...(before && { before: { ...before, state: new Uint8Array(Buffer.from(before.state, 'base64')) } }),
    points: points.map((point) => ({ timeMs: Date.parse(point.time), ...judgedOf(point) })),
  };
}

type Numbers<N> = { readonly [name in keyof typeof Judged]: N };

function judgedJson(from: Numbers<number>, as: (number: number) => z.infer<typeof Exact>) {
  const { value, expected, lower, upper, score } = from;
  return { value: as(value), expected: as(expected), lower: as(lower), upper: as(upper), score: as(score) };
}

function judgedOf({ value, expected, lower, upper, score }: Numbers<z.infer<typeof Exact>>) {
  return {
    value: Number(value),
    expected: Number(expected),
    lower: Number(lower),
    upper: Number(upper),
    score: Number(score),
  };
}

function exact(number: number): z.infer<typeof Exact> {
  if (Number.isFinite(number)) return number;
  if (Number.isNaN(number)) return 'NaN';
  return number > 0 ? 'Infinity' : '-Infinity';
}
