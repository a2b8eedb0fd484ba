import { describe, expect, it } from '@jest/globals';
import { bytesOf } from './bytes.ts';
import { DESCRIBED_MAXIMUM, SkippedLines } from './skipped-lines.ts';

describe('SkippedLines', () => {
  it('describes the first lines by number, counts all and keeps texts short', () => {
    const bytes = bytesOf(Buffer.from(`good\n${'x'.repeat(300)}\n${'bad\n'.repeat(50)}`));
    const skipped = new SkippedLines();
    skipped.add(bytes, 5, 306, 'long');
    for (let i = 0; i < 50; i += 1) skipped.add(bytes, 306 + 4 * i, 310 + 4 * i, 'bad');
    expect(skipped.count).toBe(51);
    expect(skipped.described.length).toBe(DESCRIBED_MAXIMUM);
    expect(skipped.described[0]).toEqual({ line: 2, reason: 'long', text: 'x'.repeat(120) });
    expect(skipped.described[1]).toEqual({ line: 3, reason: 'bad', text: 'bad' });
    skipped.clear();
    expect([skipped.count, skipped.described.length]).toEqual([0, 0]);
  });
});
