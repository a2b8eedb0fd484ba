import { z } from 'zod';
import { type Acknowledgement, ALERT_CHANGES, ALERT_STATES, type Alert } from '../../core/model/alert.ts';
import { ENTITY_KINDS } from '../../core/model/entity.ts';
import { SEVERITIES } from '../../core/model/finding.ts';
import { VERDICTS, type Verdict } from '../../core/model/verdict.ts';
import type { AlertWithHistory as StoredAlert } from '../../store/alert-store.ts';
import type { VerdictEffect } from '../ports.ts';
import { anyOf, EntityJson, entityJson, Known, known, pageOf, paging, Time, time, Word } from './common-schemas.ts';

export const AlertListQuery = z.strictObject({
  state: anyOf(z.enum(ALERT_STATES)),
  severity: anyOf(z.enum(SEVERITIES)),
  detector: anyOf(Word).describe('Detector id: `cost-spike`'),
  entityKind: anyOf(z.enum(ENTITY_KINDS)),
  entity: anyOf(Word).describe('Key of an entity: `tenant{tenant="acme"}`'),
  tenant: anyOf(Word).describe('Name of a tenant; short for its key as `entity`'),
  shadow: z
    .enum(['false', 'true', 'any'])
    .default('false')
    .describe('`true`: what detectors in the shadow found, which is told to nobody; `any`: that too'),
  ...paging,
});
export type AlertListQuery = z.infer<typeof AlertListQuery>;

export const AlertId = z.strictObject({ id: z.string().regex(/^[0-9a-f]{16}-[0-9a-z]{1,12}$/, 'is not an alert id') });
export type AlertId = z.infer<typeof AlertId>;

const Comment = z.string().max(2000).optional().describe('What others should know');

export const AcknowledgementBody = z.preprocess((given) => given ?? {}, z.strictObject({ comment: Comment }));
export type AcknowledgementBody = z.infer<typeof AcknowledgementBody>;

export const VerdictBody = z.strictObject({ verdict: z.enum(VERDICTS), comment: Comment });
export type VerdictBody = z.infer<typeof VerdictBody>;

export const EffectQuery = z.strictObject({ verdict: z.enum(VERDICTS) });
export type EffectQuery = z.infer<typeof EffectQuery>;

export const VerdictEffectJson = z
  .object({
    verdict: z.enum(VERDICTS),
    fired: z.int().describe('Alerts of this detector and entity within the last seven days'),
    wouldFire: z.int().describe('How many of them would have fired with the verdict'),
    unknown: z.int().describe('Of those, how many cannot be judged again, because no evidence of them is kept'),
    summary: z.string(),
  })
  .meta({ id: 'VerdictEffect' });

/** The effect of a verdict, with a sentence that tells it. */
export function effectJson(
  verdict: Verdict,
  { fired, wouldFire, unknown }: VerdictEffect,
): z.infer<typeof VerdictEffectJson> {
  const summary = `fired last week: ${fired}; would have with the verdict: ${wouldFire}`;
  return { verdict, fired, wouldFire, unknown, summary };
}

const Quantity = z.object({ value: Known, unit: z.string() });

const EvidenceJson = z.object({
  signal: z.string(),
  entity: z.string(),
  name: z
    .string()
    .optional()
    .describe('What people call the entity, where that is not in its key: a GPU’s host and index'),
  unit: z.string(),
  value: Known,
  expected: Known,
  lower: Known,
  upper: Known,
  score: Known,
});

const byPerson = { by: z.string(), at: Time, comment: z.string().optional() };

export const AlertJson = z
  .object({
    id: z.string(),
    fingerprint: z.string().describe('The same for every episode of this detector and entity'),
    state: z.enum(ALERT_STATES),
    detector: z.string(),
    severity: z.enum(SEVERITIES),
    shadow: z.boolean().describe('Its detector is in the shadow: nobody was told'),
    entity: EntityJson,
    summary: z.string(),
    startsAt: Time.describe('First sight'),
    firedAt: Time.optional(),
    endsAt: Time.optional(),
    lastSeenAt: Time,
    score: Known.describe('At its worst; 1 is the alert line'),
    confidence: Known,
    actual: Quantity.describe('At its worst'),
    expected: Quantity,
    lower: Known,
    upper: Known,
    latest: Quantity.describe('When last seen'),
    usdPerHour: Known.optional().describe('Money beyond the usual, at its worst'),
    usdTotal: Known.optional().describe('Money beyond the usual since the start'),
    causes: z.array(z.object({ cause: z.string(), share: Known })),
    evidence: z.array(EvidenceJson),
    techniques: z.array(z.object({ id: z.string(), name: z.string() })),
    nextStep: z.string(),
    doubts: z.array(z.string()).describe('What speaks against it'),
    labels: z.record(z.string(), z.string()).describe('Beside those of the entity'),
    acknowledged: z.object(byPerson).optional().describe('Somebody looks after it; ends when it is resolved'),
    verdict: z.object({ verdict: z.enum(VERDICTS), ...byPerson }).optional(),
    silencedBy: z.array(z.string()).describe('Silences and maintenance windows that keep it from being told'),
    incidentId: z.string().optional(),
  })
  .meta({ id: 'Alert' });

