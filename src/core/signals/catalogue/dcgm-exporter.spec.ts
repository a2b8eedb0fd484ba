import { Scraped } from '../../../../test/fakes/scraped.ts';

const MIB = 1024 ** 2;
const TARGET = { job: 'dcgm-exporter', instance: '10.0.1.11:9400', node: 'gpu-1' };
const FIRST = { UUID: 'GPU-6f0a1c9e-1d0b-4a55-9c1e-0000000000a0' };
const SECOND = { UUID: 'GPU-6f0a1c9e-1d0b-4a55-9c1e-0000000000a1' };
const H100 = { match: { matches: (name: string) => name.startsWith('NVIDIA H100') }, usdPerHour: 2.5 };
const PRICES = { models: [], gpus: [H100] };

const row = (metric: string, value: number | string, labels = '') =>
  `${metric}{gpu="0",UUID="${FIRST.UUID}",modelName="NVIDIA H100 80GB HBM3"${labels}} ${value}`;
const WORKLOAD = ',container="vllm",namespace="serving",pod="llama-0"';

it('reads the default page', () => {
  const scraped = new Scraped().fixture(TARGET, 'dcgm-exporter.prom');
  expect(scraped.signalsOf('gpu', FIRST)).toEqual({
    'gpu.memoryUsed': 74810 * MIB,
    'gpu.memoryUsedRatio': expect.closeTo(74810 / (74810 + 6212)) as number,
    'gpu.utilization': 0.87,
    'gpu.engineActive': 0.792,
    'gpu.tensorActive': 0.131,
    'gpu.memoryActive': 0.419,
    'gpu.power': 412.351,
    'gpu.temperature': 54,
    'gpu.pcieTransmit': 12680000,
    'gpu.pcieReceive': 110560000,
    'gpu.memoryGrowth': Number.NaN,
    'gpu.clock': 1980e6,
    'gpu.xid': 0,
    'gpu.xidBefore': 0,
    'gpu.xidEvents': 0,
  });
  expect(scraped.value('gpu.power', 'gpu', SECOND)).toBe(71.203);
});

it('knows whose GPU it is, and what is there to pay', () => {
  const scraped = new Scraped({ prices: PRICES }).fixture(TARGET, 'dcgm-exporter.prom');
  const gpu = scraped.entity('gpu', FIRST)!;
  expect(gpu.labels).toMatchObject({ Hostname: 'gpu-1', gpu: '0', pod: 'llama-0', namespace: 'serving' });
  const names = (kind: 'pod' | 'node' | 'gpu', of = gpu) => scraped.signals.related(of, kind).map(({ key }) => key);
  expect(names('pod')).toEqual(['pod{namespace="serving",pod="llama-0"}']);
  expect(names('node')).toEqual(['node{node="gpu-1"}']);
  expect(names('gpu', scraped.entity('node', { node: 'gpu-1' })!)).toHaveLength(2);
  const idle = scraped.entity('gpu', SECOND)!;
  expect(idle.labels).not.toHaveProperty('pod');
  expect(names('pod', idle)).toEqual([]);
  expect(scraped.signalsOf('namespace', { namespace: 'serving' })).toEqual({ 'cost.gpu': 2.5, 'gpu.count': 1 });
});

it('tells MIG instances apart, and takes the board from its largest row', () => {
  const scraped = new Scraped({ prices: { models: [], gpus: [{ ...H100, match: { matches: () => true } }] } });
  scraped.fixture(TARGET, 'dcgm-exporter-mig.prom');
  expect(scraped.signalsOf('gpu', { ...FIRST, GPU_I_ID: '7' })).toEqual({
    'gpu.memoryUsed': 2012 * MIB,
    'gpu.memoryUsedRatio': expect.closeTo(2012 / (2012 + 2851)) as number,
    'gpu.memoryGrowth': Number.NaN,
    'gpu.engineActive': 0.14,
  });
  expect(scraped.signalsOf('gpu', FIRST)).toEqual({
    'gpu.temperature': 41,
    'gpu.power': 112.252,
    'gpu.xid': 0,
    'gpu.xidBefore': 0,
    'gpu.xidEvents': 0,
  });
  expect(scraped.entity('gpu', { GPU_I_ID: '5' })!.labels).toMatchObject({ pod: 'job-5', GPU_I_PROFILE: '2g.10gb' });
  expect(scraped.entity('gpu', FIRST)!.labels).toMatchObject({ Hostname: 'gpu-2' });
  expect(scraped.value('gpu.count', 'namespace', { namespace: 'research' })).toBeCloseTo(3 / 7);
  expect(scraped.value('cost.gpu', 'namespace', { namespace: 'research' })).toBeCloseTo((3 / 7) * 2.5);
});

it('takes device and process rows of a shared GPU as one, under the new names', () => {
  const scraped = new Scraped({ prices: PRICES }).fixture(TARGET, 'dcgm-exporter-time-sliced.prom');
  expect(scraped.signalsOf('gpu', FIRST)).toMatchObject({
    'gpu.memoryUsed': 60416 * MIB,
    'gpu.utilization': 0.93,
    'gpu.power': 350,
    'gpu.engineActive': 0.9,
  });
  const gpu = scraped.entity('gpu', FIRST)!;
  expect(gpu.labels).toMatchObject({ hostname: 'gpu-1', gpu: '0' });
  expect(gpu.labels).not.toHaveProperty('pod');
  expect(scraped.signals.related(gpu, 'pod')).toHaveLength(2);
  expect(scraped.value('gpu.count', 'namespace', { namespace: 'serving' })).toBe(1);
});

