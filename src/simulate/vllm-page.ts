import type { Labels } from '../core/model/labels.ts';
import { pythonCount, pythonFloat, pythonRound } from './number-style.ts';
import { PageTemplate } from './page-template.ts';
import type { VllmPod } from './vllm-pod.ts';

/** The metrics page of vLLM's V1 engine, as its Python client prints it. */
export function vllmPage(pod: VllmPod): PageTemplate {
  const page = new PageTemplate();
  const labels = { engine: '0', model_name: pod.plan.model.name };
  processFamilies(page, pod);
  gaugeFamilies(page, pod, labels);
  counterFamilies(page, pod, labels);
  const { firstToken, interToken, request, queue, promptTokens, generationTokens } = pod.histograms;
  const histogram = (name: string, help: string, from: typeof firstToken) => {
    from.render(page, { name: `vllm:${name}`, help, labels });
    created(page, `vllm:${name}`, labels, pod);
  };
  histogram('request_prompt_tokens', 'Prompt length of finished requests, in tokens.', promptTokens);
  histogram('request_generation_tokens', 'Answer length of finished requests, in tokens.', generationTokens);
  histogram('time_to_first_token_seconds', 'Seconds from arrival to the first token.', firstToken);
  histogram('inter_token_latency_seconds', 'Seconds between two tokens of an answer.', interToken);
  histogram('e2e_request_latency_seconds', 'Seconds from arrival to the last token.', request);
  histogram('request_queue_time_seconds', 'Seconds a request waited to be scheduled.', queue);
  const blocks = Math.round(pod.size.cacheTokens / 16);
  const config = { block_size: '16', cache_dtype: 'auto', enable_prefix_caching: 'True', engine: '0' };
  return page
    .family('vllm:cache_config_info', 'gauge', 'How the KV cache is configured.')
    .constant(
      'vllm:cache_config_info',
      { ...config, gpu_memory_utilization: '0.9', num_gpu_blocks: `${blocks}` },
      '1.0',
    );
}

function processFamilies(page: PageTemplate, pod: VllmPod): void {
  page
    .family('python_info', 'gauge', 'The Python that runs the server.')
    .constant(
      'python_info',
      { implementation: 'CPython', major: '3', minor: '12', patchlevel: '11', version: '3.12.11' },
      '1.0',
    )
    .family('process_start_time_seconds', 'gauge', 'When the process started, in Unix seconds.')
    .sample('process_start_time_seconds', {}, pod.gauges.startSeconds, pythonFloat)
    .family('process_cpu_seconds_total', 'counter', 'CPU time used by the process, in seconds.')
    .sample('process_cpu_seconds_total', {}, pod.counters.cpuSeconds, pythonFloat)
    .family('process_max_fds', 'gauge', 'File descriptors the process may open.')
    .constant('process_max_fds', {}, '1.048576e+06');
}

function gaugeFamilies(page: PageTemplate, pod: VllmPod, labels: Labels): void {
  page
    .family('vllm:num_requests_running', 'gauge', 'Requests in the running batch.')
    .sample('vllm:num_requests_running', labels, pod.gauges.running, pythonRound)
    .family('vllm:num_requests_waiting', 'gauge', 'Requests that wait to be scheduled.')
    .sample('vllm:num_requests_waiting', labels, pod.gauges.waiting, pythonRound)
    .family('vllm:engine_sleep_state', 'gauge', 'Whether the engine is awake or asleep, and how deeply.')
    .constant('vllm:engine_sleep_state', { ...labels, sleep_state: 'awake' }, '1.0')
    .constant('vllm:engine_sleep_state', { ...labels, sleep_state: 'weights_offloaded' }, '0.0')
    .constant('vllm:engine_sleep_state', { ...labels, sleep_state: 'discard_all' }, '0.0')
    .family('vllm:kv_cache_usage_perc', 'gauge', 'Share of the KV cache in use, 1 is full.')
    .sample('vllm:kv_cache_usage_perc', labels, pod.gauges.cacheUsage, pythonFloat);
}

function counterFamilies(page: PageTemplate, pod: VllmPod, labels: Labels): void {
  const counter = (name: string, help: string, channel: number) => {
    page.family(`vllm:${name}_total`, 'counter', help).sample(`vllm:${name}_total`, labels, channel, pythonCount);
    created(page, `vllm:${name}`, labels, pod);
  };
  const { counters } = pod;
  counter('prefix_cache_queries', 'Prompt tokens looked up in the prefix cache.', counters.prefixQueries);
  counter('prefix_cache_hits', 'Prompt tokens found in the prefix cache.', counters.prefixHits);
  counter('num_preemptions', 'Requests thrown out of the batch to free KV cache.', counters.preemptions);
  counter('prompt_tokens', 'Prompt tokens processed.', counters.promptTokens);
  counter('generation_tokens', 'Tokens generated.', counters.generationTokens);
  const name = 'vllm:request_success_total';
  const finished = (reason: string): Labels => ({
    engine: '0',
    finished_reason: reason,
    model_name: labels['model_name'] ?? '',
  });
  page
    .family(name, 'counter', 'Requests finished, by the reason why they ended.')
    .sample(name, finished('stop'), counters.finishedStop, pythonCount)
    .sample(name, finished('length'), counters.finishedLength, pythonCount)
    .constant(name, finished('abort'), '0.0')
    .constant(name, finished('error'), '0.0');
}

/** The Python client exposes when each family began to count, as a gauge of its own. */
function created(page: PageTemplate, name: string, labels: Labels, pod: VllmPod): void {
  page
    .family(`${name}_created`, 'gauge', 'When counting began, in Unix seconds.')
    .sample(`${name}_created`, labels, pod.gauges.startSeconds, pythonFloat);
}
