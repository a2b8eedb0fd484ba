import { z } from 'zod';
import type { LearntBaseline } from '../../core/baselines/baselines.ts';
import { ENTITY_KINDS } from '../../core/model/entity.ts';
import type { SignalReading } from '../ports.ts';
import { EntityJson, entityJson, Known, known, pageOf, paging, Time, time, Word } from './common-schemas.ts';

export const SignalListQuery = z.strictObject({
  entityKind: z.enum(ENTITY_KINDS).optional(),
  entity: Word.optional().describe('Name of the entity as a person says it, or its key'),
  signal: Word.optional().describe('Signal id: `tokens.output`'),
  search: Word.optional().describe('Words that signal id, entity kind and entity name hold together, in any case'),
  ...paging,
});
export type SignalListQuery = z.infer<typeof SignalListQuery>;

export const SignalKey = z.strictObject({ key: Word.describe('`<signal id>|<entity key>`') });
export type SignalKey = z.infer<typeof SignalKey>;

const band = {
  key: z.string(),
  signal: z.string(),
  entity: EntityJson,
  unit: z.string(),
  expected: Known,
  lower: Known,
  upper: Known,
  confidence: Known,
  ready: z.boolean().describe('False while the baseline is warming up'),
};

export const SignalJson = z
  .object({
    ...band,
    value: Known.describe('null while the signal is missing'),
    score: Known.describe('Below 1 usual, 1 is the alert line'),
    time: Time.nullable(),
  })
  .meta({ id: 'Signal' });

export const SignalPage = pageOf(SignalJson).meta({ id: 'SignalPage' });

export const BaselineJson = z
  .object({
    ...band,
    samples: z.int(),
    firstSampleAt: Time.nullable(),
    lastSampleAt: Time.nullable(),
    readyAt: Time.optional().describe('When it can be ready at the earliest; only while warming up'),
    intervalMs: z.number().describe('The usual time between two samples'),
    widening: Known.describe('By how much of itself a person’s word widened the band; 0: not at all'),
    held: z.boolean().describe('A person said that what goes on is an attack: nothing is learnt from it'),
  })
  .meta({ id: 'Baseline' });

export const BaselinePage = pageOf(BaselineJson).meta({ id: 'BaselinePage' });

export function signalJson(reading: SignalReading): z.infer<typeof SignalJson> {
  const { value, score, timeMs } = reading;
  return { ...bandJson(reading), value: known(value), score: known(score), time: timeOrNull(timeMs) };
}

export function baselineJson(
  reading: SignalReading,
  learnt: LearntBaseline,
  warmUpMs: number,
): z.infer<typeof BaselineJson> {
  const warming = !reading.ready && Number.isFinite(learnt.firstMs);
  return {
    ...bandJson(reading),
    samples: learnt.samples,
    firstSampleAt: timeOrNull(learnt.firstMs),
    lastSampleAt: timeOrNull(learnt.lastMs),
    ...(warming ? { readyAt: time(learnt.firstMs + warmUpMs) } : {}),
    intervalMs: learnt.intervalMs,
    widening: known(learnt.widening),
    held: learnt.held,
  };
}

function bandJson({ key, signal, entity, expected, lower, upper, confidence, ready }: SignalReading) {
  return {
    key,
    signal: signal.id,
    entity: entityJson(entity),
    unit: signal.unit,
    expected: known(expected),
    lower: known(lower),
    upper: known(upper),
    confidence: known(confidence),
    ready,
  };
}

function timeOrNull(ms: number): string | null {
  return Number.isFinite(ms) ? time(ms) : null;
}
