import { FakeTickView } from '../../../test/fakes/tick-view.ts';
import type { Finding } from '../model/finding.ts';
import { inferenceOverload } from './inference-overload.ts';

const SETTINGS = inferenceOverload.settings.parse({});

interface Load {
  readonly waiting?: number;
  readonly firstToken?: number;
  readonly requests?: number;
  readonly output?: number;
  readonly tenant?: number;
}

/** A model with one pod; requests, output and the tenant's requests are multiples of the usual. */
function load(
  { waiting = 0, firstToken = 0.1, requests = 1, output = 1, tenant = 1 }: Load,
  kind: 'model' | 'pod' = 'model',
): Finding[] {
  const view = new FakeTickView();
  const model = view.add('model', { model: 'llama' }, { model_name: 'llama' });
  const pod = view.add('pod', { namespace: 'ai', pod: 'vllm-0' }, { model_name: 'llama' });
  const entity = kind === 'model' ? model : pod;
  view.set('queue.waiting', entity, { value: waiting, expected: 0, lower: 0, upper: 3 });
  view.set('latency.timeToFirstToken', entity, { value: firstToken, expected: 0.1, lower: 0.05, upper: 0.15 });
  view.set('requests.rate', entity, { value: 2 * requests, expected: 2 });
  view.set('tokens.output', entity, { value: 200 * output, expected: 200 });
  view.set('requests.rate', view.add('tenant', { tenant: 'acme' }), { value: 0.5 * tenant, expected: 0.5 });
  view.set('requests.rate', view.add('tenant', { tenant: 'calm' }), { value: 9 });
  return inferenceOverload.evaluate(view, SETTINGS);
}

test('queue and latency together', () => {
  expect(load({ waiting: 40 })).toEqual([]);
  expect(load({ firstToken: 2 })).toEqual([]);
  expect(load({ waiting: 40, firstToken: 0.5 })).toMatchObject([{ severity: 'warning', entity: { kind: 'model' } }]);
  expect(load({ waiting: 40, firstToken: 5 }, 'pod')).toMatchObject([
    { severity: 'critical', entity: { kind: 'pod' } },
  ]);
});

test('a flood names who floods; lost capacity does not accuse anybody', () => {
  const [flood] = load({ waiting: 446, firstToken: 5, requests: 3, tenant: 20 });
  expect(flood?.summary).toBe(
    'Model llama is overloaded: 446 requests wait and the first token takes 5 s, usually 50 to 150 ms; demand is 3 times the usual, most of it by tenant acme.',
  );
  expect(flood?.nextStep).toContain('tenant acme');
  const [slow] = load({ waiting: 40, firstToken: 5, tenant: 20 });
  expect(slow?.causes).toEqual([{ cause: 'less capacity', share: 1 }]);
  expect(slow?.summary).not.toContain('acme');
});

test('more demand and less output is a doubt', () => {
  expect(load({ waiting: 40, firstToken: 5, requests: 3, output: 0.3 })[0]?.doubts).toHaveLength(1);
});

test('the pods of a model that is named already are silent', () => {
  const view = new FakeTickView();
  for (const entity of [
    view.add('model', { model: 'llama' }, { model_name: 'llama' }),
    view.add('pod', { pod: 'a' }, { model_name: 'llama' }),
    view.add('pod', { pod: 'b' }, { model_name: 'qwen' }),
  ]) {
    view.set('queue.waiting', entity, { value: 40, expected: 1 });
    view.set('latency.timeToFirstToken', entity, { value: 4, expected: 0.1 });
  }
  const names = inferenceOverload.evaluate(view, SETTINGS).map(({ entity }) => Object.values(entity.identity));
  expect(names).toEqual([['llama'], ['b']]);
});
