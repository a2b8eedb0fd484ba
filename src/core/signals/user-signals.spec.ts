import { Scraped } from '../../../test/fakes/scraped.ts';
import { CATALOGUE } from './catalogue/catalogue.ts';
import { DEFINITIONS } from './definitions.ts';
import { userSignal, userSignalSchema } from './user-signals.ts';

const BATCHES = {
  id: 'batches.rate',
  help: 'Batches finished.',
  entity: 'service',
  unit: 'requests/s',
  identity: { service: ['queue'] },
  numerator: [{ names: ['acme_batches_total'], treat_as: 'counter', where: { state: 'done' } }],
  direction: 'down',
  minimum_absolute: 0.1,
};

const LENGTH = {
  id: 'prompts.length',
  help: 'Prompt tokens of a request that ended.',
  entity: 'model',
  unit: 'tokens/request',
  identity: { model: ['model_name'] },
  numerator: [{ names: ['vllm:prompt_tokens_total'], treat_as: 'counter' }],
  denominator: [{ names: ['vllm:request_success_total'], treat_as: 'counter' }],
  denominator_minimum: 0.01,
  direction: 'up',
  minimum_absolute: 10,
};

function scrapedWith(...signals: readonly object[]): Scraped {
  const ready = signals.map((each) => userSignal(userSignalSchema.parse(each)));
  return new Scraped({
    catalogue: [...CATALOGUE, ...ready.map(({ exporter }) => exporter)],
    definitions: [...DEFINITIONS, ...ready.map(({ definition }) => definition)],
  });
}

const TARGET = { job: 'acme', instance: '10.0.0.1:80', namespace: 'n', pod: 'p' };

it('reads metrics that the catalogue has never heard of', () => {
  const scraped = scrapedWith(BATCHES).grown(TARGET, [
    'acme_batches_total{queue="nightly",state="done"} 100',
    'acme_batches_total{queue="nightly",state="failed"} 40',
  ]);
  expect(scraped.value('batches.rate', 'service', { service: 'nightly' })).toBe(1);
});

it('reads metrics that the catalogue reads too, beside it', () => {
  const scraped = scrapedWith(LENGTH).grown(TARGET, [
    'vllm:prompt_tokens_total{model_name="m"} 50000',
    'vllm:request_success_total{model_name="m",finished_reason="stop"} 100',
  ]);
  expect(scraped.value('prompts.length', 'model', { model: 'm' })).toBe(500);
  expect(scraped.value('tokens.input', 'model', { model: 'm' })).toBe(500);
  expect(scraped.value('requests.rate', 'pod', { namespace: 'n', pod: 'p' })).toBe(1);
  scraped.page(TARGET, 110, ['up 1']).tick(110);
  expect(scraped.value('prompts.length', 'model', { model: 'm' })).toBeNaN();
  expect(scraped.value('tokens.input', 'model', { model: 'm' })).toBeNaN();
});

it.each([
  [{ ...BATCHES, id: 'Batches' }, 'id'],
  [{ ...BATCHES, unit: 'batches' }, 'unit'],
  [{ ...BATCHES, identity: {} }, 'identity'],
  [{ ...BATCHES, numerator: [{ treat_as: 'counter' }] }, 'numerator.0'],
  [{ ...BATCHES, numerator: [{ names: ['a'], pattern: 'b', treat_as: 'counter' }] }, 'numerator.0'],
  [{ ...BATCHES, numerator: [{ names: ['a'], treat_as: 'counter', where: { a: '(' } }] }, 'numerator.0.where.a'],
  [{ ...BATCHES, directon: 'up' }, ''],
])('refuses %j', (given, path) => {
  const { error } = userSignalSchema.safeParse(given);
  expect(error?.issues.map((issue) => issue.path.join('.'))).toContain(path);
});
