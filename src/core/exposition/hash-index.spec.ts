import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { HashIndex } from './hash-index.ts';

function all(index: HashIndex, hash: number): number[] {
  const found = [];
  for (let value = index.first(hash); value >= 0; value = index.next(hash)) found.push(value);
  return found.sort((a, b) => a - b);
}

describe('HashIndex', () => {
  it('finds what was added and not removed, whatever collides', () => {
    const step = fc.tuple(fc.boolean(), fc.constantFrom(0, 1, 63, 64, 65, -1, 127, 1 << 30), fc.nat(300));
    fc.assert(
      fc.property(fc.array(step, { maxLength: 400 }), (steps) => {
        const index = new HashIndex();
        const model = new Map<number, Set<number>>();
        for (const [isAdd, hash, value] of steps) {
          const values = model.get(hash) ?? new Set();
          model.set(hash, values);
          if (isAdd && !values.has(value)) expect(index.add(hash, value)).toBe(true);
          else if (!isAdd) index.remove(hash, value);
          if (isAdd) values.add(value);
          else values.delete(value);
        }
        for (const [hash, values] of model) expect(all(index, hash)).toEqual([...values].sort((a, b) => a - b));
      }),
      { numRuns: 200 },
    );
  });

  it('bounds the chain of one hash', () => {
    const index = new HashIndex();
    const kept = Array.from({ length: 3000 }, (_, value) => index.add(7, value)).filter(Boolean);
    expect(kept.length).toBeLessThanOrEqual(1024);
    expect(all(index, 7).length).toBeLessThanOrEqual(1024);
    index.clear();
    expect(all(index, 7)).toEqual([]);
  });
});
