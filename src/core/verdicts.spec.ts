import { SpendingTenant } from '../../test/fakes/spending-tenant.ts';
import { WatchedService } from '../../test/fakes/watched-service.ts';
import { Baselines } from './baselines/baselines.ts';
import type { Alert } from './model/alert.ts';
import type { Verdict } from './model/verdict.ts';

/** A service at ten times its usual rate, its alert, and the verdict on it. */
function judged(verdict: Verdict, minutesAfter = 5) {
  const service = new WatchedService().at(6000, 300).at(60_000, minutesAfter);
  const [open] = service.engine.openAlerts();
  if (open === undefined) throw new Error('nothing fired');
  const alert: Alert = { ...open, verdict: { verdict, by: 'ada', atMs: 0 } };
  service.engine.judge(alert, verdict);
  return service;
}

const learnt = ({ engine, slot }: WatchedService) => engine.baselines.learnt(slot);

it('adopts where the signal is as the new normal when it was planned', () => {
  const service = judged('planned', 30).at(60_000, 3);
  expect(service.engine.standing(service.slot).score).toBeLessThan(1);
  expect(service.engine.standing(service.slot).expected).toBeGreaterThan(500);
});

it('widens the band when the alert was false', () => {
  expect(learnt(judged('false')).widening).toBeGreaterThan(0);
});

it('learns nothing beyond the line while a true alert is open, and again when it is over', () => {
  const service = judged('true');
  expect(learnt(service).held).toBe(true);
  service.at(60_000, 300);
  expect(service.engine.standing(service.slot).expected).toBeLessThan(200);
  service.at(6000, 10);
  expect(service.of('resolved')).toHaveLength(1);
  expect(learnt(service).held).toBe(false);
});

it('lets go when the word is taken back', () => {
  const service = judged('true');
  const [open] = service.engine.openAlerts();
  service.engine.judge({ ...open!, verdict: { verdict: 'planned', by: 'ada', atMs: 1 } }, 'planned');
  expect(learnt(service).held).toBe(false);
});

it('stays with the alert over a restart, so that the hold ends with it', () => {
  const before = judged('true');
  const after = new WatchedService();
  after.engine.restore([...before.engine.allBaselines()], before.engine.openAlerts());
  expect(after.engine.openAlerts()[0]?.verdict?.verdict).toBe('true');
});

it.each<Verdict>(['planned', 'false', 'true'])('%s survives a checkpoint', (verdict) => {
  const service = judged(verdict);
  const row = service.engine.checkpoint().find(({ signal }) => signal === 'requests.rate');
  const restored = new Baselines({});
  restored.add(service.engine.signals.definition(service.slot));
  expect(restored.load(0, row!.state, row!.version)).toBe(true);
  const { widening, held } = restored.learnt(0);
  expect({ widening, held }).toEqual({ widening: learnt(service).widening, held: learnt(service).held });
});

describe('spending beyond all of last week', () => {
  let week: SpendingTenant;
  beforeAll(() => {
    week = new SpendingTenant().spends(6, 8 * 24);
  });

  /** Spending that trebles, its alert, and the verdict on it. */
  const judgedSpending = (verdict: Verdict, hours: number) => {
    const tenant = week.restarted().spends(6, 0.5).spends(6, hours, 20).spends(20, 0.2);
    const open = tenant.engine.openAlerts().find(({ state }) => state === 'firing');
    expect(open?.latest.detector).toBe('cost-spike');
    tenant.engine.judge({ ...open!, verdict: { verdict, by: 'ada', atMs: 0 } }, verdict);
    return tenant;
  };
  const told = (tenant: SpendingTenant) => tenant.engine.openAlerts().map(({ latest }) => latest.detector);

  it.each([
    ['leapt', 0],
    ['crept', 14],
  ])('that %s there is told no more when it was planned, and again when it trebles once more', (_, hours) => {
    const tenant = judgedSpending('planned', hours);
    expect(told(tenant.spends(20, 3))).toEqual([]);
    const before = tenant.fired('cost-spike');
    expect(told(tenant.spends(20, 24))).toEqual([]);
    expect(tenant.fired('cost-spike')).toBe(before);
    expect(told(tenant.spends(20, 14, 60))).toEqual(['cost-spike']);
  });

  it('may come half as far again when the alert was false', () => {
    const tenant = judgedSpending('false', 0);
    const slot = tenant.engine.signals.slot('cost.rateWeekHighest', tenant.entity);
    expect(tenant.engine.signals.values[slot]).toBeCloseTo(6, 0);
    tenant.spends(20, 0.5);
    expect(tenant.engine.signals.values[slot]).toBeCloseTo(9, 0);
  });
});
