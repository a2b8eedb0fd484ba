import { HistoryPages } from './history-pages.ts';
import type { HistorySeries } from './prometheus-api.ts';

const series = (
  labels: Record<string, string>,
  ...values: (readonly [seconds: number, value: string])[]
): HistorySeries => ({
  metric: { job: 'j', instance: 'i', ...labels },
  values: values.map(([seconds, value]) => [seconds, value]),
});

function pages() {
  const all = new HistoryPages({ seriesMaximum: 100, replicaLabels: ['replica'] });
  /** A line a page: seconds, target, samples. */
  return (fromS: number, toS: number, ...of: HistorySeries[]) =>
    [...all.of({ fromMs: fromS * 1000, toMs: toS * 1000, stepMs: 60_000, series: of })].map(
      ({ target, timeMs, written }) => {
        const samples = written.series.map(
          ({ name, labels }, i) => `${name}${JSON.stringify(labels)}=${written.values[i]}`,
        );
        return `${timeMs / 1000} ${target['job']}${target['cluster'] ?? ''}: ${samples.join(' ').replaceAll('"', '')}`;
      },
    );
}

describe('HistoryPages', () => {
  it('are in order of time, each of one target', () => {
    const up = series({ __name__: 'up', cluster: 'x' }, [60, '1'], [120, '1']);
    const a = series({ __name__: 'a', cluster: 'x', b: '1' }, [60, '5'], [120, '+Inf']);
    const other = series({ __name__: 'a', job: 'k' }, [120, '7']);
    expect(pages()(60, 120, a, other, up)).toEqual([
      '60 jx: a{cluster:x,b:1}=5 up{cluster:x}=1',
      '120 jx: a{cluster:x,b:1}=Infinity up{cluster:x}=1',
      '120 k: a{}=7',
    ]);
  });

  it('end a series where it has no more values, over pieces too', () => {
    const next = pages();
    const a = series({ __name__: 'a' }, [60, '1']);
    const b = series({ __name__: 'b' }, [60, '1'], [120, '2'], [180, '3']);
    expect(next(60, 180, a, b)).toEqual(['60 j: a{}=1 b{}=1', '120 j: a{}=NaN b{}=2', '180 j: b{}=3']);
    expect(next(240, 300, series({ __name__: 'a' }, [300, '4']))).toEqual(['240 j: b{}=NaN', '300 j: a{}=4']);
  });

  it('are one series of what replicas have seen', () => {
    const one = series({ __name__: 'a', replica: '0' }, [60, '1']);
    const two = series({ __name__: 'a', replica: '1' }, [60, '1'], [120, '2']);
    expect(pages()(60, 120, one, two)).toEqual(['60 j: a{}=1', '120 j: a{}=2']);
  });
});
