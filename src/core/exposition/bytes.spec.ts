import { describe, expect, it } from '@jest/globals';
import { allocateBytes, bytesOf, nextLine, skipBlanks } from './bytes.ts';

describe('bytes', () => {
  it('are the same memory, not a copy', () => {
    const body = Uint8Array.from([97, 98, 99]);
    const bytes = bytesOf(body.subarray(1));
    body[1] = 120;
    expect(bytes.latin1Slice(0, 2)).toBe('xc');
    expect(allocateBytes(3).length).toBe(3);
  });

  it('skip spaces and tabs, and nothing beyond the end', () => {
    const bytes = Buffer.from(' \t a  ');
    expect([skipBlanks(bytes, 0, 6), skipBlanks(bytes, 4, 6), skipBlanks(bytes, 4, 5)]).toEqual([3, 6, 5]);
  });

  it('find the next line, which the last line has none of', () => {
    const bytes = Buffer.from('a\nbc');
    expect([nextLine(bytes, 0, 4), nextLine(bytes, 2, 4), nextLine(bytes, 0, 1)]).toEqual([2, 4, 1]);
  });
});
