import { FakeTickView } from '../../../test/fakes/tick-view.ts';
import { gpuFault } from './gpu-fault.ts';

const SETTINGS = gpuFault.settings.parse({});

function view() {
  const tick = new FakeTickView();
  const gpu = tick.add('gpu', { UUID: 'GPU-1' }, { gpu: '3', Hostname: 'node-a', pod: 'vllm-0' });
  const pod = tick.add('pod', { namespace: 'ai', pod: 'vllm-0' });
  return { tick: tick.link(gpu, pod), gpu, pod };
}

test('a hardware code that is new', () => {
  const xid = (value: number, expected = 0) => {
    const { tick, gpu } = view();
    return gpuFault.evaluate(
      tick.set('gpu.xid', gpu, { value, score: 0.4 }).set('gpu.xidBefore', gpu, { value: expected, score: 0 }),
      SETTINGS,
    );
  };
  expect(xid(0)).toEqual([]);
  expect(xid(43)).toEqual([]);
  expect(xid(95, 95)).toEqual([]);
  expect(xid(48, 95)).toHaveLength(1);
  expect(xid(94)).toMatchObject([
    { severity: 'warning', summary: 'node-a GPU 3 of pod vllm-0 reports XID 94: a contained memory error.' },
  ]);
  expect(xid(79)).toMatchObject([{ severity: 'critical', nextStep: expect.stringContaining('cordon') }]);
});

test('heat that slows the pod down', () => {
  const heat = (celsius: number, interToken: number) => {
    const { tick, gpu, pod } = view();
    tick.set('gpu.temperature', gpu, { value: celsius, expected: 45, lower: 35, upper: 55 });
    return gpuFault.evaluate(tick.set('latency.interToken', pod, { value: interToken, expected: 0.02 }), SETTINGS);
  };
  expect(heat(86, 0.02)).toEqual([]);
  expect(heat(65, 0.04)).toEqual([]);
  expect(heat(86, 0.04)).toMatchObject([{ severity: 'warning', causes: [{ cause: 'heat' }] }]);
});
