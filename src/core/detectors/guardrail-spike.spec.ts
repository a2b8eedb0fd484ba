import { FakeTickView } from '../../../test/fakes/tick-view.ts';
import { guardrailSpike } from './guardrail-spike.ts';

const SETTINGS = guardrailSpike.settings.parse({});

/** A guardrail that usually stops 1 % of 10 checks a second. */
function stops(ratio: number, checks = 10) {
  const view = new FakeTickView();
  const guardrail = view.add('guardrail', { guardrail: 'ai-firewall' });
  view.set('guardrail.blockedRatio', guardrail, { value: ratio, expected: 0.01, lower: 0, upper: 0.03 });
  view.set('guardrail.blocked', guardrail, { value: ratio * checks, expected: 0.1, lower: 0, upper: 0.3 });
  return guardrailSpike.evaluate(view, SETTINGS);
}

test('a larger part, and more of them', () => {
  expect(stops(0.01)).toEqual([]);
  expect(stops(0.15)).toMatchObject([
    {
      severity: 'warning',
      summary: 'Guardrail ai-firewall stops 15 % of what it checks (1.5 requests/s), usually 0 to 3 %.',
    },
  ]);
  expect(stops(0.4)).toMatchObject([{ severity: 'critical' }]);
});

test('half as much again is a changed mix', () => {
  const view = new FakeTickView();
  const guardrail = view.add('guardrail', { guardrail: 'ai-firewall' });
  view.set('guardrail.blockedRatio', guardrail, { value: 0.015, expected: 0.01, score: 1.2 });
  view.set('guardrail.blocked', guardrail, { value: 0.15, expected: 0.1, score: 1.2 });
  expect(guardrailSpike.evaluate(view, SETTINGS)).toEqual([]);
});

test('a stop more at night, or more traffic by day, is no spike', () => {
  expect(stops(0.15, 0.5)).toEqual([]);
  expect(stops(0.012, 60)).toEqual([]);
});
