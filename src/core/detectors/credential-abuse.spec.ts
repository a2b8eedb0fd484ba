import { FakeTickView } from '../../../test/fakes/tick-view.ts';
import { credentialAbuse } from './credential-abuse.ts';

const SETTINGS = credentialAbuse.settings.parse({});

/** A service with so many requests a second, of which so many are refused; usually 10 and 0.1. */
function refuse(requests: number, denied: number) {
  const view = new FakeTickView();
  const service = view.add('service', { service: 'gateway' });
  view.set('requests.rate', service, { value: requests, expected: 10, lower: 6, upper: 14 });
  view.set('requests.denied', service, { value: denied, expected: 0.1, lower: 0, upper: 0.3 });
  view.set('requests.deniedRatio', service, { value: denied / requests, expected: 0.01, lower: 0, upper: 0.03 });
  return credentialAbuse.evaluate(view, SETTINGS);
}

test('more refusals, and a larger part of the requests', () => {
  expect(refuse(10, 0.1)).toEqual([]);
  expect(refuse(18, 8)).toMatchObject([
    { severity: 'warning', doubts: [], causes: [{ cause: 'additional requests without rights' }] },
  ]);
  expect(refuse(40, 30)).toMatchObject([
    {
      severity: 'critical',
      summary: 'Service gateway refuses 75 % of its requests (30 requests/s), usually 0 to 3 %.',
    },
  ]);
});

test('more traffic brings more refusals at the same share', () => {
  expect(refuse(100, 1)).toEqual([]);
});

test('no more requests than usual: perhaps a key expired', () => {
  expect(refuse(10, 5)).toMatchObject([
    { causes: [{ cause: 'usual requests that lost their rights' }], doubts: [expect.stringContaining('expired')] },
  ]);
});

test('secrets read more than usual; refusals make it worse', () => {
  const reads = (rate: number, failed: number) => {
    const view = new FakeTickView();
    const mount = view.add('secretMount', { mount_point: 'kv/' });
    view.set('secrets.reads', mount, { value: rate, expected: 0.1, lower: 0, upper: 0.3 });
    view.set('secrets.failedRatio', mount, { value: failed, expected: 0, lower: 0, upper: 0.05 });
    return credentialAbuse.evaluate(view, SETTINGS);
  };
  expect(reads(0.2, 0)).toEqual([]);
  expect(reads(2, 0)).toMatchObject([
    { severity: 'warning', summary: 'Secrets of kv/ are read 2 requests/s, usually 0 to 0.3 requests/s.' },
  ]);
  expect(reads(2, 0.4)).toMatchObject([{ severity: 'critical', causes: [{ cause: 'reads without rights' }] }]);
});
