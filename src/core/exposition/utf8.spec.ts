import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { isUtf8 } from './utf8.ts';

const valid = (bytes: Uint8Array) => isUtf8(bytes, 0, bytes.length);

describe('isUtf8', () => {
  it('agrees with a fatal TextDecoder on any bytes', () => {
    const bytes = fc.oneof(
      fc.uint8Array({ maxLength: 6 }),
      fc.array(
        fc.constantFrom(0x41, 0x80, 0xbf, 0xc1, 0xc2, 0xe0, 0xed, 0xef, 0xf0, 0xf4, 0xf5, 0x9f, 0xa0, 0x8f, 0x90),
        { maxLength: 6 },
      ),
    );
    fc.assert(
      fc.property(bytes, (given) => {
        const body = Uint8Array.from(given);
        expect(valid(body)).toBe(decodes(body));
      }),
      { numRuns: 3000 },
    );
  });

  it('judges the range it is given', () => {
    expect(isUtf8(Uint8Array.from([0xff, 0x41, 0xff]), 1, 2)).toBe(true);
    expect(valid(Buffer.from('佖佥 🎉'))).toBe(true);
  });
});

function decodes(body: Uint8Array): boolean {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(body);
    return true;
  } catch {
    return false;
  }
}
