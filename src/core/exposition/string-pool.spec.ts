import { describe, expect, it } from '@jest/globals';
import { bytesOf } from './bytes.ts';
import { hashBytes } from './hash.ts';
import { ESCAPED, WIDE } from './series-scanner.ts';
import { StringPool } from './string-pool.ts';

const text = (pool: StringPool, bytes: Buffer, flags = 0, hash = hashBytes(bytes, 0, bytes.length)) =>
  pool.text(bytesOf(bytes), 0, bytes.length, hash, flags);

describe('StringPool', () => {
  it('gives the text that the bytes write, whatever their hash', () => {
    const pool = new StringPool();
    for (let round = 0; round < 2; round += 1) {
      for (const word of ['', 'a', 'inference', 'x'.repeat(500)])
        expect(text(pool, Buffer.from(word), 0, 7)).toBe(word);
      for (let i = 0; i < 100; i += 1) expect(text(pool, Buffer.from(`pod-${i}`), 0, 7)).toBe(`pod-${i}`);
    }
  });

  it('decodes what is wide or escaped', () => {
    expect(text(new StringPool(), Buffer.from('é\\n"'), WIDE | ESCAPED)).toBe('é\n"');
  });
});
