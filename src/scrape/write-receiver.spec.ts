import { ManualClock } from '../../test/fakes/manual-clock.ts';
import { type SentSeries, STALE, snappy, writeRequest, writeRequestV2 } from '../../test/fakes/remote-write.ts';
import type { Labels } from '../core/model/labels.ts';
import { WriteReceiver, type WriteReceiverOptions } from './write-receiver.ts';

const NOW_MS = 1_700_000_000_000;
const T = NOW_MS - 5000;
const ID = { job: 'vllm', instance: 'h:8000' };

function receiver(options: Partial<WriteReceiverOptions> = {}) {
  const clock = new ManualClock(NOW_MS);
  const made = new WriteReceiver({
    clock,
    bodyMaximumBytes: 1_000_000,
    seriesMaximum: 100,
    replicaLabels: ['prometheus_replica'],
    scraped: () => [],
    ...options,
  });
  /** Pages as `target: series=value@seconds before now`, a line each. */
  const write = (series: readonly SentSeries[], version: '1' | '2' = '1') => {
    const result = made.read(snappy(version === '1' ? writeRequest(series) : writeRequestV2(series)), version);
    if (!result.ok) return { result, lines: [], samples: undefined };
    const lines = result.pages.map(({ target, written }) => {
      const samples = written.series.map(
        (one, i) =>
          `${shown(one.name, one.labels)}=${written.values[i]}@${(NOW_MS - (written.timesMs[i] ?? 0)) / 1000}`,
      );
      return `${shown('', target)}: ${samples.join(' ')}`;
    });
    return { result, lines, samples: result.samples };
  };
  return { made, clock, write };
}

function shown(name: string, labels: Labels): string {
  const pairs = Object.entries(labels).filter(([label]) => label !== 'job' && label !== 'instance');
  return `${name}{${pairs.map(([label, value]) => `${label}=${value}`).join(',')}}`;
}

const up = (labels = {}, value = 1): SentSeries => ({
  labels: { __name__: 'up', ...ID, ...labels },
  samples: [[T, value]],
});
const a = (labels = {}, ...samples: [number, number][]): SentSeries => ({
  labels: { __name__: 'a', ...ID, ...labels },
  samples: samples.length === 0 ? [[T, 1]] : samples,
});

describe.each(['1', '2'] as const)('WriteReceiver, remote write %s.0', (version) => {
  it('takes a target’s labels from its up', () => {
    const { write } = receiver();
    const labels = { pod: 'exporter', exported_pod: 'train' };
    expect(write([a(labels), up({ pod: 'exporter' })], version).lines).toEqual([
      '{pod=exporter}: a{pod=exporter,exported_pod=train}=1@5 up{pod=exporter}=1@5',
    ]);
    expect(write([a(labels, [T, 2])], version).lines).toEqual([
      '{pod=exporter}: a{pod=exporter,exported_pod=train}=2@5',
    ]);
  });

  it('waits a while for the up of a target, then does without', async () => {
    const { write, clock } = receiver();
    expect(write([a()], version)).toMatchObject({ lines: [], samples: { awaiting_up: 1, taken: 0 } });
    await clock.pass(31_000);
    expect(write([a()], version)).toMatchObject({ lines: ['{}: a{}=1@5'], samples: { awaiting_up: 0, taken: 1 } });
  });

  it('tells targets of one name in two clusters apart', () => {
    const { write } = receiver();
    const both = ['x', 'y'].flatMap((cluster) => [up({ cluster }), a({ cluster })]);
    expect(write(both, version).lines).toEqual([
      '{cluster=x}: up{cluster=x}=1@5 a{cluster=x}=1@5',
      '{cluster=y}: up{cluster=y}=1@5 a{cluster=y}=1@5',
    ]);
  });

  it('makes a page of each sample of a series, the oldest first', () => {
    const { write } = receiver();
    const late: [number, number][] = [
      [T - 30_000, 1],
      [T - 15_000, 2],
      [T, STALE],
    ];
    expect(write([up(), a({}, ...late)], version).lines).toEqual([
      '{}: up{}=1@5 a{}=1@35',
      '{}: a{}=2@20',
      '{}: a{}=NaN@5',
    ]);
  });

  it('makes one series of what replicas write', () => {
    const { write } = receiver();
    expect(write([up(), a({ prometheus_replica: '0' }), a({ prometheus_replica: '1' })], version).lines).toEqual([
      '{}: up{}=1@5 a{}=1@5 a{}=1@5',
    ]);
  });

  it('leaves targets alone that are scraped here', async () => {
    const own: { labels: Labels }[] = [];
    const { write, clock } = receiver({ scraped: () => own });
    expect(write([up()], version).samples).toMatchObject({ taken: 1 });
    own.push({ labels: { ...ID, cluster: 'a' } });
    await clock.pass(11_000);
    expect(write([up(), a()], version)).toMatchObject({ lines: [], samples: { taken: 0, scraped_here: 2 } });
  });

  it('takes what is valid of a message, and tells the rest', () => {
    const { write } = receiver({ seriesMaximum: 2 });
    const future: [number, number] = [NOW_MS + 3_600_000, 1];
    const sent = [
      up(),
      { labels: ID, samples: [[T, 1]] as const },
      a({}, future, [T, 3]),
      a({ b: '1' }),
      a({ b: '2' }),
    ];
    expect(write(sent, version)).toMatchObject({
      lines: ['{}: up{}=1@5 a{}=3@5'],
      samples: { taken: 2, invalid: 2, over_limit: 2 },
      result: { problem: 'a series has no __name__' },
    });
  });

  it('forgets series that are not written any more', async () => {
    const { write, clock } = receiver({ seriesMaximum: 2 });
    write([up(), a()], version);
    expect(write([a({ b: '1' })], version).samples).toMatchObject({ over_limit: 1 });
    await clock.pass(1_900_000);
    write([up()], version);
    await clock.pass(1_900_000);
    expect(write([up(), a({ b: '1' })], version).lines).toHaveLength(1);
  });

  it.each([
    ['nothing', new Uint8Array(0)],
    ['no snappy', Buffer.from('hello, this is text')],
    ['a lie about the length', Uint8Array.from([100, 0, 1])],
    ['no protobuf', snappy(Buffer.from('hello, this is text'))],
    ['a cut message', snappy(writeRequest([up(), a()]).subarray(0, 60))],
  ])('refuses %s', (_, body) => {
    expect(receiver().made.read(body, version)).toMatchObject({ ok: false, reason: 'malformed' });
  });

  it('holds no message beyond its maximum, whatever it claims', () => {
    const { made } = receiver({ bodyMaximumBytes: 1000 });
    const bomb = snappy(new Uint8Array(100_000));
    expect(bomb.length).toBeLessThan(10_000);
    expect(made.read(bomb, version)).toMatchObject({ ok: false, reason: 'too_large' });
  });
});
