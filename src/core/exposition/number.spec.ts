import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { bytesOf } from './bytes.ts';
import { numberOf, readNumber } from './number.ts';

/** The number at the start of the text and where it ends; undefined if there is none. */
function read(text: string): [number, number] | undefined {
  const out = new Float64Array(1);
  const end = readNumber(bytesOf(Buffer.from(text)), 0, Buffer.byteLength(text), out, 0);
  return end < 0 ? undefined : [out[0] ?? 0, end];
}

describe('readNumber', () => {
  const f = (text: string, want: number | undefined) =>
    it(`reads ${JSON.stringify(text)} as ${want}`, () => {
      expect(read(text)).toEqual(want === undefined ? undefined : [want, text.length]);
      expect(numberOf(text)).toEqual(want);
    });

  f('1', 1);
  f('-0', -0);
  f('+1', 1);
  f('.5', 0.5);
  f('5.', 5);
  f('0000000000000000000000000000000000000000000001.2e-1', 0.12);
  f('3.9024848896e+010', 39024848896);
  f('9223372036854775808', 2 ** 63);
  f('1e-400', 0);
  f('1.7976931348623157e308', Number.MAX_VALUE);
  f('123456789012345.6', 123456789012345.6);
  f('1E3', 1000);
  for (const text of ['Inf', '+inf', 'INFINITY']) f(text, Number.POSITIVE_INFINITY);
  f('-Inf', Number.NEGATIVE_INFINITY);
  for (const text of ['NaN', 'nan', 'NAN']) f(text, Number.NaN);
  for (const text of [
    '',
    '-',
    '.',
    '+NaN',
    '0x10',
    '0b1',
    '0o7',
    '0x1p-3',
    '1_000',
    '1,5',
    'true',
    '1e400',
    '1e',
    '1e+',
    '1.2.3',
    '--1',
    '1z',
    'infin',
  ]) {
    f(text, undefined);
  }

  it('ends at a blank or a line end', () => {
    expect([read('12 3'), read('12\t'), read('12\n3'), read('1e2\n'), read('12\r\n')]).toEqual([
      [12, 2],
      [12, 2],
      [12, 2],
      [100, 3],
      [12, 2],
    ]);
  });

  it('refuses a number without an end', () => {
    expect(read('0'.repeat(5000))).toBeUndefined();
  });

  it('reads every double as JavaScript does', () => {
    const double = fc.oneof(
      fc.double({ noNaN: true }),
      fc.integer(),
      fc.integer().map((n) => n / 1000),
      fc.double({ noNaN: true, min: -1e6, max: 1e6 }),
    );
    const text = fc
      .tuple(double, fc.nat(20))
      .map(([value, digits]) => (digits > 16 ? String(value) : value.toExponential(digits)));
    fc.assert(
      fc.property(text, (written) => {
        const value = Number(written);
        if (Number.isFinite(value)) expect(read(written)?.[0]).toBe(value);
      }),
      { numRuns: 2000 },
    );
  });
});
