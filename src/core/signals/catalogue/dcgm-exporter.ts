import type { Exporter, Feed, MetricSource } from '../exporter.ts';

const MIB = 1024 * 1024;

/**
 * A level of a GPU, or of a MIG instance where there are any. Device rows, rows per pod and rows per process repeat it or tell a part of it:
 * the largest row is the GPU's.
 */
function level(names: readonly string[], measure: string, more: Pick<Feed, 'scale' | 'rule'> = {}): MetricSource {
  return { names, treatAs: 'gauge', blank: 'dcgm', feeds: [{ measure, entity: 'gpu', combine: 'max', ...more }] };
}

/** A level of the whole board, which every MIG instance's row repeats, not even in the same moment. */
function boardLevel(names: readonly string[], measure: string, scale = 1): MetricSource {
  return level(names, measure, { scale, rule: 'board' });
}

const UUIDS = ['UUID', 'uuid', 'gpu_uuid'];
const BOARD_LABELS = ['gpu', 'device', 'modelName', 'Hostname', 'hostname', 'node'];

/** One GPU or MIG instance, however many rows and pods it has. */
const ONCE_A_GPU = ['UUID', 'uuid', 'GPU_I_ID'];

/**
 * NVIDIA dcgm-exporter, all versions: names are those of its CSV file, so fields renamed by DCGM 4.6 and their old names live side by
 * side. `..._UTIL_RATIO` of field 203 is still a percentage; the `PROF` ratios run from 0 to 1.
 */
export const DCGM_EXPORTER: Exporter = {
  id: 'dcgm-exporter',
  title: 'NVIDIA dcgm-exporter',
  marks: ['DCGM_FI_', 'DCGM_EXP_'],
  // Prometheus calls the workload `exported_pod`, and `pod` is then the exporter's own. A direct scrape has the workload in `pod`.
  pageLabels: { anchor: 'pod', labels: ['pod', 'namespace', 'container'] },
  entities: [
    {
      kind: 'gpu',
      identity: { UUID: UUIDS, GPU_I_ID: ['GPU_I_ID'] },
      optional: ['GPU_I_ID'],
      labels: [...BOARD_LABELS, 'GPU_I_PROFILE', 'namespace', 'pod', 'container'],
    },
    // Under MIG the UUID is the board's.
    {
      kind: 'gpu',
      name: 'board',
      identity: { UUID: UUIDS },
      labels: [...BOARD_LABELS, 'namespace', 'pod', 'container'],
    },
    // Without NODE_NAME the exporter writes its own pod's name as Hostname: the scraper's label knows better.
    { kind: 'node', identity: { node: ['node', 'Hostname', 'hostname'] }, labels: ['Hostname', 'hostname'] },
    {
      kind: 'pod',
      identity: { namespace: ['namespace', 'pod_namespace'], pod: ['pod', 'pod_name'] },
      labels: ['container', 'node'],
    },
    { kind: 'namespace', identity: { namespace: ['namespace', 'pod_namespace'] } },
  ],
  metrics: [
    {
      names: ['DCGM_FI_DEV_FB_USED'],
      treatAs: 'gauge',
      blank: 'dcgm',
      feeds: [
        { measure: 'gpu.memoryUsed', entity: 'gpu', combine: 'max', scale: MIB },
        // Money and number of GPUs a namespace holds: a GPU that is held costs, busy or not.
        { measure: 'gpu.cost', entity: 'namespace', take: 'one', times: 'gpuPrice', once: ONCE_A_GPU },
        { measure: 'gpu.count', entity: 'namespace', take: 'one', times: 'gpuShare', once: ONCE_A_GPU },
      ],
    },
    level(['DCGM_FI_DEV_FB_FREE'], 'gpu.memoryFree', { scale: MIB }),
    boardLevel(['DCGM_FI_DEV_GPU_UTIL_RATIO', 'DCGM_FI_DEV_GPU_UTIL'], 'gpu.utilization', 0.01),
    level(['DCGM_FI_PROF_GR_ENGINE_UTIL_RATIO', 'DCGM_FI_PROF_GR_ENGINE_ACTIVE'], 'gpu.engineActive'),
    level(['DCGM_FI_PROF_TENSOR_UTIL_RATIO', 'DCGM_FI_PROF_PIPE_TENSOR_ACTIVE'], 'gpu.tensorActive'),
    level(['DCGM_FI_PROF_DRAM_UTIL_RATIO', 'DCGM_FI_PROF_DRAM_ACTIVE'], 'gpu.memoryActive'),
    boardLevel(['DCGM_FI_DEV_BOARD_POWER_WATTS', 'DCGM_FI_DEV_POWER_USAGE'], 'gpu.power'),
    boardLevel(['DCGM_FI_DEV_GPU_TEMP_CELSIUS', 'DCGM_FI_DEV_GPU_TEMP'], 'gpu.temperature'),
    boardLevel(['DCGM_FI_DEV_SM_CLOCK_HERTZ'], 'gpu.clock'),
    boardLevel(['DCGM_FI_DEV_SM_CLOCK'], 'gpu.clock', 1e6),
    // Nanoseconds, whatever its help text says. The power cap is left alone: a busy GPU meets it every day.
    {
      names: ['DCGM_FI_DEV_THERMAL_VIOLATION'],
      treatAs: 'counter',
      blank: 'dcgm',
      feeds: [{ measure: 'gpu.throttled', entity: 'gpu', rule: 'board', combine: 'max', scale: 1e-9 }],
    },
    // Already per second; seen from the GPU, so TX leaves it for the host.
    boardLevel(['DCGM_FI_PROF_PCIE_TX_BYTES'], 'gpu.pcieTransmit'),
    boardLevel(['DCGM_FI_PROF_PCIE_RX_BYTES'], 'gpu.pcieReceive'),
    {
      names: ['DCGM_FI_DEV_XID_ERROR', 'DCGM_FI_DEV_XID_ERRORS'],
      treatAs: 'lastCode',
      blank: 'dcgm',
      feeds: [
        { measure: 'gpu.xidEvents', entity: 'gpu', rule: 'board', combine: 'max' },
        { measure: 'gpu.xid', entity: 'gpu', rule: 'board', combine: 'max', take: 'last' },
      ],
    },
  ],
};
