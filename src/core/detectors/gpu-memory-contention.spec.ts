import { FakeTickView } from '../../../test/fakes/tick-view.ts';
import type { Finding } from '../model/finding.ts';
import { gpuMemoryContention } from './gpu-memory-contention.ts';

const SETTINGS = gpuMemoryContention.settings.parse({});

interface Squeeze {
  readonly cache?: number;
  readonly preemptions?: number;
  readonly waiting?: number;
  readonly firstToken?: number;
  readonly nextToken?: number;
  readonly frameBuffer?: number;
  readonly requests?: number;
  readonly neighbour?: boolean;
}

/** A pod on two GPUs, the first of which may be shared. */
function squeeze(pressure: Squeeze): Finding[] {
  const { cache = 0.3, preemptions = 0, waiting = 0, firstToken = 0.1, frameBuffer = 0.9, requests = 2 } = pressure;
  const view = new FakeTickView();
  const pod = view.add('pod', { namespace: 'ai', pod: 'vllm-0' }, { model_name: 'llama' });
  const gpus = ['0', '1'].map((gpu) => view.add('gpu', { UUID: `GPU-${gpu}` }, { gpu, Hostname: 'node-a' }));
  gpus.forEach((gpu, index) => {
    view.link(pod, gpu).set('gpu.memoryUsedRatio', gpu, {
      value: index === 0 ? frameBuffer : 0.9,
      expected: 0.9,
      lower: 0.88,
      upper: 0.92,
    });
  });
  view.set('kvCache.usage', pod, { value: cache, expected: 0.3, lower: 0.1, upper: 0.5 });
  view.set('preemptions.rate', pod, { value: preemptions, expected: 0, lower: 0, upper: 0.05 });
  view.set('queue.waiting', pod, { value: waiting, expected: 0, lower: 0, upper: 2 });
  view.set('latency.timeToFirstToken', pod, { value: firstToken, expected: 0.1, lower: 0.05, upper: 0.15 });
  view.set('latency.interToken', pod, { value: pressure.nextToken ?? 0.02, expected: 0.02, lower: 0, upper: 0.04 });
  view.set('requests.rate', pod, { value: requests, expected: 2 });
  const [first] = gpus;
  if (pressure.neighbour === true && first !== undefined)
    view.link(view.add('pod', { namespace: 'dev', pod: 'notebook' }), first);
  return gpuMemoryContention.evaluate(view, SETTINGS);
}

test('two kinds of evidence, one of them of memory', () => {
  expect(squeeze({ cache: 1 })).toEqual([]);
  expect(squeeze({ waiting: 30, firstToken: 2 })).toEqual([]);
  expect(squeeze({ cache: 0.7, firstToken: 2 })).toEqual([]);
  expect(squeeze({ cache: 1, waiting: 30 })).toHaveLength(1);
  expect(squeeze({ preemptions: 1, firstToken: 0.2 })).toHaveLength(1);
});

test('one over its line, the other may stay below it', () => {
  expect(squeeze({ preemptions: 0.04, firstToken: 0.14 })).toEqual([]);
  expect(squeeze({ preemptions: 1, firstToken: 0.11 })).toEqual([]);
  expect(squeeze({ preemptions: 1, firstToken: 0.14 })).toHaveLength(1);
});

test('a server that became slower holds its requests for longer: that is said against a lack of room', () => {
  const [full] = squeeze({ cache: 1, waiting: 30 });
  expect([full?.causes[0]?.cause, full?.doubts]).toEqual(['less room for the KV cache', []]);
  const [slow] = squeeze({ cache: 1, waiting: 30, nextToken: 0.06 });
  expect(slow?.doubts).toEqual([
    'Each token takes 3 times the usual time too: it may have lost capacity, by a clock or a neighbour.',
  ]);
});

test('a foreign process: its GPU and the neighbour are named', () => {
  const [found] = squeeze({ frameBuffer: 0.999, firstToken: 2.4, neighbour: true });
  expect(found).toMatchObject({
    severity: 'critical',
    causes: [{ cause: 'memory taken by another process', share: 1 }],
    labels: {
      model_name: 'llama',
      gpu: '0',
      UUID: 'GPU-0',
      Hostname: 'node-a',
      neighbour_pod: 'notebook',
      neighbour_namespace: 'dev',
    },
  });
  expect(found?.evidence.map(({ name }) => name)).toContain('node-a GPU 0');
  expect(found?.summary).toBe(
    'Pod ai/vllm-0 (llama) is short of GPU memory: frame buffer 100 %, usually 88 to 92 %; time to first token 2.4 s, usually 50 to 150 ms; another process took memory on node-a GPU 0; dev/notebook shares its GPU.',
  );
});

test('a foreign process that Kubernetes does not know is looked for on the node', () => {
  expect(squeeze({ frameBuffer: 0.999, waiting: 10 })[0]?.nextStep).toContain('nvidia-smi on the node of node-a GPU 0');
});

test('own load is a doubt; of several GPUs none is accused', () => {
  const [found] = squeeze({ cache: 0.99, waiting: 10, requests: 9 });
  expect(found).toMatchObject({
    severity: 'warning',
    causes: [{ cause: 'more requests' }],
    labels: { Hostname: 'node-a' },
  });
  expect(found?.doubts).toHaveLength(1);
  expect(found?.labels?.['UUID']).toBeUndefined();
});
