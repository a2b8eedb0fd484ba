import { entityOf, signalOf } from '../../../test/fakes/console-answers.ts';
import { gpuNodes, mean } from './gpu-nodes.ts';

function gpu(node: string, place: string, labels: Record<string, string> = {}) {
  return entityOf('gpu', { UUID: `GPU-${node}-${place}` }, { Hostname: node, gpu: place, ...labels });
}

it('groups GPUs by node, in the order of numbers', () => {
  const memory = ['node-10 1', 'node-2 10', 'node-2 9'].map((text) => {
    const [node = '', place = ''] = text.split(' ');
    return signalOf('gpu.memoryUsedRatio', gpu(node, place), { value: 0.5 });
  });
  const nodes = gpuNodes(memory, [signalOf('gpu.utilization', gpu('node-2', '9'), { value: 0.9 })]);
  expect(
    nodes.map(({ node, gpus }) => [
      node,
      gpus.map(({ place, memory, utilization }) => [place, memory?.value, utilization?.value]),
    ]),
  ).toEqual([
    [
      'node-2',
      [
        ['9', 0.5, 0.9],
        ['10', 0.5, undefined],
      ],
    ],
    ['node-10', [['1', 0.5, undefined]]],
  ]);
});

it('names the owner and the MIG instance', () => {
  const entity = { ...gpu('n', '0', { namespace: 'ai', pod: 'vllm-0' }), identity: { UUID: 'GPU-1', GPU_I_ID: '7' } };
  expect(gpuNodes([signalOf('gpu.memoryUsedRatio', entity)], [])[0]?.gpus[0]).toMatchObject({
    place: '0.7',
    pod: 'ai/vllm-0',
  });
});

it('takes the mean of what is known', () => {
  const entity = gpu('n', '0');
  expect(mean([signalOf('x', entity, { value: 1 }), signalOf('x', entity, { value: null }), undefined])).toBe(1);
  expect(mean([])).toBeUndefined();
});
