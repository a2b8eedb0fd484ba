import { type Gpu, RESERVED } from './gpu.ts';
import { dcgmCount, dcgmFloat, dcgmInteger, type NumberStyle } from './number-style.ts';
import { PageTemplate } from './page-template.ts';

type ChannelName = keyof Gpu['channels'];
type Field = readonly [
  name: string,
  type: 'gauge' | 'counter',
  help: string,
  source: ChannelName | string,
  NumberStyle,
];

/** The fields of dcgm-exporter's default list, in its order; a source in digits is a constant. */
const FIELDS: readonly Field[] = [
  ['DCGM_FI_DEV_SM_CLOCK', 'gauge', 'Clock of the multiprocessors, in MHz.', 'smClock', dcgmInteger],
  ['DCGM_FI_DEV_MEM_CLOCK', 'gauge', 'Clock of the memory, in MHz.', '2619', dcgmInteger],
  ['DCGM_FI_DEV_MEMORY_TEMP', 'gauge', 'Temperature of the memory, in C.', 'memoryCelsius', dcgmInteger],
  ['DCGM_FI_DEV_GPU_TEMP', 'gauge', 'Temperature of the GPU, in C.', 'celsius', dcgmInteger],
  ['DCGM_FI_DEV_POWER_USAGE', 'gauge', 'Power drawn, in W.', 'watts', dcgmFloat],
  ['DCGM_FI_DEV_TOTAL_ENERGY_CONSUMPTION', 'counter', 'Energy used since boot, in mJ.', 'millijoules', dcgmCount],
  ['DCGM_FI_DEV_PCIE_REPLAY_COUNTER', 'counter', 'Retries on the PCIe bus.', '0', dcgmInteger],
  ['DCGM_FI_DEV_GPU_UTIL', 'gauge', 'Time with a kernel running, in percent.', 'utilizationPercent', dcgmInteger],
  ['DCGM_FI_DEV_MEM_COPY_UTIL', 'gauge', 'Time the memory was busy, in percent.', 'copyPercent', dcgmInteger],
  ['DCGM_FI_DEV_ENC_UTIL', 'gauge', 'Use of the video encoder, in percent.', '0', dcgmInteger],
  ['DCGM_FI_DEV_DEC_UTIL', 'gauge', 'Use of the video decoder, in percent.', '0', dcgmInteger],
  ['DCGM_FI_DEV_XID_ERRORS', 'gauge', 'Code of the last XID error.', '0', dcgmInteger],
  ['DCGM_FI_DEV_FB_FREE', 'gauge', 'Free framebuffer memory, in MiB.', 'freeMiB', dcgmInteger],
  ['DCGM_FI_DEV_FB_USED', 'gauge', 'Used framebuffer memory, in MiB.', 'usedMiB', dcgmInteger],
  ['DCGM_FI_DEV_FB_RESERVED', 'gauge', 'Reserved framebuffer memory, in MiB.', `${RESERVED}`, dcgmInteger],
  ['DCGM_FI_DEV_UNCORRECTABLE_REMAPPED_ROWS', 'counter', 'Rows remapped for uncorrectable errors.', '0', dcgmInteger],
  ['DCGM_FI_DEV_CORRECTABLE_REMAPPED_ROWS', 'counter', 'Rows remapped for correctable errors.', '0', dcgmInteger],
  ['DCGM_FI_DEV_ROW_REMAP_FAILURE', 'gauge', 'Whether remapping of a row failed.', '0', dcgmInteger],
  ['DCGM_FI_PROF_GR_ENGINE_ACTIVE', 'gauge', 'Share of time an engine was active.', 'engineActive', dcgmFloat],
  ['DCGM_FI_PROF_PIPE_TENSOR_ACTIVE', 'gauge', 'Share of cycles the tensor pipe worked.', 'tensorActive', dcgmFloat],
  ['DCGM_FI_PROF_DRAM_ACTIVE', 'gauge', 'Share of cycles the memory interface worked.', 'dramActive', dcgmFloat],
  ['DCGM_FI_PROF_PCIE_TX_BYTES', 'gauge', 'Bytes sent over PCIe per second.', 'pcieSent', dcgmInteger],
  ['DCGM_FI_PROF_PCIE_RX_BYTES', 'gauge', 'Bytes received over PCIe per second.', 'pcieReceived', dcgmInteger],
];

/** The page of dcgm-exporter on one node: a row for each GPU, and one more for a neighbour that squeezes it. */
export function dcgmPage(gpus: readonly Gpu[]): PageTemplate {
  const page = new PageTemplate();
  for (const [name, type, help, source, style] of FIELDS) {
    page.family(name, type, help);
    for (const gpu of gpus) {
      const channel = channelOf(gpu, source);
      if (channel === undefined) {
        page.constant(name, gpu.ownerLabels, source);
        continue;
      }
      page.sample(name, gpu.ownerLabels, channel, style);
      // Constants are left out of the neighbour's rows: only what the device measures is repeated for a second pod.
      if (gpu.owner?.gpus[0] === gpu.index) {
        page.optional(name, gpu.neighbourLabels, { channel, style, shownBy: gpu.channels.neighbourShown });
      }
    }
  }
  return page;
}

function channelOf(gpu: Gpu, source: string): number | undefined {
  return Object.entries(gpu.channels).find(([name]) => name === source)?.[1];
}
