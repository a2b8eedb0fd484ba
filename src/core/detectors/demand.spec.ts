import { FakeTickView } from '../../../test/fakes/tick-view.ts';
import { loudestTenant, moreRequests } from './demand.ts';

const BAND = { expected: 2, lower: 0, upper: 6 };

/** Requests and tokens of a pod in multiples of a band from 0 to 3 times the usual. */
function demand(requests: number, tokens: number): number | undefined {
  const view = new FakeTickView();
  const pod = view.add('pod', { pod: 'vllm-0' });
  view.set('requests.rate', pod, { ...BAND, value: 2 * requests });
  view.set('tokens.input', pod, { ...BAND, value: 2 * tokens });
  return moreRequests(view, pod)?.value;
}

test('requests over their line are demand, and so are more of them than usual beside a witness', () => {
  expect(demand(3, 1)).toBe(6);
  expect(demand(2, 1)).toBe(4);
  expect(demand(1.5, 2)).toBe(3);
  expect(demand(1.5, 1.5)).toBeUndefined();
});

test('longer prompts alone are not more requests', () => {
  expect(demand(1, 5)).toBeUndefined();
  expect(demand(1.3, 5)).toBeUndefined();
});

test('the loudest tenant is the one with the most requests beyond its own usual, whatever it always asks', () => {
  const view = new FakeTickView();
  const rates = { large: 2.4, calm: 2, loud: 5 };
  for (const [name, value] of Object.entries(rates))
    view.set('requests.rate', view.add('tenant', { tenant: name }), { ...BAND, value });
  view.set('requests.rate', view.add('tenant', { tenant: 'whale' }), { value: 90 });
  expect(loudestTenant(view)?.identity).toEqual({ tenant: 'loud' });
  expect(loudestTenant(new FakeTickView())).toBeUndefined();
});
