import { FakeTickView } from '../../../test/fakes/tick-view.ts';
import { weightExfiltration } from './weight-exfiltration.ts';

const SETTINGS = weightExfiltration.settings.parse({});

interface Traffic {
  readonly transmit: number;
  readonly tokens?: number;
  readonly disk?: number;
  readonly pcie?: number;
  readonly gpu?: boolean;
}

/** A pod that usually sends 20 kB/s with 100 tokens/s. */
function send({ transmit, tokens, disk = 0, pcie = 1e6, gpu = true }: Traffic) {
  const view = new FakeTickView();
  const pod = view.add('pod', { namespace: 'ai', pod: 'vllm-0' });
  view.set('network.transmit', pod, { value: transmit, expected: 2e4, lower: 0, upper: 1.2e5 });
  view.set('disk.read', pod, { value: disk, expected: 0, lower: 0, upper: 1e5 });
  if (tokens !== undefined) view.set('tokens.output', pod, { value: tokens, expected: 100 });
  if (gpu) {
    const card = view.add('gpu', { UUID: 'GPU-0' });
    view.link(pod, card).set('gpu.pcieTransmit', card, { value: pcie, expected: 1e6, lower: 5e5, upper: 1e8 });
  }
  return weightExfiltration.evaluate(view, SETTINGS);
}

test('bytes that no answer explains, and where they come from', () => {
  expect(send({ transmit: 2e4 })).toEqual([]);
  expect(send({ transmit: 2e7 })).toMatchObject([{ severity: 'warning', doubts: [expect.stringContaining('logs')] }]);
  expect(send({ transmit: 2e7, disk: 2e7 })).toMatchObject([
    { severity: 'critical', causes: [{ cause: 'bytes read from its volumes' }] },
  ]);
  expect(send({ transmit: 2e7, pcie: 2e9 })[0]?.summary).toBe(
    'Pod ai/vllm-0 sends out 20 MB/s, usually 0 B/s to 120 kB/s, more than its answers explain; it reads GPU memory more than usual.',
  );
});

test('more answers carry more bytes', () => {
  expect(send({ transmit: 2e5, tokens: 1000 })).toEqual([]);
  expect(send({ transmit: 2e7, tokens: 1000 })).toHaveLength(1);
});

test('a database that is backed up has no weights', () => {
  expect(send({ transmit: 2e7, disk: 2e7, gpu: false })).toEqual([]);
});
