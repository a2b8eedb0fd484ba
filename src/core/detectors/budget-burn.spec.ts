import { FakeTickView } from '../../../test/fakes/tick-view.ts';
import { budgetBurn } from './budget-burn.ts';

const NOON_MS = Date.UTC(2026, 10, 23, 12);

function burn(budgets: Record<string, number>, today: number, perHour: number) {
  const view = new FakeTickView(NOON_MS);
  const tenant = view.add('tenant', { tenant: 'acme' }, { team: 't-1' });
  view.set('cost.today', tenant, { value: today }).set('cost.rate', tenant, { value: perHour });
  return budgetBurn.evaluate(view, budgetBurn.settings.parse({ budgets }));
}

test('a budget that ends before the day does', () => {
  expect(burn({ acme: 100 }, 60, 2)).toEqual([]);
  expect(burn({ acme: 100 }, 60, 8)).toMatchObject([
    {
      severity: 'warning',
      score: 1.56,
      summary:
        'Tenant acme has spent $60.00 of the $100.00 it has for the day (60 %) and spends $8.00/h: it ends in 5 h.',
    },
  ]);
  expect(burn({ acme: 100 }, 101, 0)).toMatchObject([
    { severity: 'critical', summary: expect.stringContaining('it is used up') },
  ]);
});

test('is not foretold from the first hours', () => expect(burn({ acme: 100 }, 40, 50)).toEqual([]));

test('budgets by tenant, team or for all others; without one nobody is watched', () => {
  expect(burn({ 't-1': 50, '*': 1000 }, 60, 0)).toHaveLength(1);
  expect(burn({ '*': 50 }, 60, 0)).toHaveLength(1);
  expect(burn({ other: 50 }, 60, 0)).toEqual([]);
  expect(burn({}, 60, 0)).toEqual([]);
});
