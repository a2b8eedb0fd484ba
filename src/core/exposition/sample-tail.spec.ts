import { describe, expect, it } from '@jest/globals';
import { bytesOf } from './bytes.ts';
import { formatOf } from './format.ts';
import { SampleTail } from './sample-tail.ts';

const TEXT = formatOf(undefined);
const OPENMETRICS = formatOf('application/openmetrics-text');

/** Value, time and end of what follows a series; a string says what is wrong. */
function read(text: string, { format = TEXT, strict = false } = {}): string | [number, number, number] {
  const tail = new SampleTail(format, strict);
  const values = new Float64Array(1);
  const bytes = bytesOf(Buffer.from(text));
  return tail.read(bytes, 0, bytes.length, values, 0) ? [values[0] ?? 0, tail.timeMs, tail.end] : tail.reason;
}

describe('SampleTail', () => {
  it('reads a value, and a time in milliseconds', () => {
    expect([read('1\nx'), read('1'), read('  1 \t\n'), read('1 17\n'), read('1 9007199254740991')]).toEqual([
      [1, Number.NaN, 2],
      [1, Number.NaN, 1],
      [1, Number.NaN, 6],
      [1, 17, 5],
      [1, Number.MAX_SAFE_INTEGER, 18],
    ]);
  });

  it('reads seconds in OpenMetrics', () => {
    expect(read('1 1700000000.5\n', { format: OPENMETRICS })).toEqual([1, 1700000000500, 15]);
    expect(read('1 NaN\n', { format: OPENMETRICS })).toBe('timestamp is not a number');
  });

  it('refuses what is no time', () => {
    for (const time of ['-1', '1.5', '1e3', 'abc', '9223372036854775808', '99999999999999999999', '5 5'])
      expect(typeof read(`1 ${time}\n`)).toBe('string');
    expect(typeof read('1 9223372036854775807')).toBe('object');
    expect(read('x\n')).toBe('value is not a number');
  });

  it('passes over exemplars and carriage returns, unless it is strict', () => {
    expect([read('1 # {a="b"} 2\nx'), read('1 17 # {}\n'), read('1\r\nx')]).toEqual([
      [1, Number.NaN, 14],
      [1, 17, 10],
      [1, Number.NaN, 3],
    ]);
    for (const text of ['1 # {a="b"} 2\n', '1\r\n', '1 17\r\n'])
      expect(typeof read(text, { strict: true })).toBe('string');
  });
});
