import { Scraped } from '../../../../test/fakes/scraped.ts';

const TARGET = { job: 'gateway', instance: '10.0.0.1:8080', namespace: 'gateways' };
const PRICES = {
  models: [
    {
      match: { matches: (name: string) => name === 'gpt' },
      inputUsdPerMillionTokens: 1,
      outputUsdPerMillionTokens: 10,
    },
  ],
  gpus: [],
};

describe('the endpoint picker', () => {
  const page = (prefix: string, labels = 'model_name="m10",target_model_name="t10"') => [
    `${prefix}_request_total{${labels},priority="0"} 100`,
    `${prefix}_request_error_total{${labels},error_code="Internal"} 5`,
    `${prefix}_response_sizes_sum{${labels}} 1700000`,
    `${prefix}_request_duration_seconds_sum{${labels}} 200`,
    `${prefix}_request_duration_seconds_count{${labels}} 100`,
  ];
  const service = { service: 'm10' };

  it.each(['inference_objective', 'inference_model'])('is read by its names %s_*', (prefix) => {
    expect(new Scraped().grown(TARGET, page(prefix)).signalsOf('service', service)).toEqual({
      'requests.rate': 1,
      'requests.errorRatio': 0.05,
      'bytes.response': 17000,
      'bytes.responsePerRequest': 17000,
      'latency.duration': 2,
    });
  });

  it('is read once where it shows both names', () => {
    const scraped = new Scraped().grown(TARGET, [...page('inference_objective'), ...page('inference_model')]);
    expect(scraped.value('requests.rate', 'service', service)).toBe(1);
  });

  it('knows tenants by their fairness id', () => {
    const labels = 'model_name="m",fairness_id="acme"';
    const scraped = new Scraped().grown(TARGET, [
      `inference_objective_request_total{${labels}} 100`,
      `inference_objective_output_tokens_sum{${labels}} 5000`,
    ]);
    expect(scraped.value('tokens.outputPerRequest', 'tenant', { tenant: 'acme' })).toBe(50);
  });
});

describe('GenAI metrics', () => {
  const usage = (type: string, value: number, more = '') =>
    `gen_ai_client_token_usage_sum{gen_ai_token_type="${type}",gen_ai_provider_name="openai",gen_ai_response_model="gpt"${more}} ${value}`;

  it('add up input and output, no parts and no total', () => {
    const acme = ',team="acme"';
    const scraped = new Scraped({ prices: PRICES }).grown(TARGET, [
      usage('input', 10_000, acme),
      usage('output', 1_000, acme),
      usage('cached_input', 8_000, acme),
      usage('reasoning', 500, acme),
      usage('total', 11_000, acme),
    ]);
    expect(scraped.signalsOf('tenant', { tenant: 'acme' })).toMatchObject({
      'tokens.input': 100,
      'tokens.output': 10,
      'cost.rate': expect.closeTo(((100 + 10 * 10) / 1e6) * 3600) as number,
    });
    expect(scraped.value('cost.rate', 'model', { model: 'gpt' })).toBeCloseTo(0.72);
  });

  it('tell of a provider as a service', () => {
    const labels = 'gen_ai_provider_name="openai",gen_ai_response_model="gpt"';
    const scraped = new Scraped().grown(TARGET, [
      `gen_ai_server_request_duration_seconds_count{${labels}} 98`,
      `gen_ai_server_request_duration_seconds_sum{${labels}} 196`,
      `gen_ai_server_request_duration_seconds_count{${labels},error_type="timeout"} 2`,
      `gen_ai_server_request_duration_seconds_sum{${labels},error_type="timeout"} 4`,
    ]);
    expect(scraped.signalsOf('service', { service: 'openai' })).toEqual({
      'requests.rate': 1,
      'requests.errorRatio': 0.02,
      'latency.duration': 2,
    });
  });
});

it('reads Kong: consumers as tenants, its own prices, no total of tokens', () => {
  const ai = 'ai_provider="openai",ai_model="gpt",workspace="default",consumer="acme"';
  const scraped = new Scraped({ prices: PRICES }).grown(TARGET, [
    `kong_ai_llm_requests_total{${ai}} 100`,
    `kong_ai_llm_cost_total{${ai}} 0.5`,
    `kong_ai_llm_tokens_total{${ai},token_type="prompt_tokens"} 10000`,
    `kong_ai_llm_tokens_total{${ai},token_type="completion_tokens"} 5000`,
    `kong_ai_llm_tokens_total{${ai},token_type="total_tokens"} 15000`,
    'kong_http_requests_total{service="chat",route="r",code="200",consumer="acme"} 90',
    'kong_http_requests_total{service="chat",route="r",code="401",consumer=""} 10',
    'kong_bandwidth_bytes{service="chat",route="r",direction="egress"} 1000000',
    'kong_bandwidth_bytes{service="chat",route="r",direction="ingress"} 7',
  ]);
  expect(scraped.signalsOf('tenant', { tenant: 'acme' })).toMatchObject({
    'requests.rate': 1,
    'tokens.input': 100,
    'tokens.output': 50,
    'tokens.outputPerRequest': 50,
    'cost.rate': 18,
  });
  expect(scraped.signalsOf('service', { service: 'chat' })).toEqual({
    'requests.rate': 1,
    'requests.errorRatio': 0,
    'requests.denied': 0.1,
    'requests.deniedRatio': 0.1,
    'bytes.response': 10000,
    'bytes.responsePerRequest': 10000,
  });
});
