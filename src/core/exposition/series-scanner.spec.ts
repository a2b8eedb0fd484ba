import { describe, expect, it } from '@jest/globals';
import { bytesOf } from './bytes.ts';
import {
  LABELS_MAXIMUM,
  NAME_BYTES_MAXIMUM,
  SeriesScanner,
  TOKEN_COLUMNS,
  VALUE_BYTES_MAXIMUM,
} from './series-scanner.ts';

/** The parts of the series at the start of a line, and what is left of the line; a string says why there is none. */
function scan(line: string | Buffer, quotedNames = true): string | { parts: string[]; rest: string } {
  const bytes = bytesOf(Buffer.from(line));
  const scanner = new SeriesScanner(quotedNames);
  if (!scanner.scan(bytes, 0, bytes.length)) return scanner.reason;
  const parts = Array.from({ length: 1 + 2 * scanner.labelCount }, (_, token) => {
    const [from = 0, to = 0] = scanner.tokens.subarray(token * TOKEN_COLUMNS);
    return bytes.utf8Slice(from, to);
  });
  return { parts, rest: bytes.utf8Slice(scanner.end, bytes.length) };
}

describe('SeriesScanner', () => {
  const good = (line: string, parts: string[], rest: string) =>
    it(`finds the series of ${JSON.stringify(line)}`, () => expect(scan(line)).toEqual({ parts, rest }));
  good('a 1', ['a'], '1');
  good('a:b{} 1', ['a:b'], '1');
  good('a{b="c",d="e"}1', ['a', 'b', 'c', 'd', 'e'], '1');
  good('a { b = "c" , d = "e" , } \t1', ['a', 'b', 'c', 'd', 'e'], '1');
  good('a{b="c" d="e"} 1', ['a', 'b', 'c', 'd', 'e'], '1');
  good('a{b="x\\"} y",c=""} 1', ['a', 'b', 'x\\"} y', 'c', ''], '1');
  good('a{b="x\ny\0é"} 1', ['a', 'b', 'x\ny\0é'], '1');
  good('{"a.b",c="d"} 1', ['a.b', 'c', 'd'], '1');
  good('{c="d","a.b","e f"="g"} 1', ['a.b', 'c', 'd', 'e f', 'g'], '1');
  good('a+1', ['a'], '+1');

  const bad = (line: string | Buffer, reason: string, quotedNames = true) =>
    it(`finds none in ${JSON.stringify(line.toString()).slice(0, 60)}: ${reason}`, () =>
      expect(scan(line, quotedNames)).toBe(reason));
  bad('1a 1', 'no metric name');
  bad('{} 1', 'no metric name');
  bad('{b="c"} 1', 'no metric name');
  bad('{""} 1', 'no metric name');
  bad('{"a"} 1', 'no metric name', false);
  bad('a{"b"="c"} 1', 'quoted name in a format without them', false);
  bad('a{"b"} 1', 'two metric names');
  bad('a{b} 1', 'no equals sign after a label name');
  bad('a{b=c} 1', 'label value without quotes');
  bad("a{b='c'} 1", 'label value without quotes');
  bad('a{,b="c"} 1', 'no label name');
  bad('a{b="c",,} 1', 'no label name');
  bad('a{1b="c"} 1', 'no label name');
  bad('a{b:c="d"} 1', 'no equals sign after a label name');
  bad('a{b="c"', 'no closing brace');
  bad('a{b="c', 'quotes never closed');
  bad('a{b="c\\\n"} 1', 'backslash at the end of a line');
  bad('a{__name__="b"} 1', 'label __name__');
  bad('a{b="1",c="2",b="3"} 1', 'label twice');
  bad(Buffer.from([...Buffer.from('a{b="'), 0xff, ...Buffer.from('"} 1')]), 'invalid UTF-8');
  bad(`a{${Array.from({ length: LABELS_MAXIMUM + 1 }, (_, i) => `l${i}="v"`).join()}} 1`, 'too many labels');
  bad(`${'a'.repeat(NAME_BYTES_MAXIMUM)} 1`, 'no metric name');
  bad(`a{b="${'x'.repeat(VALUE_BYTES_MAXIMUM + 1)}"} 1`, 'label value too long');
  bad(`a{${Array.from({ length: 6 }, (_, i) => `l${i}="${'x'.repeat(200_000)}"`).join()}} 1`, 'quotes never closed');
});
