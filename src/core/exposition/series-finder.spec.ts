import { beforeEach, describe, expect, it } from '@jest/globals';
import { bytesOf } from './bytes.ts';
import { FamilyTypes } from './family-types.ts';
import { isSameSeries, seriesHash } from './series.ts';
import { SeriesFinder } from './series-finder.ts';

const finder = new SeriesFinder();
beforeEach(() => finder.clear());

function read(line: string) {
  const bytes = bytesOf(Buffer.from(line));
  expect(finder.scan(bytes, 0, 0, bytes.length)).toBe(true);
  return { series: finder.read(bytes, new FamilyTypes()), hash: finder.seriesHash };
}

describe('SeriesFinder', () => {
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

  it('reads a block that the page has shown without a scan', () => {
    const bytes = bytesOf(Buffer.from('a{b="c"} 1\nbb{b="c"} 2\nc{b="d"} 3\n'));
    finder.clear();
    finder.scan(bytes, 0, 0, bytes.length);
    const { labels } = finder.read(bytes, new FamilyTypes());
    expect([finder.guess(bytes, 11, 11, bytes.length), finder.valueAt, finder.knowsBlock()]).toEqual([true, 21, true]);
    const series = finder.read(bytes, new FamilyTypes());
    expect([series.name, series.labels === labels, finder.seriesHash]).toEqual(['bb', true, seriesHash(series)]);
    expect([finder.guess(bytes, 23, 23, bytes.length), finder.knowsBlock()]).toEqual([true, false]);
  });

  it('expects the block that followed the last one before', () => {
    const lines = ['a{x="1"} 1\n', 'a{x="2"} 1\n', 'b{x="1"} 1\n', `b{x="2"} ${'1'.repeat(60)}\n`];
    const bytes = bytesOf(Buffer.from(lines.join('')));
    const read = lines.map((_, line) => {
      const from = 11 * line;
      if (!finder.guess(bytes, from, from, bytes.length) || !finder.knowsBlock()) {
        expect(finder.scan(bytes, from, from, bytes.length)).toBe(true);
      }
      const series = finder.read(bytes, new FamilyTypes());
      expect([finder.valueAt, finder.seriesHash]).toEqual([from + 9, seriesHash(series)]);
      return series;
    });
    expect(read.map(({ name }) => name)).toEqual(['a', 'a', 'b', 'b']);
    expect([read[2]?.labels === read[0]?.labels, read[3]?.labels === read[1]?.labels]).toEqual([true, true]);
  });

  it('guesses nothing where there is no plain name, no block or a far end', () => {
    for (const line of ['a 1', '{"a"} 1', '1a{b="c"} 1', `a{b="c"} ${'1'.repeat(60)}`, 'a{b="c']) {
      const bytes = bytesOf(Buffer.from(line));
      expect([line, finder.guess(bytes, 0, 0, bytes.length)]).toEqual([line, false]);
    }
  });
});
