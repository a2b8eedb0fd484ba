import { z } from 'zod';
import { ENTITY_KINDS } from '../../core/model/entity.ts';
import { SEVERITIES } from '../../core/model/finding.ts';
import { INCIDENT_STATES, type Incident, type IncidentAlert, ROOT_CAUSE_REASONS } from '../../core/model/incident.ts';
import { Known, known, pageOf, paging, Time, time } from './common-schemas.ts';

export const IncidentListQuery = z.strictObject({ state: z.enum(INCIDENT_STATES).optional(), ...paging });
export type IncidentListQuery = z.infer<typeof IncidentListQuery>;

const LAST_MS = 8.64e15;

/** Where a page of the list ended, as its cursor holds it. */
export const IncidentPlace = z
  .tuple([z.int().min(0).max(LAST_MS), z.string().max(200)])
  .transform(([startsAtMs, id]) => ({ startsAtMs, id }));

/** Where an incident stands in the list, for the cursor. */
export function incidentPlace({ startsAtMs, id }: Incident): z.input<typeof IncidentPlace> {
  return [startsAtMs, id];
}

export const IncidentId = z.strictObject({
  id: z.string().regex(/^i-[0-9a-f]{16}-[0-9a-z]{1,12}$/, 'is not the id of an incident'),
});
export type IncidentId = z.infer<typeof IncidentId>;

const IncidentAlertJson = z.object({
  id: z.string(),
  detector: z.string(),
  entityKind: z.enum(ENTITY_KINDS),
  entityKey: z.string(),
  severity: z.enum(SEVERITIES),
  startsAt: Time,
  endsAt: Time.optional(),
  score: Known,
  summary: z.string(),
});

export const IncidentJson = z
  .object({
    id: z.string(),
    state: z.enum(INCIDENT_STATES),
    severity: z.enum(SEVERITIES).describe('The worst of its alerts'),
    startsAt: Time,
    endsAt: Time.optional().describe('When its last alert was resolved'),
    lastAlertAt: Time,
    alertCount: z.int().describe('All that ever were part of it'),
    openCount: z.int(),
    rootCause: z
      .object({ alertId: z.string(), reason: z.enum(ROOT_CAUSE_REASONS) })
      .describe(
        'Most likely what began it: a hardware fault, else what began first, of those together the most upstream',
      ),
    alerts: z.array(IncidentAlertJson).describe('The first 200, in the order in which they began'),
    moved: z
      .array(z.object({ signal: z.string(), entity: z.string(), score: Known, alertId: z.string() }))
      .describe('What else moved, the most unusual first'),
  })
  .meta({ id: 'Incident' });

export const IncidentPage = pageOf(IncidentJson).meta({ id: 'IncidentPage' });

export function incidentJson(incident: Incident): z.infer<typeof IncidentJson> {
  const { id, state, severity, startsAtMs, endsAtMs, lastAlertMs, alertCount, openCount, rootCause } = incident;
  return {
    id,
    state,
    severity,
    startsAt: time(startsAtMs),
    ...(endsAtMs === undefined ? {} : { endsAt: time(endsAtMs) }),
    lastAlertAt: time(lastAlertMs),
    alertCount,
    openCount,
    rootCause: { ...rootCause },
    alerts: incident.alerts.map(memberJson),
    moved: incident.moved.map((moved) => ({ ...moved, score: known(moved.score) })),
  };
}

function memberJson({ startsAtMs, endsAtMs, score, ...member }: IncidentAlert): z.infer<typeof IncidentAlertJson> {
  const ended = endsAtMs === undefined ? {} : { endsAt: time(endsAtMs) };
  return { ...member, startsAt: time(startsAtMs), ...ended, score: known(score) };
}
