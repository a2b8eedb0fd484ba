/** What a generated page looks like. */
export interface PageShape {
  /** GPUs, or engines, on the page. */
  readonly members: number;
  /** Which scrape it is: values change with it, lines do not. */
  readonly scrape: number;
  /** How often a rolling deploy has replaced every `1 / share`th member. */
  readonly deploys?: number;
  readonly share?: number;
}

const DCGM_FIELDS = [
  'DCGM_FI_DEV_SM_CLOCK',
  'DCGM_FI_DEV_MEM_CLOCK',
  'DCGM_FI_DEV_MEMORY_TEMP',
  'DCGM_FI_DEV_GPU_TEMP',
  'DCGM_FI_DEV_POWER_USAGE',
  'DCGM_FI_DEV_TOTAL_ENERGY_CONSUMPTION',
  'DCGM_FI_DEV_PCIE_REPLAY_COUNTER',
  'DCGM_FI_DEV_GPU_UTIL',
  'DCGM_FI_DEV_MEM_COPY_UTIL',
  'DCGM_FI_DEV_ENC_UTIL',
  'DCGM_FI_DEV_DEC_UTIL',
  'DCGM_FI_DEV_XID_ERRORS',
  'DCGM_FI_DEV_FB_FREE',
  'DCGM_FI_DEV_FB_USED',
  'DCGM_FI_DEV_NVLINK_BANDWIDTH_TOTAL',
  'DCGM_FI_DEV_VGPU_LICENSE_STATUS',
  'DCGM_FI_PROF_GR_ENGINE_ACTIVE',
  'DCGM_FI_PROF_PIPE_TENSOR_ACTIVE',
  'DCGM_FI_PROF_DRAM_ACTIVE',
  'DCGM_FI_PROF_PCIE_TX_BYTES',
  'DCGM_FI_PROF_PCIE_RX_BYTES',
];

/** dcgm-exporter with Kubernetes labels, the GPUs of many nodes on one page: about 290 bytes a line, 21 lines a GPU. */
export function dcgmPage(shape: PageShape): Buffer {
  const lines: string[] = [];
  for (const [index, field] of DCGM_FIELDS.entries()) {
    lines.push(`# HELP ${field} ${field.toLowerCase().replaceAll('_', ' ')}.`, `# TYPE ${field} gauge`);
    for (let gpu = 0; gpu < shape.members; gpu += 1) {
      lines.push(`${field}{${dcgmLabels(gpu, generation(gpu, shape))}} ${value(gpu, index, shape.scrape)}`);
    }
  }
  return Buffer.from(`${lines.join('\n')}\n`);
}

const VLLM_COUNTERS = [
  'prompt_tokens',
  'generation_tokens',
  'prefix_cache_queries',
  'prefix_cache_hits',
  'num_preemptions',
];
const VLLM_GAUGES = ['num_requests_running', 'num_requests_waiting', 'kv_cache_usage_perc'];
const VLLM_HISTOGRAMS = [
  'time_to_first_token_seconds',
  'inter_token_latency_seconds',
  'e2e_request_latency_seconds',
  'request_queue_time_seconds',
  'request_prefill_time_seconds',
  'request_decode_time_seconds',
  'request_prompt_tokens',
  'request_generation_tokens',
];
const BOUNDS = [
  '0.001',
  '0.005',
  '0.01',
  '0.02',
  '0.04',
  '0.08',
  '0.1',
  '0.25',
  '0.5',
  '0.75',
  '1.0',
  '2.5',
  '5.0',
  '10.0',
  '+Inf',
];

/** A vLLM server with many data-parallel engines: about 105 bytes a line, 144 lines an engine. */
export function vllmPage(shape: PageShape): Buffer {
  const lines: string[] = [];
  const family = (name: string, type: string, samples: (labels: string, engine: number) => void): void => {
    lines.push(`# HELP vllm:${name} ${name.replaceAll('_', ' ')}.`, `# TYPE vllm:${name} ${type}`);
    for (let engine = 0; engine < shape.members; engine += 1) {
      const model = generation(engine, shape) === 0 ? 'qwen2.5-72b' : `qwen2.5-72b-r${generation(engine, shape)}`;
      samples(`engine="${engine}",model_name="${model}"`, engine);
    }
  };
  for (const [index, name] of VLLM_GAUGES.entries()) {
    family(name, 'gauge', (labels, engine) =>
      lines.push(`vllm:${name}{${labels}} ${value(engine, index, shape.scrape)}`),
    );
  }
  for (const [index, name] of VLLM_COUNTERS.entries()) {
    family(`${name}_total`, 'counter', (labels, engine) =>
      lines.push(`vllm:${name}_total{${labels}} ${counter(engine, index, shape.scrape)}`),
    );
  }
  for (const [index, name] of VLLM_HISTOGRAMS.entries()) {
    family(name, 'histogram', (labels, engine) => {
      const [engineLabel, modelLabel] = labels.split(',');
      for (const [place, le] of BOUNDS.entries()) {
        lines.push(
          `vllm:${name}_bucket{${engineLabel},le="${le}",${modelLabel}} ${counter(engine, place, shape.scrape)}`,
        );
      }
      lines.push(`vllm:${name}_count{${labels}} ${counter(engine, 14, shape.scrape)}`);
      lines.push(`vllm:${name}_sum{${labels}} ${value(engine, index, shape.scrape)}`);
    });
  }
  return Buffer.from(`${lines.join('\n')}\n`);
}

function dcgmLabels(gpu: number, generation: number): string {
  const node = gpu >> 3;
  const uuid = `GPU-${(gpu * 2654435761).toString(16).padStart(12, '0').slice(-8)}-5c1c-3d1e-7a2b-1d2c3b4a${gpu.toString(16).padStart(4, '0')}`;
  const pod = `llama-70b-${generation.toString(36).padStart(2, 'b')}-${(gpu * 40503).toString(36).padStart(5, '0').slice(-5)}`;
  return [
    `gpu="${gpu & 7}"`,
    `UUID="${uuid}"`,
    `pci_bus_id="00000000:${(16 + (gpu & 7)).toString(16)}:00.0"`,
    `device="nvidia${gpu & 7}"`,
    'modelName="NVIDIA H100 80GB HBM3"',
    `Hostname="gpu-node-${node}"`,
    'DCGM_FI_DRIVER_VERSION="535.129.03"',
    'container="vllm"',
    'namespace="inference"',
    `pod="${pod}"`,
  ].join(',');
}

/** How often this member has been replaced: each deploy replaces the next of the groups that the share makes. */
function generation(member: number, { deploys = 0, share = 0.05 }: PageShape): number {
  const groups = Math.round(1 / share);
  return Math.ceil((deploys - (member % groups)) / groups);
}

function value(member: number, index: number, scrape: number): string {
  const noise = ((member * 7919 + index * 104729 + scrape * 15485863) % 100_000) / 100;
  return index % 3 === 0 ? noise.toFixed(0) : index % 3 === 1 ? noise.toFixed(2) : (noise / 1000).toFixed(6);
}

function counter(member: number, index: number, scrape: number): string {
  const total = member * 1000 + index * 4_000 + scrape * 37;
  return total > 1e6 ? total.toExponential(5) : total.toFixed(1);
}
