import fc from 'fast-check';
import { alert, MORNING_MS } from '../../../test/fakes/alerts.ts';
import { DEFAULT_STORM_POLICY, StormBreaker } from './storm-breaker.ts';

const MINUTE_MS = 60_000;

function firing(name: string, minute = 0) {
  const firedAtMs = MORNING_MS + minute * MINUTE_MS;
  return alert({ id: `${name}-${minute}`, fingerprint: name, firedAtMs, startsAtMs: firedAtMs });
}

const count = (tellings: readonly string[], wanted: string) => tellings.filter((telling) => telling === wanted).length;

it('tells a budget of alerts one by one, and the rest of a storm together', () => {
  const breaker = new StormBreaker();
  const tellings = Array.from({ length: 100 }, (_, n) => breaker.decide(firing(`a${n}`)));
  expect(tellings.slice(0, 20)).toEqual(Array(20).fill('tell'));
  expect(count(tellings, 'digest')).toBe(80);
});

it('goes back to one by one when the storm is over', () => {
  const breaker = new StormBreaker();
  for (let n = 0; n < 50; n++) breaker.decide(firing(`a${n}`));
  expect(breaker.decide(firing('late', 9))).toBe('digest');
  expect(breaker.decide(firing('later', 20))).toBe('tell');
});

it('damps an alert that comes and goes', () => {
  const breaker = new StormBreaker();
  const tellings = [0, 10, 20, 30, 40].map((minute) => breaker.decide(firing('flaps', minute)));
  expect(tellings).toEqual(['tell', 'tell', 'tell', 'digest', 'digest']);
  expect(breaker.decide(firing('other', 41))).toBe('tell');
  expect(breaker.decide(firing('flaps', 180))).toBe('tell');
});

it('tells the end as it told the beginning', () => {
  const breaker = new StormBreaker();
  const all = Array.from({ length: 30 }, (_, n) => firing(`a${n}`));
  const begun = all.map((one) => breaker.decide(one));
  expect(all.map((one) => breaker.decide({ ...one, state: 'resolved' }))).toEqual(begun);
  expect(breaker.decide({ ...firing('unknown'), state: 'resolved' })).toBe('tell');
});

it('tells at most its budget one by one in any window, and asks the same the same', () => {
  const minutes = fc.array(fc.integer({ min: 0, max: 60 }), { maxLength: 200 });
  fc.assert(
    fc.property(minutes, (given) => {
      const breaker = new StormBreaker();
      const alerts = given.sort((a, b) => a - b).map((minute, n) => firing(`a${n}`, minute));
      const told = alerts.filter((one) => breaker.decide(one) === 'tell');
      expect(alerts.filter((one) => breaker.decide(one) === 'tell')).toEqual(told);
      for (const { firedAtMs = 0 } of told) {
        const within = told.filter((one) => Math.abs((one.firedAtMs ?? 0) - firedAtMs) < DEFAULT_STORM_POLICY.windowMs);
        expect(within.length).toBeLessThanOrEqual(2 * DEFAULT_STORM_POLICY.alertMaximum);
      }
    }),
  );
});
