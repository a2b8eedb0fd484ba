import type { Exporter } from '../exporter.ts';
import { KV_CACHE_FEEDS, POD_AND_MODEL, SERVER_ENTITIES } from './model-server.ts';
import { counter, level, mean } from './sources.ts';

/**
 * Triton Inference Server, with the numbers of its TensorRT-LLM backend; its vLLM backend writes vLLM's names. An ensemble counts the
 * requests of its steps again. Of GPUs it says ratios, bytes and watts where DCGM says percent and MiB.
 */
export const TRITON: Exporter = {
  id: 'triton',
  title: 'Triton Inference Server',
  marks: ['nv_inference_', 'nv_gpu_', 'nv_trt_llm_', 'nv_energy_', 'nv_cpu_', 'nv_cache_', 'nv_pinned_'],
  entities: [
    ...SERVER_ENTITIES,
    { kind: 'gpu', name: 'board', identity: { UUID: ['gpu_uuid'] }, labels: ['node', 'namespace', 'pod'] },
  ],
  metrics: [
    counter(['nv_inference_request_success'], 'requests', POD_AND_MODEL),
    counter(['nv_inference_request_failure'], 'requests', POD_AND_MODEL),
    level(['nv_inference_pending_request_count'], 'queue.waiting', POD_AND_MODEL),
    // Milliseconds.
    ...mean(['nv_inference_first_response_histogram_ms'], 'timeToFirstToken', POD_AND_MODEL, { scale: 0.001 }),
    level(['nv_trt_llm_request_metrics'], 'queue.running', ['pod'], { where: { request_type: 'scheduled' } }),
    {
      // Blocks and a ratio in one family.
      names: ['nv_trt_llm_kv_cache_block_metrics'],
      treatAs: 'gauge',
      feeds: KV_CACHE_FEEDS.map((feed) => ({ ...feed, where: { kv_cache_block_type: 'fraction' } })),
    },
    {
      names: ['nv_gpu_utilization'],
      treatAs: 'gauge',
      feeds: [{ measure: 'gpu.utilization', entity: 'gpu', rule: 'board', combine: 'max' }],
    },
    {
      names: ['nv_gpu_memory_used_bytes'],
      treatAs: 'gauge',
      feeds: [{ measure: 'gpu.memoryUsed', entity: 'gpu', rule: 'board', combine: 'max' }],
    },
    {
      names: ['nv_gpu_power_usage'],
      treatAs: 'gauge',
      feeds: [{ measure: 'gpu.power', entity: 'gpu', rule: 'board', combine: 'max' }],
    },
  ],
};
