import { describe, expect, it } from '@jest/globals';
import { bytesOf } from '../bytes.ts';
import { openMetricsFault } from './openmetrics-page.ts';

function fault(page: string | Uint8Array): string | undefined {
  const bytes = bytesOf(Buffer.from(page));
  return openMetricsFault(bytes, bytes.length);
}

describe('openMetricsFault', () => {
  const good = (page: string) =>
    it(`accepts ${JSON.stringify(page)}`, () => expect(fault(`${page}# EOF\n`)).toBeUndefined());
  const bad = (page: string, reason: string) =>
    it(`rejects ${JSON.stringify(page)}: ${reason}`, () => expect(fault(`${page}# EOF\n`)).toContain(reason));

  good('');
  good('# TYPE a counter\n# HELP a help\na_total{b="c"} 1 17.5 # {t="x"} 0.5 17\na_created{b="c"} 3 17.5\n');
  good('# TYPE a_seconds gauge\n# UNIT a_seconds seconds\na_seconds -1\n');
  good('# TYPE a counter\na 1\n');
  good('# TYPE a info\na_info{b="c"} 1 2\na_info{b="d"} 1 1\n');
  good('# TYPE a stateset\na{a="x"} 1\na{a="y"} 0\n');
  good('# TYPE a gaugehistogram\na_bucket{le="-1"} 1\na_bucket{le="+Inf"} 2\na_gcount 2\na_gsum -5\n');
  good('# TYPE a histogram\na_bucket{x="1",le="+Inf"} 1 # {} 1\na_bucket{x="2",le="+Inf"} 2\n');
  good('a_total 1\nb 1\na_total{c="d"} 1\n');
  good('# TYPE "a.b" summary\n{"a.b",quantile="0.5"} NaN\n');

  bad('a 1\n\n', 'line 2');
  bad('a  1\n', 'no single number');
  bad('a 1 \n', 'timestamp is not a number');
  bad('a{b="c", d="e"} 1\n', 'no label where one is expected');
  bad('a{b="c",} 1\n', 'no label where one is expected');
  bad('a{b="c"d="e"} 1\n', 'no comma');
  bad('a{b} 1\n', 'label without a value');
  bad('a{b="1",b="2"} 1\n', 'label b twice');
  bad('a{"b"} 1\n', 'two metric names');
  bad('{b="c"} 1\n', 'no metric name');
  bad('# TYPE a gauge\n# TYPE a gauge\n', 'second # TYPE');
  bad('# HELP a x\n# HELP a y\n', 'second # HELP');
  bad('# UNIT a_s s\n# UNIT a_s s\n', 'second # UNIT');
  bad('# UNIT a s\n', 'not a suffix');
  bad('# TYPE a_s info\n# UNIT a_s s\n', 'of type info');
  bad('# TYPE a untyped\n', 'unknown metric type');
  bad('# foo\n', 'neither');
  bad('a 1\n# TYPE a gauge\n', "after the family's samples");
  bad('# TYPE a gauge\na 1\n# TYPE b gauge\nb 1\n# HELP a x\n', 'not in one piece');
  bad('# TYPE a_created gauge\n# TYPE a counter\n', 'shares the name a_created');
  bad('a 1\nb 1\n# TYPE a gauge\n', 'not in one piece');
  bad('# TYPE a histogram\na 1\n', 'not in one piece');
  bad('# TYPE a gauge\na{b="1"} 1\na{b="2"} 1\na{b="1"} 1\n', 'not together');
  bad('# TYPE a gauge\na 1 2\na 1\n', 'some none');
  bad('# TYPE a gauge\na 1 1520879607.000000002\na 1 1520879607.000000001\n', 'times go back');
  bad('# TYPE a counter\na_total NaN\n', 'counter is NaN');
  bad('# TYPE a counter\na -1\n', 'negative counter');
  bad('# TYPE a info\na 2\n', 'info value is not 1');
  bad('# TYPE a stateset\na 1\n', 'without a label a');
  bad('# TYPE a stateset\na{a="x"} 2\n', 'neither 0 nor 1');
  bad('# TYPE a summary\na{quantile="2"} 1\n', 'quantile label');
  bad('# TYPE a summary\na{quantile="1"} -1\n', 'negative quantile');
  bad('# TYPE a histogram\na_bucket{le="inf"} 1\n', 'le label');
  bad('# TYPE a histogram\na_bucket{le="+Inf"} 0.5\n', 'not an integer');
  bad('# TYPE a histogram\na_bucket{le="1"} 1\n', 'no +Inf bucket');
  bad('# TYPE a histogram\na_bucket{le="1"} 2\na_bucket{le="+Inf"} 1\n', 'bucket values fall');
  bad('# TYPE a histogram\na_bucket{le="2"} 1\na_bucket{le="1"} 1\n', 'not in order');
  bad('# TYPE a histogram\na_bucket{le="+Inf"} 1\na_count 2\na_sum 1\n', 'not its +Inf bucket');
  bad('# TYPE a histogram\na_bucket{le="+Inf"} 1\na_count 1\n', 'one of sum and count');
  bad('# TYPE a histogram\na_bucket{le="-1"} 1\na_bucket{le="+Inf"} 1\na_sum 1\na_count 1\n', 'negative bounds');
  bad('# TYPE a gaugehistogram\na_bucket{le="+Inf"} 1\na_gsum -1\na_gcount 1\n', 'without negative bounds');
  bad('# TYPE a gauge\na 1 # {b="c"} 1\n', 'may have none');
  bad('# TYPE a counter\na_total 1 # b\n', 'exemplar without labels');
  bad('# TYPE a counter\na_total 1 # {b="c"}\n', 'exemplar without a number');
  bad('# TYPE a counter\na_total 1 # {b="c"} 1 Inf\n', 'exemplar timestamp');
  bad(`# TYPE a counter\na_total 1 # {b="${'é'.repeat(128)}"} 1\n`, 'too long');

  it('wants one # EOF, at the end', () => {
    expect([fault('a 1\n# EOF'), fault('# EOF\n')]).toEqual([undefined, undefined]);
    expect([fault(''), fault('a 1'), fault('a 1\n')]).toEqual(
      Array(3).fill(expect.stringContaining('does not end with # EOF')),
    );
    expect(fault('a 1\n# EOF\nb 1\n')).toBe('line 3: data after # EOF');
    expect(fault(Uint8Array.from([0xff]))).toBe('invalid UTF-8');
  });
});