it('keeps the GPU, its node and its signals through Hostname -> hostname and a driver upgrade', () => {
  const scraped = new Scraped();
  const power = (labels: string) => [row('DCGM_FI_DEV_POWER_USAGE', 300, labels)];
  scraped.page(TARGET, 0, power(',Hostname="gpu-1",DCGM_FI_DRIVER_VERSION="550"')).tick(0);
  scraped.page(TARGET, 15, power(',hostname="gpu-1",DCGM_FI_DRIVER_VERSION="560"')).tick(15);
  expect(scraped.value('gpu.power', 'gpu', FIRST)).toBe(300);
  expect(scraped.signals.entities('gpu')).toHaveLength(1);
  expect(scraped.signals.entities('node').map(({ identity }) => identity)).toEqual([{ node: 'gpu-1' }]);
});

it.each([
  ['9223372036854775792'],
  ['9223372036854775795'],
  ['2147483632'],
  ['2147483635'],
  ['140737488355328.000000'],
  ['140737488355331.000000'],
  ['NaN'],
])('takes %s for no value', (blank) => {
  const scraped = new Scraped()
    .page(TARGET, 0, [row('DCGM_FI_DEV_FB_USED', blank), row('DCGM_FI_DEV_FB_FREE', 1000)])
    .tick(0);
  expect(scraped.value('gpu.memoryUsed', 'gpu', FIRST)).toBeNaN();
  expect(scraped.value('gpu.memoryUsedRatio', 'gpu', FIRST)).toBeNaN();
});

describe('XID errors', () => {
  const page = (scraped: Scraped, seconds: number, code: number, labels = WORKLOAD) =>
    scraped.page(TARGET, seconds, [row('DCGM_FI_DEV_XID_ERRORS', code, labels)]).tick(seconds);
  const events = (scraped: Scraped) => Math.round(scraped.value('gpu.xidEvents', 'gpu', FIRST)! * 10);

  it('are events when the code changes, not while it stays', () => {
    const scraped = page(new Scraped(), 0, 43);
    expect(events(page(scraped, 10, 43))).toBe(0);
    expect(events(page(scraped, 20, 79))).toBe(1);
    expect(scraped.value('gpu.xid', 'gpu', FIRST)).toBe(79);
    expect(events(page(scraped, 30, 79))).toBe(0);
    expect(events(page(scraped, 40, 0))).toBe(0);
  });

  it('are no news when only labels of the row change', () => {
    const scraped = page(page(new Scraped(), 0, 43), 10, 43, '');
    expect(events(scraped)).toBe(0);
    expect(events(page(scraped, 20, 43))).toBe(0);
    expect(events(page(scraped, 30, 79, `${WORKLOAD},err_code="79",err_msg="GPU has fallen off the bus"`))).toBe(1);
  });
});

describe('pod labels', () => {
  const used = (labels: string) => [row('DCGM_FI_DEV_FB_USED', 100, labels)];
  const pods = (scraped: Scraped) =>
    scraped.signals.related(scraped.entity('gpu', FIRST)!, 'pod').map(({ key }) => key);
  const LLAMA = 'pod{namespace="serving",pod="llama-0"}';

  it('that are missing for a while do not make the GPU ownerless', () => {
    const scraped = new Scraped().page(TARGET, 0, used(WORKLOAD)).page(TARGET, 60, used('')).tick(60);
    expect(pods(scraped)).toEqual([LLAMA]);
    expect(scraped.entity('gpu', FIRST)!.labels).toMatchObject({ pod: 'llama-0' });
    scraped.page(TARGET, 360, used('')).tick(360);
    expect(pods(scraped)).toEqual([]);
    expect(scraped.entity('gpu', FIRST)!.labels).not.toHaveProperty('pod');
  });

  it('of a new pod take the place of the old one at once', () => {
    const scraped = new Scraped().page(TARGET, 0, used(WORKLOAD));
    scraped.page(TARGET, 60, used(',container="vllm",namespace="serving",pod="llama-1"')).tick(60);
    expect(pods(scraped)).toEqual(['pod{namespace="serving",pod="llama-1"}', LLAMA]);
    expect(scraped.entity('gpu', FIRST)!.labels).toMatchObject({ pod: 'llama-1' });
  });

  it('are the workload, not the exporter, with target labels in the way', () => {
    const own = { ...TARGET, namespace: 'gpu-operator', pod: 'dcgm-exporter-x7k2p' };
    const renamed = ',exported_container="vllm",exported_namespace="serving",exported_pod="llama-0"';
    const target = ',container="exporter",namespace="gpu-operator",pod="dcgm-exporter-x7k2p"';
    expect(pods(new Scraped().page(own, 0, used(renamed + target)))).toEqual([LLAMA]);
    expect(pods(new Scraped().page(own, 0, used(WORKLOAD)))).toEqual([LLAMA]);
    expect(pods(new Scraped().page(own, 0, used(target)))).toEqual([]);
  });
});
