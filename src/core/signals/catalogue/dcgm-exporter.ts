import type { Exporter, Feed, MetricSource } from '../exporter.ts';

const MIB = 1024 * 1024;

/** A level of a GPU. Device rows, rows per pod and MIG rows of one GPU repeat or split it: the largest row is the GPU's. */
function level(names: readonly string[], measure: string, scale = 1, more: readonly Feed[] = []): MetricSource {
  return {
    names,
    treatAs: 'gauge',
    blank: 'dcgm',
    feeds: [{ measure, entity: 'gpu', combine: 'max', scale }, ...more],
  };
}

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
      identity: { UUID: ['UUID', 'uuid', 'gpu_uuid'], GPU_I_ID: ['GPU_I_ID'] },
      optional: ['GPU_I_ID'],
      labels: [
        'gpu',
        'device',
        'modelName',
        'Hostname',
        'hostname',
        'node',
        'GPU_I_PROFILE',
        'namespace',
        'pod',
        'container',
      ],
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
    level(['DCGM_FI_DEV_FB_USED'], 'gpu.memoryUsed', MIB, [
      // Money and number of GPUs a namespace holds: a GPU that is held costs, busy or not.
      { measure: 'gpu.cost', entity: 'namespace', take: 'one', times: 'gpuPrice', once: ONCE_A_GPU },
      { measure: 'gpu.count', entity: 'namespace', take: 'one', times: 'gpuShare', once: ONCE_A_GPU },
    ]),
    level(['DCGM_FI_DEV_FB_FREE'], 'gpu.memoryFree', MIB),
    level(['DCGM_FI_DEV_GPU_UTIL_RATIO', 'DCGM_FI_DEV_GPU_UTIL'], 'gpu.utilization', 0.01),
    level(['DCGM_FI_PROF_GR_ENGINE_UTIL_RATIO', 'DCGM_FI_PROF_GR_ENGINE_ACTIVE'], 'gpu.engineActive'),
    level(['DCGM_FI_PROF_TENSOR_UTIL_RATIO', 'DCGM_FI_PROF_PIPE_TENSOR_ACTIVE'], 'gpu.tensorActive'),
    level(['DCGM_FI_PROF_DRAM_UTIL_RATIO', 'DCGM_FI_PROF_DRAM_ACTIVE'], 'gpu.memoryActive'),
    level(['DCGM_FI_DEV_BOARD_POWER_WATTS', 'DCGM_FI_DEV_POWER_USAGE'], 'gpu.power'),
    level(['DCGM_FI_DEV_GPU_TEMP_CELSIUS', 'DCGM_FI_DEV_GPU_TEMP'], 'gpu.temperature'),
    // Already per second; seen from the GPU, so TX leaves it for the host.
    level(['DCGM_FI_PROF_PCIE_TX_BYTES'], 'gpu.pcieTransmit'),
    level(['DCGM_FI_PROF_PCIE_RX_BYTES'], 'gpu.pcieReceive'),
    {
      names: ['DCGM_FI_DEV_XID_ERROR', 'DCGM_FI_DEV_XID_ERRORS'],
      treatAs: 'lastCode',
      blank: 'dcgm',
      feeds: [
        { measure: 'gpu.xidEvents', entity: 'gpu', combine: 'max' },
        { measure: 'gpu.xid', entity: 'gpu', combine: 'max', take: 'last' },
      ],
    },
  ],
};
