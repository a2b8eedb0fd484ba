import { SpendingTenant } from '../../test/fakes/spending-tenant.ts';

describe('another process', () => {
  let week: SpendingTenant;
  beforeAll(() => {
    week = new SpendingTenant().spends(6, 8 * 24);
  });

  const highest = ({ engine, entity }: SpendingTenant) =>
    engine.signals.values[engine.signals.slot('cost.rateWeekHighest', entity)];

  it('knows last week at once, so that what creeps up is told', () => {
    const after = week.restarted().spends(6, 0.2);
    expect(highest(after)).toBeCloseTo(6.1, 1);
    expect(after.spends(6, 14, 20).fired('cost-spike')).toBeGreaterThan(0);
  });

  it('begins anew where another version wrote, and says how often', () => {
    const rows = [...week.engine.allBaselines()];
    const after = new SpendingTenant();
    after.engine.restore(rows.map((row) => ({ ...row, version: row.version + 1000 })));
    expect(after.engine.unread).toBe(rows.length);
    expect(highest(after.spends(6, 1))).toBeNaN();
  });

  it('begins a memory anew whose row is damaged', () => {
    const after = new SpendingTenant();
    after.engine.restore([...week.engine.allBaselines()].map((row) => ({ ...row, state: row.state.slice(0, -3) })));
    expect(highest(after.spends(6, 1))).toBeNaN();
  });
});

it('keeps what changed: a week with the half hour, the rest with each tick', () => {
  const tenant = new SpendingTenant().spends(6, 24.2);
  const kept = () => tenant.engine.checkpoint().map(({ signal }) => signal);
  expect(kept()).toContain('memory:cost.rateWeekHighest');
  expect(kept()).toEqual([]);
  tenant.spends(6, 0.2);
  const soon = kept();
  expect(soon).toContain('memory:cost.rateLately');
  expect(soon).not.toContain('memory:cost.rateWeekHighest');
  tenant.spends(6, 0.5);
  expect(kept()).toContain('memory:cost.rateWeekHighest');
});
