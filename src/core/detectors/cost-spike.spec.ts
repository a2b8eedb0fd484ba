import { FakeTickView } from '../../../test/fakes/tick-view.ts';
import type { Finding } from '../model/finding.ts';
import { costSpike } from './cost-spike.ts';

const SETTINGS = costSpike.settings.parse({});

/** One tenant among others whose requests, prompts, outputs and prices grow by these factors. */
function spend(
  change: { requests?: number; prompt?: number; output?: number; price?: number },
  others = 10,
): Finding[] {
  const { requests = 1, prompt = 1, output = 1, price = 1 } = change;
  const view = new FakeTickView();
  const acme = view.add('tenant', { tenant: 'acme' }, { api_key_alias: 'acme-prod' });
  const bill = (1000 * prompt + 4 * 100 * output) / 1400;
  const tokens = (1000 * prompt + 100 * output) / 1100;
  view.set('cost.rate', acme, { value: 2 * requests * bill * price, expected: 2 });
  view.set('requests.rate', acme, { value: requests, expected: 1 });
  view.set('tokens.inputPerRequest', acme, { value: 1000 * prompt, expected: 1000 });
  view.set('tokens.outputPerRequest', acme, { value: 100 * output, expected: 100 });
  view.set('cost.perToken', acme, { value: (1e-6 * bill * price) / tokens, expected: 1e-6 });
  view.set('cost.rate', view.add('tenant', { tenant: 'others' }), { value: others });
  return costSpike.evaluate(view, SETTINGS);
}

test('the cause picks the technique and the next step', () => {
  const f = (change: Parameters<typeof spend>[0], technique: string, step: string) => {
    const [found] = spend(change);
    expect(found?.techniques.map(({ id }) => id)).toEqual([technique, 'LLM10:2025']);
    expect(found?.nextStep).toContain(step);
  };
  f({ requests: 10 }, 'AML.T0034.000', 'from which clients');
  f({ prompt: 10 }, 'AML.T0034.001', 'growing context');
  f({ output: 20 }, 'AML.T0034.001', 'max_tokens');
  f({ price: 10 }, 'AML.T0034.001', 'which model its key may use');
  f({ requests: 3, prompt: 3 }, 'AML.T0034.002', 'key acme-prod');
});

test('the money is what goes beyond the expectation, and severity follows its share of the installation', () => {
  expect(spend({ requests: 2 }, 100)).toMatchObject([{ severity: 'warning', usdPerHour: 2 }]);
  expect(spend({ requests: 10 }, 100)).toMatchObject([{ severity: 'critical', usdPerHour: 18 }]);
  expect(spend({ requests: 1.4 }, 1000)).toEqual([]);
});

test('two causes are told with their shares', () => {
  expect(spend({ requests: 3, prompt: 3 })[0]?.summary).toMatch(
    /^Tenant acme spends \$[\d.]+\/h, usually \$1\.60 to \$2\.40\/h, because of more requests \(\d\d %\) and longer prompts \(\d\d %\)\.$/,
  );
});

test('spending below its line counts with a cause that is over its own', () => {
  const joint = (cost: number, perToken: number) => {
    const view = new FakeTickView();
    const acme = view.add('tenant', { tenant: 'acme' });
    view.set('cost.rate', acme, { value: 3, expected: 1, score: cost });
    view.set('cost.perToken', acme, { value: 3e-6, expected: 1e-6, score: perToken });
    return costSpike.evaluate(view, SETTINGS).map(({ score }) => score);
  };
  expect([joint(0.9, 0.9), joint(0.4, 3), joint(0.6, 1.8)]).toEqual([[], [], [1.2]]);
});

test('a rise of everybody is a doubt for the one who goes beyond it', () => {
  const view = new FakeTickView();
  for (const tenant of ['a', 'b', 'c', 'd', 'e'])
    view.set('cost.rate', view.add('tenant', { tenant }), { value: 1.5, expected: 1 });
  view.set('cost.rate', view.add('tenant', { tenant: 'f' }), { value: 3, expected: 1 });
  const found = costSpike.evaluate(view, SETTINGS);
  expect(found.map(({ entity }) => entity.identity['tenant'])).toEqual(['f']);
  expect(found[0]?.doubts).toEqual(['Most tenants spend more than usual now (1.5 times at the median).']);
  expect(found[0]?.confidence).toBeCloseTo(0.9 * 0.75);
});

test('a model’s bill counts only beyond what the named tenants explain', () => {
  const cluster = (model: number) => {
    const view = new FakeTickView();
    view.set('cost.rate', view.add('tenant', { tenant: 'acme' }), { value: 11, expected: 1 });
    view.set('cost.rate', view.add('model', { model: 'llama' }), { value: model, expected: 10 });
    return costSpike.evaluate(view, SETTINGS).map(({ entity, usdPerHour }) => [entity.kind, usdPerHour]);
  };
  expect(cluster(21)).toEqual([['tenant', 10]]);
  expect(cluster(35)).toEqual([
    ['tenant', 10],
    ['model', 15],
  ]);
});

test('GPUs: more of them, or dearer ones', () => {
  const gpus = (count: number) => {
    const view = new FakeTickView();
    const namespace = view.add('namespace', { namespace: 'research' });
    view
      .set('cost.gpu', namespace, { value: 20, expected: 5 })
      .set('gpu.count', namespace, { value: count, expected: 2 });
    return costSpike.evaluate(view, SETTINGS)[0];
  };
  expect(gpus(8)?.summary).toContain('8 GPUs instead of 2');
  expect(gpus(2)?.causes).toEqual([{ cause: 'dearer GPUs', share: 1 }]);
});
