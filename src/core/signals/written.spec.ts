import type { Labels } from '../model/labels.ts';
import type { WrittenSeries } from '../model/page.ts';
import { WrittenTargets } from '../written/written-targets.ts';
import { CATALOGUE } from './catalogue/catalogue.ts';
import { DEFINITIONS } from './definitions.ts';
import { Signals } from './signals.ts';

const TARGET = { job: 'vllm', instance: 'h:8000', namespace: 'serving', pod: 'vllm-0' };
const POD = { key: 'pod{namespace="serving",pod="vllm-0"}' };
const TENANT_LABELS = ['team'];
const SECOND = 1000;
const START = 1_700_000_000_000;

const series = (name: string, labels: Labels = {}): WrittenSeries => ({
  name,
  labels: { namespace: 'serving', pod: 'vllm-0', ...labels },
});
const tokens = series('vllm:generation_tokens_total', { model_name: 'llama' });
const waiting = series('vllm:num_requests_waiting', { model_name: 'llama' });
const up = series('up');

/** One target that is written to; times in seconds after the start. */
function target(labels: Labels = TARGET) {
  const signals = new Signals({
    catalogue: CATALOGUE,
    definitions: DEFINITIONS,
    tenantLabels: TENANT_LABELS,
    prices: { models: [], gpus: [] },
    stalenessMs: 300 * SECOND,
    signalMaximum: 1_000_000,
  });
  const targets = new WrittenTargets({});
  return {
    signals,
    write(at: number, ...samples: (readonly [WrittenSeries, number, number?])[]) {
      const written = {
        series: samples.map(([one]) => one),
        values: samples.map(([, value]) => value),
        timesMs: samples.map(([, , time]) => START + (time ?? at) * SECOND),
      };
      const timeMs = START + at * SECOND;
      const { table, columns } = targets.take({ target: labels, timeMs, up: true, written });
      signals.written(labels, table, columns, timeMs);
    },
    /** A signal's value at a tick; undefined while it is missing. */
    at(time: number, signal: string, entity: { readonly key: string } = POD) {
      signals.tick(START + time * SECOND);
      const slot = signals.slot(signal, entity);
      const value = slot < 0 ? Number.NaN : signals.values[slot]!;
      return Number.isNaN(value) ? undefined : value;
    },
  };
}

describe('written samples', () => {
  it('are rates over their own times, whatever pieces they come in', () => {
    const { write, at } = target();
    write(15, [tokens, 1000, 10]);
    write(15, [waiting, 4, 10]);
    write(31, [tokens, 1300, 25], [tokens, 1600, 40]);
    expect(at(45, 'tokens.output')).toBe(20);
    expect(at(45, 'queue.waiting')).toBe(4);
  });

  it('lose nothing by coming twice, late or out of order', () => {
    const { write, at } = target();
    write(15, [tokens, 1000]);
    write(30, [tokens, 1300]);
    write(31, [tokens, 1300, 30]);
    write(32, [tokens, 1100, 20]);
    write(33, [waiting, 4, 30], [waiting, 9, 12]);
    expect(at(35, 'tokens.output')).toBe(20);
    expect(at(35, 'queue.waiting')).toBe(4);
  });

  it('know a restart', () => {
    const { write, at } = target();
    write(15, [tokens, 1_000_000]);
    write(30, [tokens, 150]);
    expect(at(30, 'tokens.output')).toBe(10);
  });

  it('end with a stale marker, and go on from where they stood', () => {
    const { write, at } = target();
    write(15, [tokens, 1000], [waiting, 4]);
    write(30, [tokens, 1300], [waiting, 4]);
    write(45, [tokens, Number.NaN], [waiting, Number.NaN]);
    expect([at(45, 'tokens.output'), at(45, 'queue.waiting')]).toEqual([undefined, undefined]);
    write(60, [tokens, 1900], [waiting, 2]);
    expect([at(60, 'tokens.output'), at(60, 'queue.waiting')]).toEqual([20, 2]);
  });

  it('count a counter that is new to a known target from 0, and no other', () => {
    const { write, at } = target();
    const other = series('vllm:generation_tokens_total', { model_name: 'llama', engine: '1' });
    const first = series('vllm:generation_tokens_total', { model_name: 'llama', engine: '2' });
    for (let time = 15; time <= 600; time += 15) {
      write(time + 1, [up, 1, time]);
      write(time + 1, [tokens, 1000, time]);
      // Its requests are later than those of the first series, by no fault of its own.
      if (time >= 30) write(time + 2, [other, 5_000_000, time]);
    }
    expect(at(605, 'tokens.output')).toBe(0);
    write(616, [up, 1, 615]);
    write(616, [first, 300, 615]);
    expect(at(620, 'tokens.output')).toBe(20);
  });

  it('tell by up whether the target answers, and without one by their coming', () => {
    const { write, at } = target();
    const entity = { key: 'target{instance="h:8000",job="vllm"}' };
    write(15, [tokens, 1000]);
    expect(at(15, 'target.up', entity)).toBe(1);
    write(30, [up, 1], [tokens, 1000]);
    write(45, [up, 0], [tokens, Number.NaN]);
    expect(at(45, 'target.up', entity)).toBe(0);
  });

  it('are missing when nobody writes any more', () => {
    const { write, at } = target();
    write(15, [waiting, 4]);
    expect(at(300, 'queue.waiting')).toBe(4);
    expect(at(330, 'queue.waiting')).toBeUndefined();
  });

  it('of a broken clock’s future are left out', () => {
    const { write, at } = target();
    write(15, [waiting, 9, 4000]);
    write(16, [waiting, 4]);
    expect(at(20, 'queue.waiting')).toBe(4);
  });

  it('are not believed to be of the exporter’s own pod', () => {
    const dcgm = { job: 'dcgm', instance: 'h:9400', namespace: 'gpu', pod: 'dcgm-exporter' };
    const { write, signals } = target(dcgm);
    const memory = (labels: Labels) => ({
      name: 'DCGM_FI_DEV_FB_USED',
      labels: { namespace: 'gpu', pod: 'dcgm-exporter', UUID: 'GPU-1', gpu: '0', modelName: 'H100', ...labels },
    });
    write(15, [memory({}), 100]);
    signals.tick(START + 15 * SECOND);
    expect(signals.entities('pod')).toEqual([]);
    write(30, [memory({}), Number.NaN], [memory({ exported_pod: 'train', exported_namespace: 'ml' }), 100]);
    signals.tick(START + 30 * SECOND);
    expect(signals.entities('pod').map(({ key }) => key)).toEqual(['pod{namespace="ml",pod="train"}']);
  });
});
