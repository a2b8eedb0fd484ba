import type { Alert } from '../../src/core/model/alert.ts';
import type { Message, Notice, ToldState } from '../../src/notify/receiver.ts';
import { alert, finding, resolvedAlert, tenant } from './alerts.ts';

export const LINKS = { externalUrl: 'https://gauger.example', dashboardUrl: 'https://grafana.example/d/gauger' };

export function message(state: ToldState, given: Alert = alert()): Message {
  return { receiver: 'on-call', alertId: given.id, state, alert: given };
}

export const FIRING: Notice = { messages: [message('firing')] };
export const RESOLVED: Notice = { messages: [message('resolved', resolvedAlert())] };
export const ACKNOWLEDGED: Notice = {
  messages: [
    message(
      'acknowledged',
      alert({ acknowledged: { by: 'ann', atMs: Date.UTC(2026, 10, 23, 10, 5), comment: 'looking at it' } }),
    ),
  ],
};

function other(name: string): Alert {
  const peak = finding({ entity: tenant(name), severity: 'warning' });
  return alert({ id: `00000000000000aa-${name}`, fingerprint: '00000000000000aa', peak });
}

/** Two firing, one over, of one detector. */
export const GROUP: Notice = {
  messages: [
    message('firing', other('globex')),
    message('firing'),
    message('resolved', { ...resolvedAlert(), id: 'x' }),
  ],
  group: { key: '{}:{alertname="cost-spike"}', labels: { alertname: 'cost-spike' } },
};

/** One more in a group of which two were told before. */
export const GROWN: Notice = {
  messages: [message('firing', other('initech'))],
  group: { key: '{}:{alertname="cost-spike"}', labels: { alertname: 'cost-spike' } },
  standing: [message('firing'), message('firing', other('globex'))],
};

/** More alerts than a message lists. */
export const STORM: Notice = {
  messages: [message('firing'), ...Array.from({ length: 39 }, (_, index) => message('firing', other(`t${index}`)))],
  group: { key: 'digest', labels: {} },
};
