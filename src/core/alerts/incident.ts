import type { Alert } from '../model/alert.ts';
import { SEVERITIES, type Severity } from '../model/finding.ts';
import type { Incident, IncidentAlert, MovedSignal } from '../model/incident.ts';
import { earlier, rootCause } from './root-cause.ts';

/** What an incident shows and remembers at most; more alerts are counted. */
const ALERTS_MAXIMUM = 200;
const MOVED_MAXIMUM = 20;
const ENTITIES_MAXIMUM = 500;

/** An alert that begins to fire, with the keys of the entities that it is about. */
export interface Joining {
  readonly alert: Alert;
  readonly links: readonly string[];
}

/** The incident with further alerts; without one, the incident that they begin. */
export function joined(incident: Incident | undefined, group: readonly Joining[], timeMs: number): Incident {
  const members = group.map(({ alert }) => memberOf(alert));
  const alerts = [...(incident?.alerts ?? []), ...members].sort(earlier).slice(0, ALERTS_MAXIMUM);
  const [first = memberOf(group[0]!.alert)] = alerts;
  const { endsAtMs: _, ...before } = incident ?? {
    id: `i-${first.id}`,
    startsAtMs: first.startsAtMs,
    severity: first.severity,
    alertCount: 0,
    openCount: 0,
    moved: [],
    entities: [],
  };
  const entities = new Set([...before.entities, ...group.flatMap(({ links }) => links)]);
  return {
    ...before,
    state: 'open',
    lastAlertMs: timeMs,
    severity: worst([before.severity, ...members.map(({ severity }) => severity)]),
    alertCount: before.alertCount + group.length,
    openCount: before.openCount + group.length,
    alerts,
    rootCause: rootCause(alerts) ?? { alertId: first.id, reason: 'began_first' },
    moved: ranked([...before.moved, ...group.flatMap(({ alert }) => movedBy(alert))]),
    entities: [...entities].sort().slice(0, ENTITIES_MAXIMUM),
  };
}

/** The incident once one of its alerts became worse or was resolved. */
export function settled(incident: Incident, alert: Alert): Incident {
  const isOver = alert.state === 'resolved';
  const openCount = incident.openCount - (isOver ? 1 : 0);
  const member = memberOf(alert);
  const changed: Incident = {
    ...incident,
    severity: worst([incident.severity, member.severity]),
    openCount,
    alerts: incident.alerts.map((one) => (one.id === alert.id ? member : one)),
    moved: ranked([...incident.moved, ...movedBy(alert)]),
  };
  if (openCount > 0 || alert.endsAtMs === undefined) return changed;
  return { ...changed, state: 'resolved', endsAtMs: alert.endsAtMs };
}

function memberOf({ id, startsAtMs, endsAtMs, peak }: Alert): IncidentAlert {
  const { detector, entity, severity, score, summary } = peak;
  const ended = endsAtMs === undefined ? {} : { endsAtMs };
  return {
    id,
    detector,
    entityKind: entity.kind,
    entityKey: entity.key,
    severity,
    startsAtMs,
    ...ended,
    score,
    summary,
  };
}

function movedBy({ id, peak }: Alert): MovedSignal[] {
  return peak.evidence.map(({ signal, entity, score }) => ({ signal, entity, score, alertId: id }));
}

/** Each signal once, at its most unusual. */
function ranked(moved: readonly MovedSignal[]): MovedSignal[] {
  const order = [...moved].sort((a, b) => b.score - a.score || (textOf(a) < textOf(b) ? -1 : 1));
  const seen = new Set<string>();
  return order
    .filter(({ signal, entity }) => !seen.has(`${signal}|${entity}`) && seen.add(`${signal}|${entity}`))
    .slice(0, MOVED_MAXIMUM);
}

function textOf({ signal, entity, alertId }: MovedSignal): string {
  return `${signal}|${entity}|${alertId}`;
}

function worst(severities: readonly Severity[]): Severity {
  return SEVERITIES.findLast((severity) => severities.includes(severity)) ?? 'info';
}