export const AlertPage = pageOf(AlertJson).meta({ id: 'AlertPage' });

const HistoryEntry = z.object({
  time: Time,
  change: z.string().describe(`One of ${ALERT_CHANGES.join(', ')}`),
  severity: z.string(),
  score: Known,
  usdTotal: Known.optional(),
  summary: z.string(),
  by: z.string().optional().describe('Who did it, where a person did'),
  comment: z.string().optional(),
});

export const AlertWithHistory = AlertJson.extend({ history: z.array(HistoryEntry) }).meta({ id: 'AlertWithHistory' });

/** An alert as the API answers it. */
export function alertJson(alert: Alert): z.infer<typeof AlertJson> {
  const { peak, latest } = alert;
  return {
    id: alert.id,
    fingerprint: alert.fingerprint,
    state: alert.state,
    detector: peak.detector,
    severity: peak.severity,
    shadow: peak.shadow ?? false,
    entity: entityJson(peak.entity),
    summary: peak.summary,
    startsAt: time(alert.startsAtMs),
    ...(alert.firedAtMs === undefined ? {} : { firedAt: time(alert.firedAtMs) }),
    ...(alert.endsAtMs === undefined ? {} : { endsAt: time(alert.endsAtMs) }),
    lastSeenAt: time(alert.lastSeenMs),
    score: known(peak.score),
    confidence: known(peak.confidence),
    actual: { ...peak.actual, value: known(peak.actual.value) },
    expected: { ...peak.expected, value: known(peak.expected.value) },
    lower: known(peak.lower),
    upper: known(peak.upper),
    latest: { ...latest.actual, value: known(latest.actual.value) },
    ...(peak.usdPerHour === undefined ? {} : { usdPerHour: known(peak.usdPerHour) }),
    ...(alert.usdTotal === undefined ? {} : { usdTotal: known(alert.usdTotal) }),
    causes: peak.causes.map(({ cause, share }) => ({ cause, share: known(share) })),
    evidence: peak.evidence.map(({ value, expected, lower, upper, score, ...names }) => {
      return {
        ...names,
        value: known(value),
        expected: known(expected),
        lower: known(lower),
        upper: known(upper),
        score: known(score),
      };
    }),
    techniques: [...peak.techniques],
    nextStep: peak.nextStep,
    doubts: [...peak.doubts],
    labels: { ...peak.labels },
    ...(alert.acknowledged === undefined ? {} : { acknowledged: signed(alert.acknowledged) }),
    ...(alert.verdict === undefined ? {} : { verdict: { verdict: alert.verdict.verdict, ...signed(alert.verdict) } }),
    silencedBy: [...(alert.silencedBy ?? [])],
    ...(alert.incidentId === undefined ? {} : { incidentId: alert.incidentId }),
  };
}

function signed({ by, atMs, comment }: Acknowledgement) {
  return { by, at: time(atMs), ...(comment === undefined ? {} : { comment }) };
}

/** An alert with its life, the oldest line first. */
export function alertWithHistoryJson({ alert, history }: StoredAlert): z.infer<typeof AlertWithHistory> {
  const entries = history.map(({ timeMs, change, severity, score, usdTotal, summary, by, comment }) => {
    const money = usdTotal === undefined ? {} : { usdTotal: known(usdTotal) };
    const person = { ...(by === undefined ? {} : { by }), ...(comment === undefined ? {} : { comment }) };
    return { time: time(timeMs), change, severity, score: known(score), ...money, summary, ...person };
  });
  return { ...alertJson(alert), history: entries };
}
