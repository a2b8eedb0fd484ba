import { alert, finding, MORNING_MS, resolvedAlert } from '../../test/fakes/alerts.ts';
import type { Alert, AlertChange } from '../core/model/alert.ts';
import { messagesFor } from './messages-for.ts';

const ROUTES = [
  { receiver: 'all', minSeverity: 'info', sendResolved: true },
  { receiver: 'pager', minSeverity: 'critical', sendResolved: false },
] as const;

const mild = finding({ severity: 'info', score: 1.1 });

function told(change: AlertChange['change'], given: Alert): string[] {
  return messagesFor([{ change, alert: given, timeMs: MORNING_MS }], ROUTES).map(
    ({ receiver, state }) => `${receiver} ${state}`,
  );
}

it.each<[string, AlertChange['change'], Alert, string[]]>([
  ['a severe alert', 'fired', alert(), ['all firing', 'pager firing']],
  ['a mild alert', 'fired', alert({ peak: mild }), ['all firing']],
  ['an end', 'resolved', resolvedAlert(), ['all resolved']],
  ['an alert that grew worse', 'updated', alert(), ['all firing', 'pager firing']],
  ['an alert that goes on', 'updated', alert({ latest: mild }), []],
  ['nothing of an alert in the shadow', 'fired', alert({ peak: finding({ shadow: true }) }), []],
  ['a pending alert', 'pending', alert(), []],
  ['a pending alert that went away', 'dropped', alert(), []],
])('tells %s', (_, change, given, want) => expect(told(change, given)).toEqual(want));
