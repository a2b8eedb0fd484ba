import { Scraped } from '../../../../test/fakes/scraped.ts';

const TARGET = { job: 'vllm', instance: '10.42.0.147:8000', namespace: 'serving', pod: 'llama-0' };
const POD = { namespace: 'serving', pod: 'llama-0' };

it('reads a V1 engine; data-parallel ranks add up, of caches the fullest counts', () => {
  const scraped = new Scraped().fixture(TARGET, 'vllm-v1.prom');
  expect(scraped.signalsOf('pod', POD)).toEqual({
    'queue.running': 7,
    'queue.waiting': 7,
    'kvCache.usage': 0.75,
    'prefixCache.hitRatio': 0.25,
    'preemptions.rate': 0.01,
    'requests.rate': 0.12,
    'tokens.input': 100,
    'tokens.output': 20,
    'tokens.outputPerRequest': expect.closeTo(2000 / 12) as number,
    'latency.timeToFirstToken': expect.closeTo(0.3) as number,
    'latency.interToken': expect.closeTo(0.02) as number,
  });
});

it('tells the model, all pods together', () => {
  const other = { ...TARGET, instance: '10.42.0.148:8000', pod: 'llama-1' };
  const scraped = new Scraped().fixture(TARGET, 'vllm-v1.prom').fixture(other, 'vllm-v1.prom');
  const model = scraped.entity('model', { model: 'meta-llama/Llama-3.1-8B-Instruct' })!;
  expect(scraped.signalsOf('model', model.identity)).toMatchObject({
    'queue.waiting': 14,
    'tokens.output': 40,
    'kvCache.usage': 0.75,
    'latency.timeToFirstToken': expect.closeTo(0.3) as number,
  });
  expect(model.labels).toMatchObject({ model_name: 'meta-llama/Llama-3.1-8B-Instruct', namespace: 'serving' });
  expect(scraped.signals.related(model, 'pod').map(({ identity }) => identity['pod'])).toEqual(['llama-0', 'llama-1']);
});

it('reads a V0 engine', () => {
  const scraped = new Scraped().fixture(TARGET, 'vllm-v0.prom');
  expect(scraped.signalsOf('pod', POD)).toMatchObject({
    'kvCache.usage': 0.4,
    'tokens.output': 7,
    'latency.interToken': expect.closeTo(0.02) as number,
  });
});

it('takes -1 for a cache that is off, and a ratio for what it is', () => {
  const rate = (value: number) => [`vllm:gpu_prefix_cache_hit_rate{model_name="m"} ${value}`];
  expect(new Scraped().page(TARGET, 0, rate(-1)).tick(0).value('prefixCache.hitRatio', 'pod', POD)).toBeNaN();
  expect(new Scraped().page(TARGET, 0, rate(0.4)).tick(0).value('prefixCache.hitRatio', 'pod', POD)).toBe(0.4);
});

it('never counts a quantity under two of its names', () => {
  const both = ['vllm:gpu_cache_usage_perc{model_name="m"} 0.9', 'vllm:kv_cache_usage_perc{model_name="m"} 0.3'];
  const scraped = new Scraped().page(TARGET, 0, both).tick(0);
  expect(scraped.value('kvCache.usage', 'pod', POD)).toBe(0.3);
  scraped.page(TARGET, 15, both.slice(0, 1)).tick(15);
  expect(scraped.value('kvCache.usage', 'pod', POD)).toBe(0.9);
  scraped.page(TARGET, 30, both).tick(30);
  expect(scraped.value('kvCache.usage', 'pod', POD)).toBe(0.3);
});

it('goes on counting when a better name of a counter appears', () => {
  const old = (n: number) => `vllm:time_per_output_token_seconds_count{model_name="m"} ${n}`;
  const renamed = (n: number) => `vllm:inter_token_latency_seconds_count{model_name="m"} ${n}`;
  const sum = (n: number) => `vllm:inter_token_latency_seconds_sum{model_name="m"} ${n / 50}`;
  const scraped = new Scraped()
    .page(TARGET, 0, [old(1000), sum(1000)])
    .page(TARGET, 10, [old(1100), sum(1100)])
    .tick(10);
  scraped.page(TARGET, 20, [old(1200), renamed(1200), sum(1200)]).tick(20);
  scraped.page(TARGET, 30, [old(1300), renamed(1300), sum(1300)]).tick(30);
  expect(scraped.value('latency.interToken', 'pod', POD)).toBeCloseTo(0.02);
});

it('is read under Ray too', () => {
  const tokens = (n: number) => [`ray_vllm:generation_tokens_total{model_name="m",WorkerId="7f"} ${n}`];
  const scraped = new Scraped().page(TARGET, 0, tokens(0)).page(TARGET, 10, tokens(50)).tick(10);
  expect(scraped.value('tokens.output', 'model', { model: 'm' })).toBe(5);
});

it('names a pod by its address where nobody told its name', () => {
  const scraped = new Scraped().page({ job: 'vllm', instance: 'llm.local:8000' }, 0, [
    'vllm:num_requests_waiting{model_name="m"} 2',
  ]);
  expect(scraped.tick(0).value('queue.waiting', 'pod', { pod: 'llm.local:8000' })).toBe(2);
});
