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
