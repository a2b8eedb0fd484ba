import { alert, finding } from '../../test/fakes/alerts.ts';
import type { AlertChange } from '../core/model/alert.ts';
import { outboxMessages, type Subscription } from './outbox-messages.ts';

const ON_CALL: Subscription = { receiver: 'on-call', minSeverity: 'warning', sendResolved: true };

function told(
  change: AlertChange['change'],
  severity: 'info' | 'warning' | 'critical',
  to: Partial<Subscription> = {},
) {
  const state = change === 'resolved' ? 'resolved' : change === 'pending' ? 'pending' : 'firing';
  const changed = alert({ state, peak: finding({ severity }) });
  return outboxMessages([{ change, alert: changed, timeMs: 0 }], [{ ...ON_CALL, ...to }]).map(
    (message) => message.state,
  );
}

it('tells of the beginning and of the end', () => {
  expect(told('fired', 'warning')).toEqual(['firing']);
  expect(told('resolved', 'warning')).toEqual(['resolved']);
});

it('keeps to itself what is not sure yet or went away', () => {
  expect(told('pending', 'critical')).toEqual([]);
  expect(told('dropped', 'critical')).toEqual([]);
});

it('keeps the floor, and tells of an alert that grows past it', () => {
  expect(told('fired', 'info')).toEqual([]);
  expect(told('updated', 'critical')).toEqual(['firing']);
  expect(told('fired', 'warning', { minSeverity: 'critical' })).toEqual([]);
});

it('leaves out the end for who does not want it', () => {
  expect(told('resolved', 'critical', { sendResolved: false })).toEqual([]);
});
