import { FakeTickView } from '../../../test/fakes/tick-view.ts';
import type { Finding } from '../model/finding.ts';
import { unknownGpuWorkload } from './unknown-gpu-workload.ts';

const SETTINGS = unknownGpuWorkload.settings.parse({});

interface Work {
  readonly active?: number;
  readonly watts?: number;
  readonly tensor?: number;
  readonly pod?: string;
  readonly neighbourPod?: string | undefined;
  readonly output?: number;
}

/** A GPU beside another one on the same node. */
function work({ active = 0, watts = 70, tensor = 0, pod, neighbourPod = 'vllm-0', output }: Work): Finding[] {
  const view = new FakeTickView();
  const labels = (name: string | undefined) => ({ Hostname: 'node-b', gpu: '7', ...(name ? { pod: name } : {}) });
  const gpu = view.add('gpu', { UUID: 'GPU-7' }, labels(pod));
  view.add('gpu', { UUID: 'GPU-0' }, labels(neighbourPod));
  view.set('gpu.engineActive', gpu, { value: active, expected: 0, lower: 0, upper: 0.1 });
  view.set('gpu.power', gpu, { value: watts, expected: 70, lower: 60, upper: 120 });
  view.set('gpu.tensorActive', gpu, { value: tensor, expected: 0, lower: 0, upper: 0.03 });
  if (pod !== undefined && output !== undefined) {
    const server = view.add('pod', { namespace: 'ai', pod });
    view.link(gpu, server).set('tokens.output', server, { value: output, expected: 100 });
  }
  return unknownGpuWorkload.evaluate(view, SETTINGS);
}

test('a busy GPU without an owner; the tensor cores tell what it does', () => {
  expect(work({})).toEqual([]);
  expect(work({ active: 0.998, watts: 472, tensor: 0.0004 })).toMatchObject([
    { severity: 'critical', causes: [{ cause: 'mining, no owner' }] },
  ]);
  expect(work({ active: 0.86, watts: 547, tensor: 0.19 })).toMatchObject([
    {
      severity: 'warning',
      summary:
        'node-b GPU 7 works for no pod that Kubernetes knows: active 86 %, usually 0 to 10 % and at 547 W, usually 60 to 120 W; its tensor cores work, as in training or inference.',
    },
  ]);
});

test('a node whose exporter tells no owners at all accuses nobody', () => {
  expect(work({ active: 0.9, watts: 500, neighbourPod: '' })).toEqual([]);
});

test('an owner may work as he likes, unless his server serves nothing', () => {
  expect(work({ active: 0.9, watts: 500, pod: 'notebook' })).toEqual([]);
  expect(work({ active: 0.9, watts: 500, pod: 'vllm-1', output: 50 })).toEqual([]);
  expect(work({ active: 0.9, watts: 500, pod: 'vllm-1', output: 0 })).toMatchObject([
    { causes: [{ cause: 'mining, no requests' }] },
  ]);
});

test('a GPU that two pods share is owned, though no single pod is its label', () => {
  const view = new FakeTickView();
  const gpu = view.add('gpu', { UUID: 'GPU-7' }, { Hostname: 'node-b', gpu: '7' });
  view.add('gpu', { UUID: 'GPU-0' }, { Hostname: 'node-b', gpu: '0', pod: 'vllm-0' });
  view.link(gpu, view.add('pod', { namespace: 'ai', pod: 'vllm-1' }));
  view.link(gpu, view.add('pod', { namespace: 'research', pod: 'notebook-0' }));
  view.set('gpu.engineActive', gpu, { value: 0.97, expected: 0.4, lower: 0.2, upper: 0.5 });
  expect(unknownGpuWorkload.evaluate(view, SETTINGS)).toEqual([]);
});

test('heat of a GPU that does nothing is not work', () => {
  expect(work({ active: 0.05, watts: 400 })).toEqual([]);
});
