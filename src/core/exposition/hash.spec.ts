import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { hashBytes, hashText } from './hash.ts';

describe('hash', () => {
  it('is the same of a text and of its bytes', () => {
    fc.assert(
      fc.property(fc.string(), fc.nat(5), (text, before) => {
        const bytes = Buffer.from(' '.repeat(before) + text);
        expect(hashBytes(bytes, before, bytes.length)).toBe(hashText(text));
      }),
    );
  });

  it('tells near names apart, in its low bits too', () => {
    const hashes = Array.from({ length: 4096 }, (_, i) => hashText(`gpu-node-${i}`));
    expect(new Set(hashes).size).toBe(4096);
    expect(new Set(hashes.map((hash) => hash & 0xffff)).size).toBeGreaterThan(3800);
  });
});
