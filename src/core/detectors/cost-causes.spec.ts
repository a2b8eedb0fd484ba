import fc from 'fast-check';
import { FakeTickView } from '../../../test/fakes/tick-view.ts';
import type { Cause } from '../model/finding.ts';
import { costCauses, shareOf } from './cost-causes.ts';

interface Tenant {
  readonly requests: number;
  readonly prompt: number;
  readonly output: number;
  /** USD a million tokens, prompt and output. */
  readonly prices: readonly [number, number];
  /** Share of the prompt's tokens that the cache had, at a quarter of the price. */
  readonly cached: number;
}
const USUAL: Tenant = { requests: 0.5, prompt: 1000, output: 100, prices: [2, 8], cached: 0 };

const bill = ({ requests, prompt, output, prices, cached }: Tenant) =>
  (requests * 3600 * (prompt * (1 - cached * 0.75) * prices[0] + output * prices[1])) / 1e6;

/** The causes for a tenant that pays these prices and uses so much, as its exporters would show it. */
function causes(change: Partial<Tenant>, usual: Partial<Tenant> = {}): Cause[] {
  const before = { ...USUAL, ...usual };
  const now = { ...before, ...change };
  const view = new FakeTickView();
  const tenant = view.add('tenant', { tenant: 'acme' });
  const set = (signal: string, of: (tenant: Tenant) => number) =>
    view.set(signal, tenant, { value: of(now), expected: of(before) });
  set('cost.rate', bill);
  set('requests.rate', (t) => t.requests);
  set('tokens.inputPerRequest', (t) => t.prompt);
  set('tokens.outputPerRequest', (t) => t.output);
  set('cost.perToken', (t) => bill(t) / (t.requests * 3600 * (t.prompt + t.output)));
  set('cache.hitRatio', (t) => t.cached);
  const cost = view.reading('cost.rate', tenant);
  if (cost === undefined) throw new Error('no reading');
  return costCauses(view, tenant, cost);
}

test('one thing that changed is the cause', () => {
  const f = (change: Partial<Tenant>, want: string, usual: Partial<Tenant> = {}) => {
    const [first] = causes(change, usual);
    expect([first?.cause, first?.share.toFixed(2)]).toEqual([want, '1.00']);
  };
  f({ requests: 10 }, 'more requests');
  f({ prompt: 5000 }, 'longer prompts');
  f({ output: 700 }, 'longer outputs');
  f({ prices: [20, 80] }, 'dearer model');
  f({ cached: 0 }, 'lost cache', { cached: 0.8 });
});

test('a fixed pair of prices is found whatever it is, so longer outputs are no dearer model', () => {
  for (const prices of [
    [0.9, 0.9],
    [0.4, 0.6],
    [3, 15],
    [1.25, 10],
  ] as const) {
    expect(causes({ output: 1500 }, { prices })[0]).toMatchObject({ cause: 'longer outputs' });
  }
});

test('two causes share the rise; what worked against it is none', () => {
  const runaway = causes({ requests: 1, prompt: 2000 });
  expect(shareOf(runaway, 'requests')).toBeGreaterThan(0.4);
  expect(shareOf(runaway, 'prompt')).toBeGreaterThan(0.3);
  const mixed = causes({ requests: 5, prompt: 500 });
  expect(mixed).toEqual([{ cause: 'more requests', share: 1 }]);
});

test('shares are whole percents that sum to 1', () => {
  const amount = (min: number, max: number) => fc.double({ min, max, noNaN: true });
  fc.assert(
    fc.property(
      amount(0.01, 100),
      amount(1, 1e5),
      amount(1, 1e4),
      amount(0.1, 100),
      (requests, prompt, output, price) => {
        const shares = causes({ requests, prompt, output, prices: [price, 4 * price] }).map(({ share }) => share);
        expect(shares.every((share) => share > 0 && Math.abs(share * 100 - Math.round(share * 100)) < 1e-9)).toBe(true);
        expect(shares.reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 6);
      },
    ),
  );
});

test('a misfit of separately learned expectations is not called a price', () => {
  const view = new FakeTickView();
  const tenant = view.add('tenant', { tenant: 'acme' });
  view.set('cost.rate', tenant, { value: 10, expected: 1 });
  view.set('requests.rate', tenant, { value: 8, expected: 1 });
  view.set('tokens.inputPerRequest', tenant, { value: 1000, expected: 1000 });
  view.set('tokens.outputPerRequest', tenant, { value: 100, expected: 100 });
  view.set('cost.perToken', tenant, { value: 2.1e-6, expected: 2e-6 });
  const cost = view.reading('cost.rate', tenant);
  expect(cost && costCauses(view, tenant, cost)).toEqual([{ cause: 'more requests', share: 1 }]);
});

test('without requests and lengths the rise stays unexplained', () => {
  const view = new FakeTickView();
  const tenant = view.add('tenant', { tenant: 'acme' });
  view.set('cost.rate', tenant, { value: 10, expected: 1 });
  const cost = view.reading('cost.rate', tenant);
  expect(cost && costCauses(view, tenant, cost)).toEqual([{ cause: 'unexplained', share: 1 }]);
});
