import { describe, expect, it } from '@jest/globals';
import { bytesOf } from '../bytes.ts';
import { formatOf } from '../format.ts';
import { judgeText } from './text-page.ts';

const judge = (page: string | Uint8Array, contentType?: string) => {
  const bytes = bytesOf(Buffer.from(page));
  return judgeText(bytes, bytes.length, formatOf(contentType));
};

describe('judgeText', () => {
  it('accepts what Prometheus accepts', () => {
    const pages = [
      '',
      '\n',
      ' \t',
      'a 1',
      'a\t1 \n',
      'a{b="c",} 1\n',
      'a{b="c" d="e"}1\n',
      'a{b="x\ny"} 1\n',
      'a{b="\0"} 1\n',
      ' # x\n',
      '#\n',
    ];
    const families = [
      'a 1\n# TYPE a gauge\n# TYPE a counter\na 2\nb 1\na{c="d"} 1\n',
      '# TYPE h histogram\nh_bucket 1\nh_count -1\n',
    ];
    for (const page of [...pages, ...families]) expect([page, judge(page).ok]).toEqual([page, true]);
  });

  it('rejects what Prometheus rejects, and says where', () => {
    const pages = [
      ' a 1\n',
      'a 1\r\n',
      '\ufeffa 1\n',
      'a 1 -1\n',
      'a 0x10\n',
      'a\n',
      'a{,} 1\n',
      'a{b="c"\n',
      'a 1 # {b="c"} 1\n',
      '{"a.b"} 1\n',
    ];
    for (const page of pages) expect([page, judge(page).ok]).toEqual([page, false]);
    expect(judge('a 1\n# TYPE b counter\nb ERROR\n')).toEqual({ ok: false, reason: 'line 3: value is not a number' });
  });

  it('takes quoted names where the content type has them', () => {
    expect(judge('{"a.b",c="d"} 1\n', 'text/plain; version=1.0.0').ok).toBe(true);
  });

  it('ends the page at a line that begins with NUL, as Prometheus does', () => {
    expect(judge('a 1\n\0anything')).toEqual({ ok: true, end: 4 });
  });
});
