import { entityOf, signalOf } from '../../../test/fakes/console-answers.ts';
import { total, usageRows } from './usage-rows.ts';

const [acme, globex, initech] = ['acme', 'globex', 'initech'].map((name) => entityOf('tenant', { tenant: name }));

it('joins the signals of a tenant, and puts first what stands out, then what is dearest', () => {
  const rows = usageRows([
    signalOf('cost.rate', acme, { value: 1 }),
    signalOf('cost.rate', globex, { value: 5 }),
    signalOf('tokens.output', acme, { value: 100 }),
    signalOf('tokens.input', initech, { value: 7, score: 1.2 }),
    signalOf('latency.duration', acme, { value: 1 }),
  ]);
  expect(
    rows.map(({ entity, cost, input, output }) => [entity.name, cost?.value, input?.value, output?.value]),
  ).toEqual([
    ['initech', undefined, 7, undefined],
    ['globex', 5, undefined, undefined],
    ['acme', 1, undefined, 100],
  ]);
});

it('adds up what is known', () => {
  expect(total([1, null, undefined, 2])).toBe(3);
  expect(total([null])).toBeUndefined();
});
