import { alertOf } from '../../../test/fakes/console-answers.ts';
import { orderAlerts } from './order-alerts.ts';

it('puts first what needs a person first', () => {
  const alerts = [
    alertOf({ id: 'pending', state: 'pending', severity: 'critical' }),
    alertOf({ id: 'older', severity: 'warning', startsAt: '2026-11-18T13:00:00Z' }),
    alertOf({ id: 'newer', severity: 'warning', startsAt: '2026-11-18T14:00:00Z' }),
    alertOf({ id: 'worst', severity: 'critical', startsAt: '2026-11-18T10:00:00Z' }),
  ];
  expect(orderAlerts(alerts).map(({ id }) => id)).toEqual(['worst', 'newer', 'older', 'pending']);
});
