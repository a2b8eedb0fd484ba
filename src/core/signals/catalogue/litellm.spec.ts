import { Scraped } from '../../../../test/fakes/scraped.ts';

const TARGET = { job: 'litellm', instance: 'gateway:4000' };
const ACME = { tenant: 'acme' };
const GLOBEX = { tenant: 'globex' };
const book = (input: number, output: number) => ({
  models: [
    {
      match: { matches: (name: string) => /^(qwen|m)/.test(name) },
      inputUsdPerMillionTokens: input,
      outputUsdPerMillionTokens: output,
    },
  ],
  gpus: [],
});

it('tells requests, tokens and money of a tenant', () => {
  const scraped = new Scraped().fixture(TARGET, 'litellm.prom');
  expect(scraped.signalsOf('tenant', ACME)).toEqual({
    'requests.rate': 1.23,
    'requests.failedRatio': expect.closeTo(3 / 123) as number,
    'tokens.input': 90,
    'tokens.output': 40,
    'tokens.inputPerRequest': 75,
    'tokens.outputPerRequest': expect.closeTo(4000 / 120) as number,
    'tokens.outputInputRatio': expect.closeTo(4 / 9) as number,
    'cost.rate': expect.closeTo((0.42 / 100) * 3600) as number,
    'cost.perToken': expect.closeTo(0.42 / 13000, 10) as number,
    'cost.today': 0,
    'cache.hitRatio': 0.25,
    // A window of neighbours is needed.
    'requests.burstiness': Number.NaN,
    'tokens.inputSpread': Number.NaN,
    'tokens.outputSpread': Number.NaN,
  });
  expect(scraped.value('cost.rate', 'model', { model: 'llama-8b' })).toBeCloseTo(15.12);
  expect(scraped.value('cache.hitRatio', 'tenant', GLOBEX)).toBe(0);
});

it('does not count the scraper itself, nor anything twice', () => {
  const scraped = new Scraped().fixture(TARGET, 'litellm.prom');
  expect(scraped.signals.entities('tenant').map(({ identity }) => identity)).toEqual([ACME, GLOBEX]);
  const own = `litellm_proxy_total_requests_metric_total{hashed_api_key="scraper",route="/metrics/",status_code="401"}`;
  scraped
    .page(TARGET, 200, [`${own} 0`])
    .page(TARGET, 300, [`${own} 50`])
    .tick(300);
  expect(scraped.value('requests.rate', 'tenant', { tenant: 'scraper' })).toBeUndefined();
});

describe('a tenant', () => {
  const request = (labels: string) => `litellm_proxy_total_requests_metric_total{${labels},status_code="200"} 1`;

  it('carries the labels that are its own, and loses those that take several values', () => {
    const acme = (key: string) =>
      request(`team="t-1",team_alias="acme",hashed_api_key="${key}",api_key_alias="None",user="svc"`);
    const scraped = new Scraped().page(TARGET, 0, [acme('aa')]);
    expect(scraped.entity('tenant', ACME)!.labels).toEqual({
      tenant: 'acme',
      team: 't-1',
      team_alias: 'acme',
      hashed_api_key: 'aa',
      user: 'svc',
    });
    scraped.page(TARGET, 15, [acme('aa'), acme('bb')]);
    expect(scraped.entity('tenant', ACME)!.labels).not.toHaveProperty('hashed_api_key');
    scraped.page(TARGET, 30, [acme('bb')]);
    expect(scraped.entity('tenant', ACME)!.labels).toMatchObject({ hashed_api_key: 'bb' });
  });

  it.each([
    ['team_alias="None",team="",api_key_alias="ci",hashed_api_key="aa"', 'ci'],
    ['team_alias="",team="None",hashed_api_key="aa",user="u"', 'aa'],
    ['end_user="bob"', 'bob'],
  ])('of %s is %s', (labels, tenant) => {
    const scraped = new Scraped().page(TARGET, 0, [request(labels)]);
    expect(scraped.signals.entities('tenant').map(({ identity }) => identity['tenant'])).toEqual([tenant]);
  });

  it('is named by the labels that the configuration prefers', () => {
    const scraped = new Scraped({ tenantLabels: ['end_user'] }).page(TARGET, 0, [
      request('team_alias="acme",end_user="bob"'),
    ]);
    expect(scraped.signals.entities('tenant').map(({ identity }) => identity)).toEqual([{ tenant: 'bob' }]);
  });

  it('is related to the models it uses', () => {
    const scraped = new Scraped().fixture(TARGET, 'litellm.prom');
    const models = scraped.signals.related(scraped.entity('tenant', ACME)!, 'model');
    expect(models.map(({ identity }) => identity)).toEqual([{ model: 'llama-8b' }]);
  });
});

