import { alertOf } from '../../../test/fakes/console-answers.ts';
import { moneyAtRisk } from './money-at-risk.ts';

it('adds up what the open alerts cost', () => {
  const alerts = [
    alertOf({ id: 'a', usdPerHour: 2, usdTotal: 1 }),
    alertOf({ id: 'b', usdPerHour: 3, usdTotal: 0.5 }),
    alertOf({ id: 'c' }),
    alertOf({ id: 'd', state: 'resolved', usdPerHour: 100, usdTotal: 100 }),
  ];
  expect(moneyAtRisk(alerts)).toEqual({ perHour: 5, soFar: 1.5 });
});

it('says nothing where no money moves', () => expect(moneyAtRisk([alertOf({})])).toEqual({}));

it('counts money that two alerts of one incident see once, and none that somebody meant to spend', () => {
  const said = { by: 'ada', at: '2026-11-18T14:00:00.000Z' };
  const alerts = [
    alertOf({ id: 'a', incidentId: 'i', usdPerHour: 2, usdTotal: 1 }),
    alertOf({ id: 'b', incidentId: 'i', usdPerHour: 3, usdTotal: 0.5 }),
    alertOf({ id: 'c', usdPerHour: 7, usdTotal: 7, verdict: { verdict: 'planned', ...said } }),
    alertOf({ id: 'd', usdPerHour: 1, usdTotal: 1, verdict: { verdict: 'true', ...said } }),
  ];
  expect(moneyAtRisk(alerts)).toEqual({ perHour: 4, soFar: 2 });
});
