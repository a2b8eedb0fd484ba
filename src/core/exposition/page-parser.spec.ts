import { describe, expect, it } from '@jest/globals';
import { PageParser, type ParsedPage, type ParserOptions } from './page-parser.ts';

const OPENMETRICS = 'application/openmetrics-text; version=1.0.0';
const bytes = (text: string) => Buffer.from(text);

/** What a page says, by series, in the page's order. */
function samples(parser: PageParser, page: ParsedPage): string[] {
  return Array.from({ length: page.count }, (_, i) => {
    const series = parser.series[page.series[i] ?? -1];
    const time = page.timesMs === undefined || Number.isNaN(page.timesMs[i]) ? '' : `@${page.timesMs[i]}`;
    const labels = Object.entries(series?.labels ?? {}).map(([name, value]) => `${name}=${value}`);
    return `${series?.name}{${labels.join(',')}}:${series?.type} ${page.values[i]}${time}`;
  });
}

function read(text: string, contentType?: string, options?: ParserOptions): string[] {
  const parser = new PageParser(options);
  return samples(parser, parser.parse(bytes(text), contentType));
}

describe('PageParser', () => {
  it('reads names, labels, types, values and times', () => {
    const page =
      '# TYPE a counter\na{b="c",d="e\\"f"} 1 1700000000000\n# TYPE h histogram\nh_bucket{le="+Inf"} 2e3\nx -0.5';
    expect(read(page)).toEqual([
      'a{b=c,d=e"f}:counter 1@1700000000000',
      'h_bucket{le=+Inf}:histogram 2000',
      'x{}:untyped -0.5',
    ]);
  });

  it('reads OpenMetrics: seconds, exemplars, quoted names, unknown types', () => {
    const page = '# TYPE a counter\na_total 1 17.5 # {t="x"} 2 3\na_created 4\n{"b.c",d="e"} 5\n# EOF\n';
    expect(read(page, OPENMETRICS)).toEqual([
      'a_total{}:counter 1@17500',
      'a_created{}:counter 4',
      'b.c{d=e}:unknown 5',
    ]);
  });

  it('skips a bad line, counts it and calls the page partial', () => {
    const parser = new PageParser();
    const page = parser.parse(bytes('a 1\nb ERROR\nc 3\n'));
    expect(samples(parser, page)).toEqual(['a{}:untyped 1', 'c{}:untyped 3']);
    expect(page).toMatchObject({ partial: true, skippedCount: 1 });
    expect(page.skipped).toEqual([{ line: 2, reason: 'value is not a number', text: 'b ERROR' }]);
  });

  it('reads what Windows exporters send', () => {
    expect(read('\ufeff# TYPE a gauge\r\n  a 1\r\n\r\n')).toEqual(['a{}:gauge 1']);
  });

  it('calls an OpenMetrics page without its end, or with more than it, partial', () => {
    const parser = new PageParser();
    expect(parser.parse(bytes('a 1\n'), OPENMETRICS)).toMatchObject({ count: 1, partial: true, skippedCount: 1 });
    expect(parser.parse(bytes('a 1\n# EOF\nb 1\n'), OPENMETRICS)).toMatchObject({
      count: 1,
      partial: true,
      skippedCount: 1,
    });
    expect(parser.parse(bytes('a 1\n# EOF\n'), OPENMETRICS)).toMatchObject({ count: 1, partial: false });
  });

  it('counts a useless # TYPE without calling the page partial: no sample is missing', () => {
    expect(new PageParser().parse(bytes('# TYPE a meh\na 1\n'))).toMatchObject({
      count: 1,
      skippedCount: 1,
      partial: false,
    });
  });

  it('takes the first of two samples of a series, in whatever order its labels stand', () => {
    expect(read('a{b="1",c="2"} 1\na{c="2",b="1"} 2\na{b="1",c="2",d=""} 3\n')).toEqual(['a{b=1,c=2}:untyped 1']);
  });

  it('reports series as they come and go, and frees an index one page later', () => {
    const parser = new PageParser();
    expect(parser.parse(bytes('a 1\nb 2\n'))).toMatchObject({ added: [0, 1], removed: [] });
    expect(parser.parse(bytes('b 3\n'))).toMatchObject({ added: [], removed: [0] });
    expect(parser.series[0]?.name).toBe('a');
    const page = parser.parse(bytes('b 3\nc 4\n'));
    expect(page).toMatchObject({ added: [0], removed: [] });
    expect(samples(parser, page)).toEqual(['b{}:untyped 3', 'c{}:untyped 4']);
  });

  it('removes nothing on a partial page', () => {
    const parser = new PageParser();
    parser.parse(bytes('a 1\nb 2\n'));
    expect(parser.parse(bytes('b 3\n!\n')).removed).toEqual([]);
    expect(parser.parse(bytes('b 3\n')).removed).toEqual([0]);
  });

  it('gives a series of another type another index', () => {
    const parser = new PageParser();
    parser.parse(bytes('# TYPE a gauge\na 1\n'));
    const page = parser.parse(bytes('# TYPE a counter\na 1\n'));
    expect(page).toMatchObject({ added: [1], removed: [0] });
    expect(samples(parser, page)).toEqual(['a{}:counter 1']);
  });

  it('asks once whether to admit a series, and under which name', () => {
    const asked: string[] = [];
    const admit: ParserOptions['admit'] = (series) => {
      asked.push(series.name);
      return series.name === 'b' ? undefined : { ...series, labels: { ...series.labels, job: 'x' } };
    };
    const parser = new PageParser({ admit });
    const pages = ['a 1\nb 2\nc 3\n', 'a 4\nb 5\nc 6\n', 'c 7\nb 8\na 9\n'].map((text) =>
      samples(parser, parser.parse(bytes(text))),
    );
    expect(asked).toEqual(['a', 'b', 'c']);
    expect(pages[2]).toEqual(['c{job=x}:untyped 7', 'a{job=x}:untyped 9']);
  });

  it('drops the newest series beyond the maximum and counts their samples', () => {
    const parser = new PageParser({ seriesMaximum: 2 });
    const pages = ['a 1\nb 2\nc 3\n', 'c 3\nb 2\na 1\n', 'c 3\nb 2\n', 'c 3\nb 2\n'].map((text) => {
      const page = parser.parse(bytes(text));
      return [samples(parser, page).join(' '), page.droppedCount, page.partial];
    });
    expect(pages).toEqual([
      ['a{}:untyped 1 b{}:untyped 2', 1, false],
      ['b{}:untyped 2 a{}:untyped 1', 1, false],
      ['b{}:untyped 2', 1, false],
      ['c{}:untyped 3 b{}:untyped 2', 0, false],
    ]);
  });

  it('rejects a whole page in the strict level, and forgets nothing by it', () => {
    const parser = new PageParser({ level: 'strict' });
    parser.parse(bytes('a 1\n'));
    const rejected = parser.parse(bytes('a 2\nb ERROR\n'));
    expect(rejected).toMatchObject({
      count: 0,
      added: [],
      removed: [],
      partial: true,
      error: 'line 2: value is not a number',
    });
    expect(parser.parse(bytes('a 3\n'))).toMatchObject({ count: 1, added: [], removed: [] });
  });
});