describe('money', () => {
  const labels = 'team_alias="acme",model="m"';
  const page = (spend: number, input: number, output: number, more = labels) => [
    `litellm_spend_metric_total{${more}} ${spend}`,
    `litellm_input_tokens_metric_total{${more}} ${input}`,
    `litellm_output_tokens_metric_total{${more}} ${output}`,
  ];
  const costOf = (scraped: Scraped, tenant = 'acme') => scraped.value('cost.rate', 'tenant', { tenant });

  it('comes from the price book where the gateway knows no price', () => {
    const scraped = new Scraped({ prices: book(1, 4) }).fixture(TARGET, 'litellm.prom');
    expect(costOf(scraped, 'globex')).toBeCloseTo(((520 * 1 + 30 * 4) / 1e6) * 3600);
    expect(costOf(scraped)).toBeCloseTo(15.12);
  });

  it('is what the gateway spent from the first cent on, and its cache is free', () => {
    const scraped = new Scraped({ prices: book(100, 100) })
      .page(TARGET, 0, page(0, 0, 0))
      .page(TARGET, 10, page(0, 500, 500))
      .tick(10);
    expect(costOf(scraped)).toBeCloseTo(((100 * 100) / 1e6) * 3600);
    scraped.page(TARGET, 20, page(0.01, 1000, 1000)).tick(20);
    expect(costOf(scraped)).toBeCloseTo(3.6);
    scraped.page(TARGET, 30, page(0.01, 2000, 2000)).tick(30);
    expect(costOf(scraped)).toBe(0);
    const cached = 'team_alias="globex",model="m"';
    scraped.page(TARGET, 40, [...page(0.01, 2000, 2000), ...page(0, 900, 900, cached)]).tick(40);
    expect(costOf(scraped, 'globex')).toBe(0);
  });

  it('stays what it was through a restart of the gateway', () => {
    const scraped = new Scraped({ prices: book(100, 100) }).page(TARGET, 0, page(5, 100, 100)).tick(0);
    scraped
      .page(TARGET, 10, ['process_start_time_seconds 1'])
      .page(TARGET, 20, page(0, 600, 600))
      .tick(20);
    scraped.page(TARGET, 30, page(0, 1200, 1200)).tick(30);
    expect(costOf(scraped)).toBe(0);
  });

  it('is priced by the requested model where the served one is unknown to the book', () => {
    const own = 'team_alias="acme",model="gpt-x",requested_model="m"';
    const scraped = new Scraped({ prices: book(1, 1) })
      .page(TARGET, 0, page(0, 0, 0, own))
      .page(TARGET, 10, page(0, 10, 10, own))
      .tick(10);
    expect(costOf(scraped)).toBeCloseTo((2 / 1e6) * 3600);
  });
});

it.each([
  ['litellm_input_tokens_total', 'tokens.input'],
  ['litellm_output_tokens_total', 'tokens.output'],
])('knows the older name %s', (name, signal) => {
  const page = (value: number) => [`${name}{team="a"} ${value}`];
  const scraped = new Scraped().page(TARGET, 0, page(0)).page(TARGET, 10, page(10)).tick(10);
  expect(scraped.value(signal, 'tenant', { tenant: 'a' })).toBe(1);
});
