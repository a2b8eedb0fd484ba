import type { Alert } from '../api/types.ts';
import { grouped } from '../format/grouped.ts';

/** Alerts that belong together; one that stands alone is a group of one. */
export interface IncidentGroup {
  readonly id: string;
  readonly alerts: readonly Alert[];
}

/** Groups alerts by their incident, in the order in which their first is given. */
export function incidentGroups(alerts: readonly Alert[]): IncidentGroup[] {
  return grouped(alerts, (alert) => alert.incidentId ?? alert.id).map(([id, members]) => ({ id, alerts: members }));
}

/** The other alerts of an alert's incident. */
export function companions(alert: Alert, alerts: readonly Alert[]): Alert[] {
  if (alert.incidentId === undefined) return [];
  return alerts.filter(({ id, incidentId }) => id !== alert.id && incidentId === alert.incidentId);
}
