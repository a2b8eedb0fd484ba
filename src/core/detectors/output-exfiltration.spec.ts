import { FakeTickView } from '../../../test/fakes/tick-view.ts';
import type { Finding } from '../model/finding.ts';
import { outputExfiltration } from './output-exfiltration.ts';

const SETTINGS = outputExfiltration.settings.parse({});

interface Drip {
  readonly perRequest?: number;
  readonly ratio?: number;
  readonly output?: number;
  readonly requests?: number;
  readonly others?: number;
}

/** A tenant among five others; every number is a multiple of the usual. */
function drip({ perRequest = 1, ratio = perRequest, output = perRequest, requests = 1, others = 1 }: Drip): Finding[] {
  const view = new FakeTickView();
  const acme = view.add('tenant', { tenant: 'acme' });
  view.set('requests.rate', acme, { value: requests, expected: 1 });
  view.set('tokens.output', acme, { value: 100 * output, expected: 100 });
  view.set('tokens.outputPerRequest', acme, { value: 200 * perRequest, expected: 200 });
  view.set('tokens.outputInputRatio', acme, { value: 0.5 * ratio, expected: 0.5 });
  for (const tenant of ['a', 'b', 'c', 'd', 'e']) {
    const other = view.add('tenant', { tenant });
    view.set('tokens.output', other, { value: 1000 * others, expected: 1000 });
    view.set('tokens.outputPerRequest', other, { value: 200 * others, expected: 200, score: 0.5 });
  }
  return outputExfiltration.evaluate(view, SETTINGS);
}

test('longer answers and more of them in all', () => {
  expect(drip({ perRequest: 3 })).toMatchObject([
    { severity: 'warning', actual: { value: 600, unit: 'tokens/request' }, expected: { value: 200 }, doubts: [] },
  ]);
  expect(drip({ perRequest: 30 })).toMatchObject([{ severity: 'critical' }]);
});

test('a single witness is not enough', () => {
  expect(drip({ perRequest: 3, ratio: 1, output: 1.02 })).toEqual([]);
  expect(drip({ perRequest: 3, ratio: 1, output: 1.5 })).toHaveLength(1);
});

test('of the witnesses one must be over its line, any of them', () => {
  const joint = (shape: number, volume: number) => {
    const view = new FakeTickView();
    const acme = view.add('tenant', { tenant: 'acme' });
    view.set('tokens.outputPerRequest', acme, { value: 600, expected: 200, score: shape });
    view.set('tokens.output', acme, { value: 300, expected: 100, score: volume });
    return outputExfiltration.evaluate(view, SETTINGS).length;
  };
  expect([joint(0.9, 0.9), joint(0.8, 1.1), joint(1.1, 0.6), joint(0.3, 2), joint(2, 0.3)]).toEqual([0, 1, 1, 0, 0]);
});

test('longer answers to fewer questions carry nothing out', () => {
  expect(drip({ perRequest: 3, output: 0.9, requests: 0.3 })).toEqual([]);
});

test('when everybody answers longer, a new model or template did it', () => {
  expect(drip({ perRequest: 1.5, others: 1.5 })).toEqual([]);
  const [beyond] = drip({ perRequest: 4, others: 1.5 });
  expect(beyond?.doubts).toEqual(['Others answer longer too (1.5 times at the median): a new model or template?']);
});

test('more requests too is a doubt, not a reason to be silent', () => {
  const [found] = drip({ perRequest: 3, output: 9, requests: 3 });
  expect(found?.doubts).toHaveLength(1);
  expect(found?.summary).toContain('at 3 times the usual number of requests');
  expect(found?.causes).toEqual([
    { cause: 'longer outputs', share: expect.closeTo(0.5) },
    { cause: 'more requests', share: expect.closeTo(0.5) },
  ]);
});

test('an ingress that only shows what a named tenant did is not a second alert', () => {
  const cluster = (bytes: number) => {
    const view = new FakeTickView();
    const acme = view.add('tenant', { tenant: 'acme' });
    view.set('tokens.output', acme, { value: 500, expected: 100 });
    view.set('tokens.outputPerRequest', acme, { value: 1000, expected: 200 });
    const edge = view.add('service', { service: 'gateway' });
    view.set('bytes.responsePerRequest', edge, { value: bytes, expected: 1e5 });
    view.set('bytes.response', edge, { value: bytes * 3, expected: 3e5 });
    return outputExfiltration.evaluate(view, SETTINGS).map(({ entity }) => entity.kind);
  };
  expect(cluster(4e5)).toEqual(['tenant']);
  expect(cluster(2e6)).toEqual(['tenant', 'service']);
});
