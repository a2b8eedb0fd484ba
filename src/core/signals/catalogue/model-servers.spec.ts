import { Scraped } from '../../../../test/fakes/scraped.ts';

const TARGET = { job: 'llm', instance: '10.0.0.1:8000', namespace: 'serving', pod: 'llm-0' };
const POD = { namespace: 'serving', pod: 'llm-0' };

it('reads Text Generation Inference: a counter called count, tokens in histograms', () => {
  const scraped = new Scraped().grown(TARGET, [
    '# TYPE tgi_request_count counter',
    'tgi_request_count 50',
    'tgi_request_generated_tokens_sum 5000',
    'tgi_request_generated_tokens_count 40',
    'tgi_request_input_length_sum 20000',
    'tgi_request_mean_time_per_token_duration_sum 1',
    'tgi_request_mean_time_per_token_duration_count 50',
    'tgi_queue_size 4',
    'tgi_batch_current_size 8',
  ]);
  expect(scraped.signalsOf('pod', POD)).toEqual({
    'requests.rate': 0.5,
    'tokens.input': 200,
    'tokens.output': 50,
    'tokens.outputPerRequest': 100,
    'queue.waiting': 4,
    'queue.running': 8,
    // Half a request a second is below one token a second, the least that makes a mean of tokens.
    'latency.interToken': Number.NaN,
  });
});

it('reads Triton: failures are requests too, of a family with two units the ratio, GPUs in ratios and bytes', () => {
  const model = 'model="tensorrt_llm",version="1"';
  const scraped = new Scraped().grown(TARGET, [
    `nv_inference_request_success{${model}} 90`,
    `nv_inference_request_failure{${model},reason="BACKEND"} 10`,
    `nv_inference_pending_request_count{${model}} 3`,
    `nv_inference_first_response_histogram_ms_sum{${model}} 20000`,
    `nv_inference_first_response_histogram_ms_count{${model}} 100`,
    `nv_trt_llm_kv_cache_block_metrics{${model},kv_cache_block_type="fraction"} 0.4875`,
    `nv_trt_llm_kv_cache_block_metrics{${model},kv_cache_block_type="used"} 3120`,
    `nv_trt_llm_request_metrics{${model},request_type="scheduled"} 7`,
    `nv_trt_llm_request_metrics{${model},request_type="max"} 512`,
    'nv_gpu_utilization{gpu_uuid="GPU-1"} 0.75',
    'nv_gpu_memory_used_bytes{gpu_uuid="GPU-1"} 266338304',
    'nv_gpu_power_usage{gpu_uuid="GPU-1"} 32.09',
  ]);
  expect(scraped.signalsOf('pod', POD)).toEqual({
    'requests.rate': 1,
    'queue.waiting': 3,
    'queue.running': 7,
    'kvCache.usage': 0.4875,
    'latency.timeToFirstToken': 0.2,
  });
  expect(scraped.value('requests.rate', 'model', { model: 'tensorrt_llm' })).toBe(1);
  expect(scraped.signalsOf('gpu', { UUID: 'GPU-1' })).toEqual({
    'gpu.utilization': 0.75,
    'gpu.memoryUsed': 266338304,
    'gpu.memoryGrowth': Number.NaN,
    'gpu.power': 32.09,
  });
});

it('reads the vLLM backend of Triton under its own labels', () => {
  const model = 'model="vllm_model",version="1"';
  const scraped = new Scraped().grown(TARGET, [
    `vllm:generation_tokens_total{${model}} 1600`,
    `vllm:e2e_request_latency_seconds_count{${model}} 10`,
  ]);
  expect(scraped.signalsOf('model', { model: 'vllm_model' })).toEqual({
    'tokens.output': 16,
    'requests.rate': 0.1,
    'tokens.outputPerRequest': 160,
  });
});

describe('NIM', () => {
  const page = [
    'num_requests_running{model_name="m"} 1',
    'num_requests_waiting{model_name="m"} 2',
    'gpu_cache_usage_perc{model_name="m"} 0.3',
    'generation_tokens_total{model_name="m"} 100',
    'request_finish_total{model_name="m",finished_reason="stop"} 20',
    'request_success_total{model_name="m"} 20',
  ];

  it('is read beside its mark, finished and successful requests once', () => {
    const scraped = new Scraped().grown(TARGET, ['num_request_max{model_name="m"} 64', ...page]);
    expect(scraped.signalsOf('pod', POD)).toMatchObject({
      'requests.rate': 0.2,
      'tokens.output': 1,
      'kvCache.usage': 0.3,
    });
  });

  it('is not believed without it: the names are too common', () => {
    const scraped = new Scraped().grown(TARGET, page);
    expect(scraped.signals.entities('pod')).toEqual([]);
  });
});

it('reads trtllm-serve', () => {
  const scraped = new Scraped().grown(TARGET, [
    'trtllm_request_success_total{model_name="m",engine_type="x",finished_reason="stop"} 18',
    'trtllm_request_error_total{model_name="m",engine_type="x"} 2',
    'trtllm_generation_tokens_total{model_name="m",engine_type="x"} 2000',
    'trtllm_kv_cache_utilization{model_name="m",engine_type="x"} 0.6',
    'trtllm_kv_cache_hit_rate{model_name="m",engine_type="x"} 0.1',
    'trtllm_num_requests_waiting{model_name="m",engine_type="x"} 1',
  ]);
  expect(scraped.signalsOf('pod', POD)).toEqual({
    'requests.rate': 0.2,
    'tokens.output': 20,
    'tokens.outputPerRequest': 100,
    'kvCache.usage': 0.6,
    'prefixCache.hitRatio': 0.1,
    'queue.waiting': 1,
  });
});

it('reads llama.cpp, and takes its maximum for no counter', () => {
  const scraped = new Scraped().grown(TARGET, [
    '# TYPE llamacpp:n_tokens_max counter',
    'llamacpp:n_tokens_max 4096',
    'llamacpp:prompt_tokens_total 1000',
    'llamacpp:tokens_predicted_total 500',
    'llamacpp:requests_deferred 2',
    'llamacpp:requests_processing 1',
    'llamacpp:kv_cache_usage_ratio 0.2',
  ]);
  expect(scraped.signalsOf('pod', POD)).toEqual({
    'tokens.input': 10,
    'tokens.output': 5,
    'queue.waiting': 2,
    'queue.running': 1,
    'kvCache.usage': 0.2,
  });
});
