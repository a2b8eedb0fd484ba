import { describe, expect, it } from '@jest/globals';
import { PageParser, type ParsedPage, type ParserOptions } from './page-parser.ts';

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
    expect(
      read('# TYPE a counter\na{b="c",d="e\\"f"} 1 1700000000000\n# TYPE h histogram\nh_bucket{le="+Inf"} 2e3\nx -0.5'),
    ).toEqual(['a{b=c,d=e"f}:counter 1@1700000000000', 'h_bucket{le=+Inf}:histogram 2000', 'x{}:untyped -0.5']);
  });

  it('skips a bad line, counts it and calls the page partial', () => {
    const parser = new PageParser();
    const page = parser.parse(bytes('a 1\nb ERROR\nc 3\n'));
    expect(samples(parser, page)).toEqual(['a{}:untyped 1', 'c{}:untyped 3']);
    expect(page).toMatchObject({ partial: true, skippedCount: 1 });
    expect(page.skipped).toEqual([{ line: 2, reason: 'value is not a number', text: 'b ERROR' }]);
  });
});
