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
