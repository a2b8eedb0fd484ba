import { z } from 'zod';
import { ENTITY_KINDS } from '../model/entity.ts';
import { type SignalDefinition, UNITS } from '../model/signal.ts';
import { BLANKS, COMBINATIONS, type Exporter, type Feed, type MetricSource, TREATMENTS, WEIGHTS } from './exporter.ts';

const text = z.string().min(1);
const expression = text.refine(compiles, 'is no regular expression');
const matchers = z.record(text, z.string().refine(compiles, 'is no regular expression'));

/** What a numerator or a denominator is made of. */
export const signalSource = z.strictObject({
  names: z.array(text).default([]).describe('metrics, the newest name first; the first that is there counts'),
  pattern: expression.exactOptional().describe('instead of names: an expression that the name must match'),
  treat_as: z
    .enum(TREATMENTS)
    .describe('counter: its increase a second; gauge: its value; lastCode: 1 when it changes'),
  blank: z.enum(BLANKS).exactOptional().describe('values that mean none: those of DCGM, or all below zero'),
  born_at_zero: z.boolean().default(true).describe('false: the first value of a counter is not taken as an increase'),
  scale: z.number().exactOptional().describe('values are multiplied by it'),
  take: z
    .enum(['one', 'last'])
    .exactOptional()
    .describe('of several series of an entity: one (each says the same), or the last'),
  where: matchers.exactOptional().describe('label to an expression that its value must match'),
  unless: matchers.exactOptional().describe('label to an expression that its value must not match'),
  once: z.array(text).exactOptional().describe('labels: of series that agree in them only one counts'),
  times: z.enum(WEIGHTS).exactOptional().describe('multiplied by a price of the entity'),
});

/** A signal of the user's own: the catalogue's form, as it is written in YAML. */
export const userSignalSchema = z
  .strictObject({
    id: z.string().regex(/^[a-z][A-Za-z]*\.[a-z][A-Za-z]*$/, 'write an id like batches.rate'),
    help: text.describe('what it is, a sentence'),
    entity: z.enum(ENTITY_KINDS).exclude(['detector']),
    unit: z.enum(UNITS).describe('of its values'),
    /** Identity label to the labels that may hold it, best first. */
    identity: z.record(text, z.array(text).min(1)),
    labels: z.array(text).default([]).describe('labels that the entity carries along'),
    combine: z.enum(COMBINATIONS).default('sum').describe('how the series of an entity become one number'),
    numerator: z.array(signalSource).min(1).describe('what is counted'),
    denominator: z.array(signalSource).default([]).describe('what it is divided by; none given: it is not'),
    denominator_minimum: z.number().min(0).exactOptional().describe('below it the signal is missing'),
    scale: z.number().exactOptional().describe('the whole is multiplied by it'),
    direction: z.enum(['up', 'down', 'both']),
    minimum_absolute: z.number().min(0),
    minimum_relative: z.number().min(0).max(1).default(0.2),
    range: z
      .tuple([z.number(), z.number()])
      .exactOptional()
      .describe('least and greatest possible value, which its band keeps to'),
  })
  .superRefine(({ numerator, denominator, identity, entity }, context) => {
    for (const [key, sources] of Object.entries({ numerator, denominator })) {
      for (const [i, { names, pattern }] of sources.entries()) {
        if (names.length > 0 === (pattern === undefined)) continue;
        context.addIssue({ code: 'custom', path: [key, i], message: 'give either names or a pattern' });
      }
    }
    if (Object.keys(identity).length === 0 && entity !== 'tenant') {
      context.addIssue({ code: 'custom', path: ['identity'], message: 'say which label names the entity' });
    }
  });

/** A signal of the user’s own, as `signals` of the configuration has it. */
export type UserSignal = z.output<typeof userSignalSchema>;

/** What `Signals` needs of a user's signal: an exporter beside the catalogue's, and the definition. */
export function userSignal(given: UserSignal): { readonly exporter: Exporter; readonly definition: SignalDefinition } {
  const denominator = `${given.id} denominator`;
  const exporter: Exporter = {
    id: `user:${given.id}`,
    title: given.help,
    // It proves no exporter: its names may be anybody's.
    marks: [],
    additional: true,
    entities: [{ kind: given.entity, identity: given.identity, labels: given.labels }],
    metrics: [
      ...given.numerator.map((each) => metricSource(each, given, given.id)),
      ...given.denominator.map((each) => metricSource(each, given, denominator)),
    ],
  };
  return { exporter, definition: definitionOf(given, given.denominator.length > 0 ? denominator : undefined) };
}

function metricSource(
  given: UserSignal['numerator'][number],
  { entity, combine }: UserSignal,
  measure: string,
): MetricSource {
  const { names, pattern, treat_as: treatAs, blank, born_at_zero: bornAtZero, ...rest } = given;
  const feed: Feed = { measure, entity, combine, ...rest };
  return {
    names,
    treatAs,
    feeds: [feed],
    ...(pattern === undefined ? {} : { pattern }),
    ...(blank === undefined ? {} : { blank }),
    ...(bornAtZero ? {} : { bornAtZero }),
  };
}

function definitionOf(given: UserSignal, denominator: string | undefined): SignalDefinition {
  const { id, entity, unit, help, direction, scale, range } = given;
  const minimum = given.denominator_minimum;
  return {
    id,
    entity,
    unit,
    help,
    direction,
    numerator: [id],
    minimumAbsolute: given.minimum_absolute,
    minimumRelative: given.minimum_relative,
    ...(denominator === undefined ? {} : { denominator: [denominator] }),
    ...(minimum === undefined ? {} : { denominatorMinimum: minimum }),
    ...(scale === undefined ? {} : { scale }),
    ...(range === undefined ? {} : { range }),
  };
}

function compiles(given: string): boolean {
  try {
    return new RegExp(given).source !== '';
  } catch {
    return false;
  }
}
