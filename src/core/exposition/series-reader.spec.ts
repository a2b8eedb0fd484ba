import { describe, expect, it } from '@jest/globals';
import { bytesOf } from './bytes.ts';
import { FamilyTypes } from './family-types.ts';
import { isSameSeries, seriesHash } from './series.ts';
import { SeriesReader } from './series-reader.ts';
import { SeriesScanner } from './series-scanner.ts';

const reader = new SeriesReader();
function read(line: string) {
  const bytes = bytesOf(Buffer.from(line));
  const scanner = new SeriesScanner(true);
  expect(scanner.scan(bytes, 0, bytes.length)).toBe(true);
  return { series: reader.read(bytes, scanner, new FamilyTypes()), hash: reader.hash };
}

describe('SeriesReader', () => {
  it('reads name and labels, without those that are empty', () => {
    expect(read('a{b="c",d="",e="f\\n\\"é"} 1').series).toEqual({
      name: 'a',
      labels: { b: 'c', e: 'f\n"é' },
      type: 'untyped',
    });
  });

  it('takes any label name for one', () => {
    const { labels } = read('a{constructor="1",__proto__="2",toString="3"} 1').series;
    expect(Object.entries(labels)).toEqual([
      ['constructor', '1'],
      ['__proto__', '2'],
      ['toString', '3'],
    ]);
    expect(read('a{b="c"} 1').series.labels['constructor']).toBeUndefined();
  });

  it('hashes as a series is hashed, whatever the order of its labels', () => {
    const [one, other] = [read('a{b="c",d="é"} 1'), read('a{d="é",x="",b="c"} 1')];
    expect(one.hash).toBe(other.hash);
    expect(one.hash).toBe(seriesHash(one.series));
    expect(isSameSeries(one.series, other.series)).toBe(true);
    expect(isSameSeries(one.series, read('a{b="c"} 1').series)).toBe(false);
    expect(isSameSeries(read('a{b="c"} 1').series, one.series)).toBe(false);
    expect(isSameSeries(one.series, read('b{b="c",d="é"} 1').series)).toBe(false);
  });
});
