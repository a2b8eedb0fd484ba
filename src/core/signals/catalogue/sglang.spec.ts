import { Scraped } from '../../../../test/fakes/scraped.ts';

const TARGET = { job: 'sglang', instance: '10.0.0.1:30000', namespace: 'serving', pod: 'sg-0' };
const POD = { namespace: 'serving', pod: 'sg-0' };

it('counts once what tensor-parallel ranks repeat, and adds up data-parallel ones', () => {
  const ranks = (metric: string, value: number) =>
    ['0', '1'].flatMap((dp) =>
      ['0', '1'].map((tp) => `sglang:${metric}{model_name="m",dp_rank="${dp}",tp_rank="${tp}"} ${value}`),
    );
  const scraped = new Scraped().grown(TARGET, [
    ...ranks('num_queue_reqs', 3),
    ...ranks('num_running_reqs', 5),
    ...ranks('token_usage', 0.5),
    ...ranks('prompt_tokens_total', 1000),
    ...ranks('generation_tokens_total', 400),
    ...ranks('num_requests_total', 10),
    ...ranks('cache_hit_rate', 0.25),
  ]);
  expect(scraped.signalsOf('pod', POD)).toEqual({
    'queue.waiting': 6,
    'queue.running': 10,
    'kvCache.usage': 0.5,
    'tokens.input': 20,
    'tokens.output': 8,
    'requests.rate': 0.2,
    'tokens.outputPerRequest': 40,
    'prefixCache.hitRatio': 0.25,
  });
  expect(scraped.value('tokens.output', 'model', { model: 'm' })).toBe(8);
});

it('takes the sum over priorities, not sum and parts', () => {
  const waiting = (labels: string, value: number) => `sglang:num_queue_reqs{model_name="m"${labels}} ${value}`;
  const scraped = new Scraped().page(TARGET, 0, [
    waiting(',priority=""', 5),
    waiting(',priority="1"', 3),
    waiting(',priority="2"', 2),
  ]);
  expect(scraped.tick(0).value('queue.waiting', 'pod', POD)).toBe(5);
});

it('reads older latency names', () => {
  const scraped = new Scraped().grown(TARGET, [
    'sglang:time_per_output_token_seconds_sum{model_name="m"} 20',
    'sglang:time_per_output_token_seconds_count{model_name="m"} 1000',
  ]);
  expect(scraped.value('latency.interToken', 'pod', POD)).toBeCloseTo(0.02);
});
