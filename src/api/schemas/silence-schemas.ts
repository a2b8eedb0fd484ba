import { z } from 'zod';
import { SILENCE_STATES, type Silence, silenceState } from '../../core/model/silence.ts';
import type { NewSilence } from '../ports.ts';
import { Time, time } from './common-schemas.ts';

const LABEL_NAME = /^[a-zA-Z_][a-zA-Z0-9_]*$/;

const Matcher = z.object({
  name: z.string().max(200).regex(LABEL_NAME, 'is no label name'),
  value: z.string().max(1000),
  isRegex: z.boolean().default(false).describe('RE2, anchored at both ends'),
  isEqual: z.boolean().default(true).describe('false: the condition is turned round'),
});

const Matchers = z.array(Matcher).min(1).max(50);
const DateTime = z.iso.datetime({ offset: true }).describe('RFC 3339');

/** A silence as people ask for it; who asks is its maker. */
export const NewSilenceJson = z
  .strictObject({
    id: z.string().max(100).optional().describe('Of a silence that this one shall take the place of'),
    matchers: Matchers,
    startsAt: DateTime.optional().describe('Absent: now'),
    endsAt: DateTime,
    comment: z.string().min(1).max(2000).describe('Why; shown to whoever wonders'),
  })
  .meta({ id: 'NewSilence' });
export type NewSilenceJson = z.infer<typeof NewSilenceJson>;

export const SilenceJson = z
  .object({
    id: z.string(),
    state: z.enum(SILENCE_STATES),
    matchers: z.array(z.object({ name: z.string(), value: z.string(), isRegex: z.boolean(), isEqual: z.boolean() })),
    startsAt: Time,
    endsAt: Time,
    createdBy: z.string(),
    comment: z.string(),
    updatedAt: Time,
  })
  .meta({ id: 'Silence' });

export const SilenceList = z.object({ items: z.array(SilenceJson) }).meta({ id: 'SilenceList' });

export const SilenceId = z.strictObject({
  id: z
    .string()
    .min(1)
    .max(100)
    .regex(/^[\w-]+$/, 'is not the id of a silence'),
});
export type SilenceId = z.infer<typeof SilenceId>;

/** A silence as it was asked for, from now on where no start is named. */
export function newSilence(given: NewSilenceJson, createdBy: string, nowMs: number): NewSilence {
  const { id, matchers, startsAt, endsAt, comment } = given;
  return {
    ...(id === undefined ? {} : { id }),
    matchers,
    startsAtMs: startsAt === undefined ? nowMs : Date.parse(startsAt),
    endsAtMs: Date.parse(endsAt),
    createdBy,
    comment,
  };
}

export function silenceJson(silence: Silence, nowMs: number): z.infer<typeof SilenceJson> {
  const { id, matchers, startsAtMs, endsAtMs, createdBy, comment, updatedAtMs } = silence;
  return {
    id,
    state: silenceState(silence, nowMs),
    matchers: matchers.map((matcher) => ({ ...matcher })),
    startsAt: time(startsAtMs),
    endsAt: time(endsAtMs),
    createdBy,
    comment,
    updatedAt: time(updatedAtMs),
  };
}

/** `postableSilence` of Alertmanager's OpenAPI. */
export const PostableSilence = z
  .object({
    id: z.string().max(100).optional(),
    matchers: Matchers,
    startsAt: DateTime,
    endsAt: DateTime,
    createdBy: z.string().max(200),
    comment: z.string().max(2000),
  })
  .meta({ id: 'PostableSilence' });
export type PostableSilence = z.infer<typeof PostableSilence>;

/** `gettableSilence` of Alertmanager's OpenAPI. */
export const GettableSilence = SilenceJson.omit({ state: true })
  .extend({ status: z.object({ state: z.enum(SILENCE_STATES) }) })
  .meta({ id: 'GettableSilence' });

export function gettableSilence(silence: Silence, nowMs: number): z.infer<typeof GettableSilence> {
  const { state, ...rest } = silenceJson(silence, nowMs);
  return { ...rest, status: { state } };
}
