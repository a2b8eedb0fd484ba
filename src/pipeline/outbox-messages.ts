import type { AlertChange } from '../core/model/alert.ts';
import { SEVERITIES, type Severity } from '../core/model/finding.ts';
import type { Message, ToldState } from '../notify/receiver.ts';

/** What a receiver wants to hear of. */
export interface Subscription {
  readonly receiver: string;
  readonly minSeverity: Severity;
  readonly sendResolved: boolean;
}

const TOLD: Partial<Record<AlertChange['change'], ToldState>> = { fired: 'firing', resolved: 'resolved' };

/**
 * The messages that these changes mean to these receivers. An alert that grows past a receiver's floor while it fires is told then;
 * the outbox drops what was told before.
 */
export function outboxMessages(changes: readonly AlertChange[], subscriptions: readonly Subscription[]): Message[] {
  return changes.flatMap(({ change, alert }) => {
    const state = TOLD[change] ?? (change === 'updated' && alert.state === 'firing' ? 'firing' : undefined);
    if (state === undefined) return [];
    return subscriptions
      .filter(({ minSeverity, sendResolved }) => {
        const loud = SEVERITIES.indexOf(alert.peak.severity) >= SEVERITIES.indexOf(minSeverity);
        return loud && (state === 'firing' || sendResolved);
      })
      .map(({ receiver }) => ({ receiver, alertId: alert.id, state, alert }));
  });
}
