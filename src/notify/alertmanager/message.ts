import { type AlertmanagerAlert, toAlertmanager } from '../../core/alerts/alertmanager.ts';
import type { Links } from '../links.ts';
import type { Message } from '../receiver.ts';

/**
 * Alerts as `POST /api/v2/alerts` takes them. A firing one is good until `goodUntilMs`: it is sent again before, and should Gauger
 * die, Alertmanager takes it for resolved then. Pure: the same alerts give the same bytes.
 */
export function alertmanagerBody(
  messages: readonly Message[],
  { externalUrl, runbookUrl }: Links,
  goodUntilMs: number,
): AlertmanagerAlert[] {
  return messages.map(({ alert }) =>
    toAlertmanager(alert, { goodUntilMs, runbookUrl, ...(externalUrl !== undefined && { externalUrl }) }),
  );
}
