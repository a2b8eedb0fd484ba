import { FakeTickView } from '../../../test/fakes/tick-view.ts';
import { commonRise } from './common-rise.ts';

/** The common rise that the first tenant sees when tenants grow by these factors. */
function seen(...growths: readonly number[]): number {
  const view = new FakeTickView();
  const tenants = growths.map((factor, index) => {
    const tenant = view.add('tenant', { tenant: `t${index}` });
    view.set('cost.rate', tenant, { value: 3 * factor, expected: 3 });
    return tenant;
  });
  const [first] = tenants;
  return first === undefined ? Number.NaN : commonRise(view, 'cost.rate', 'tenant')(first);
}

test('the median of the others, whatever oneself does', () => {
  expect(seen(50, 1.4, 1.4, 1.4, 1.4)).toBeCloseTo(1.4);
  expect(seen(1, 1.2, 1.3, 1.4, 1.5, 1.6)).toBeCloseTo(1.4);
});

test('a minority of attackers does not excuse each other', () => {
  expect(seen(9, 9, 9, 1, 1, 1)).toBe(1);
});

test('with four others or fewer, and for a fall of everybody, there is nothing to excuse', () => {
  expect(seen(2, 2, 2, 2)).toBe(1);
  expect(seen(1, 0.5, 0.5, 0.5, 0.5)).toBe(1);
});

test('a doubling of everybody is excused, what is beyond is news', () => {
  expect(seen(5, 5, 5, 5, 5, 5)).toBe(2);
});

test('somebody who is not among the peers sees the median of all', () => {
  const view = new FakeTickView();
  for (const [index, factor] of [1.1, 1.2, 1.3, 1.4, 1.5].entries()) {
    view.set('cost.rate', view.add('tenant', { tenant: `t${index}` }), { value: factor, expected: 1 });
  }
  expect(commonRise(view, 'cost.rate', 'tenant')(view.add('model', { model: 'llama' }))).toBeCloseTo(1.3);
});
