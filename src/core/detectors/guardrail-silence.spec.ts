import { FakeTickView } from '../../../test/fakes/tick-view.ts';
import { guardrailSilence } from './guardrail-silence.ts';

const SETTINGS = guardrailSilence.settings.parse({});

/** A guardrail that usually checks each of 10 requests a second. */
function checked({ checks = 10, requests = 10, failed = 0 }: { checks?: number; requests?: number; failed?: number }) {
  const view = new FakeTickView();
  const guardrail = view.add('guardrail', { guardrail: 'ai-firewall' });
  view.set('guardrail.checks', guardrail, { value: checks, expected: 10, lower: 7, upper: 13 });
  view.set('guardrail.failedRatio', guardrail, { value: failed, expected: 0, lower: 0, upper: 0.02 });
  view.set('requests.rate', view.add('tenant', { tenant: 'acme' }), { value: requests, expected: 10 });
  return guardrailSilence.evaluate(view, SETTINGS);
}

test('fewer checks at the same traffic', () => {
  expect(checked({})).toEqual([]);
  expect(checked({ checks: 0 })).toMatchObject([
    { severity: 'critical', causes: [{ cause: 'requests that are not checked' }] },
  ]);
  expect(checked({ checks: 3 })[0]?.summary).toBe(
    'Guardrail ai-firewall checks 3 requests/s, usually 7 to 13 requests/s, while traffic is at 100 % of the usual: requests go past it.',
  );
});

test('fewer checks of less traffic are an outage of the traffic', () => {
  expect(checked({ checks: 3, requests: 3 })).toEqual([]);
});

test('checks that fail may let everything pass', () => {
  expect(checked({ failed: 0.5 })).toMatchObject([{ severity: 'warning', causes: [{ cause: 'checks that fail' }] }]);
});

test('without anything that sees the traffic nothing can be said', () => {
  const view = new FakeTickView();
  view.set('guardrail.checks', view.add('guardrail', { guardrail: 'g' }), { value: 0, expected: 10 });
  expect(guardrailSilence.evaluate(view, SETTINGS)).toEqual([]);
});
