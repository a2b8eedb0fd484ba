import { SEVERITIES } from '../../core/model/finding.ts';
import type { Alert } from '../api/types.ts';

/** What needs a person first: firing before pending, worse before better, then the newest. */
export function orderAlerts(alerts: readonly Alert[]): Alert[] {
  return [...alerts].sort(
    (a, b) =>
      Number(a.state === 'pending') - Number(b.state === 'pending') ||
      SEVERITIES.indexOf(b.severity) - SEVERITIES.indexOf(a.severity) ||
      Date.parse(b.startsAt) - Date.parse(a.startsAt),
  );
}
