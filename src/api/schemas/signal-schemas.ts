import { z } from 'zod';
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

/** What every answer about a signal tells of its band. */
export const band = {
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

export function signalJson(reading: SignalReading): z.infer<typeof SignalJson> {
  const { value, score, timeMs } = reading;
  return { ...bandJson(reading), value: known(value), score: known(score), time: timeOrNull(timeMs) };
}

/** What every answer about a signal tells of its band. */
export function bandJson({ key, signal, entity, expected, lower, upper, confidence, ready }: SignalReading) {
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

/** The same for a time that may not have come. */
export function timeOrNull(ms: number): string | null {
  return Number.isFinite(ms) ? time(ms) : null;
}
