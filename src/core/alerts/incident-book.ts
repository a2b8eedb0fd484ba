import type { Alert, AlertChange } from '../model/alert.ts';
import type { Incident } from '../model/incident.ts';
import { type Joining, joined, settled } from './incident.ts';

/** How incidents are put together. */
export interface IncidentPolicy {
  /** An alert joins an incident whose latest alert began no longer ago than this. */
  readonly windowMs: number;
  /** Incidents held at once; further alerts stay by themselves. */
  readonly incidentMaximum: number;
}

export const DEFAULT_INCIDENT_POLICY: IncidentPolicy = Object.freeze({ windowMs: 1_800_000, incidentMaximum: 10_000 });

/** Keys of the entities that an alert is about, itself and what is tied to it. */
export type LinksOf = (alert: Alert) => readonly string[];

/**
 * Puts alerts that share entities, and begin within a window of each other, into one incident. The alerts of a tick are a set: their order
 * says nothing. Incidents are never joined to one another; an alert that would fit several goes to the oldest.
 */
export class IncidentBook {
  private readonly incidents = new Map<string, Incident>();
  private readonly byAlert = new Map<string, string>();

  constructor(private readonly policy: IncidentPolicy = DEFAULT_INCIDENT_POLICY) {}

  /** Takes over what was open before a restart. */
  restore(incidents: readonly Incident[]): void {
    for (const incident of incidents) {
      const open = incident.alerts.filter(({ endsAtMs }) => endsAtMs === undefined);
      // Of the alerts beyond those that an incident remembers nobody knows the end.
      this.incidents.set(incident.id, { ...incident, openCount: open.length });
      for (const { id } of open) this.byAlert.set(id, incident.id);
    }
  }

  /** One tick: the same changes, their alerts with the incident that they are part of. */
  advance(changes: readonly AlertChange[], timeMs: number, linksOf: LinksOf): AlertChange[] {
    const fired = changes.filter(({ change, alert }) => change === 'fired' && alert.peak.shadow !== true);
    for (const group of grouped(fired.map(({ alert }) => ({ alert, links: linksOf(alert) })))) this.join(group, timeMs);
    for (const change of changes) this.settle(change);
    this.forget(timeMs);
    return changes.map((change) => this.marked(change));
  }

  private join(group: readonly Joining[], timeMs: number): void {
    const links = new Set(group.flatMap((one) => one.links));
    const open = [...this.incidents.values()].filter(({ entities }) => entities.some((key) => links.has(key)));
    const [oldest] = open
      .filter(({ lastAlertMs }) => timeMs - lastAlertMs <= this.policy.windowMs)
      .sort((a, b) => a.startsAtMs - b.startsAtMs || (a.id < b.id ? -1 : 1));
    if (oldest === undefined && this.incidents.size >= this.policy.incidentMaximum) return;
    const incident = joined(oldest, group, timeMs);
    this.incidents.set(incident.id, incident);
    for (const { alert } of group) this.byAlert.set(alert.id, incident.id);
  }

  private settle({ change, alert }: AlertChange): void {
    const incident = this.of(alert);
    if (incident === undefined || change === 'fired') return;
    this.incidents.set(incident.id, settled(incident, alert));
  }

  private marked(change: AlertChange): AlertChange {
    const incident = this.of(change.alert);
    if (change.change === 'resolved') this.byAlert.delete(change.alert.id);
    if (incident === undefined) return change;
    return { ...change, alert: { ...change.alert, incidentId: incident.id }, incident };
  }

  private of({ id }: Alert): Incident | undefined {
    return this.incidents.get(this.byAlert.get(id) ?? '');
  }

  /** An incident that is over, and that nothing may join any more. */
  private forget(timeMs: number): void {
    for (const [id, { state, lastAlertMs, endsAtMs = timeMs }] of this.incidents) {
      if (state === 'resolved' && endsAtMs < timeMs && timeMs - lastAlertMs > this.policy.windowMs) {
        this.incidents.delete(id);
      }
    }
  }
}

/** Alerts of a tick that share entities, directly or by others of the tick; in an order that follows from what they are. */
function grouped(alerts: readonly Joining[]): Joining[][] {
  const groups: { links: Set<string>; alerts: Joining[] }[] = [];
  for (const one of [...alerts].sort((a, b) => (a.alert.id < b.alert.id ? -1 : 1))) {
    const tied = groups.filter(({ links }) => one.links.some((key) => links.has(key)));
    const rest = groups.filter((group) => !tied.includes(group));
    const together = {
      links: new Set([...one.links, ...tied.flatMap(({ links }) => [...links])]),
      alerts: [...tied.flatMap((group) => group.alerts), one],
    };
    groups.splice(0, groups.length, ...rest, together);
  }
  return groups.map((group) => group.alerts);
}
