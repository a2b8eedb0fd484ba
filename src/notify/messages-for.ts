import type { Alert, AlertChange } from '../core/model/alert.ts';
import { SEVERITIES, type Severity } from '../core/model/finding.ts';
import type { Message, ToldState } from './receiver.ts';

/** What a receiver wants to hear. */
export interface Route {
  readonly receiver: string;
  readonly minSeverity: Severity;
  readonly sendResolved: boolean;
}

/**
 * The messages that a tick's changes call for. An alert that grows into a receiver's severity later is told then: the outbox takes
 * one message per receiver, alert and state, so naming it again is harmless.
 */
export function messagesFor(changes: readonly AlertChange[], routes: readonly Route[]): Message[] {
  return changes.flatMap(({ change, alert }) => {
    const state = toldState(change, alert);
    if (state === undefined) return [];
    return routes
      .filter((route) => wants(route, alert, state))
      .map(({ receiver }) => {
        return { receiver, alertId: alert.id, state, alert };
      });
  });
}

function toldState(change: AlertChange['change'], alert: Alert): ToldState | undefined {
  if (alert.peak.shadow === true) return undefined;
  if (change === 'fired') return 'firing';
  if (change === 'resolved') return 'resolved';
  const worsened = change === 'updated' && alert.latest.score === alert.peak.score;
  return worsened ? 'firing' : undefined;
}

function wants({ minSeverity, sendResolved }: Route, { peak }: Alert, state: ToldState): boolean {
  const severe = SEVERITIES.indexOf(peak.severity) >= SEVERITIES.indexOf(minSeverity);
  return severe && (state === 'firing' || sendResolved);
}
