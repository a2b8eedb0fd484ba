import { describe, expect, it } from '@jest/globals';
import { bytesOf } from './bytes.ts';
import { FamilyTypes } from './family-types.ts';
import { hashBytes } from './hash.ts';
import { DETACHED, LineMemory } from './line-memory.ts';

const add = (memory: LineMemory, text: string, target = 0) => {
  const bytes = bytesOf(Buffer.from(text));
  return memory.add(bytes, 0, bytes.length, {
    hash: hashBytes(bytes, 0, bytes.length),
    target,
    name: 'a',
    type: 'gauge',
  });
};
const find = (memory: LineMemory, text: string) => {
  const bytes = bytesOf(Buffer.from(text));
  return memory.find(bytes, 0, bytes.length, hashBytes(bytes, 0, bytes.length));
};

/** One complete page with these lines. */
function page(memory: LineMemory, lines: string[]): void {
  memory.order.begin(0);
  for (const line of lines) memory.order.append(find(memory, line) < 0 ? add(memory, line) : find(memory, line));
  memory.settle(true);
}

describe('LineMemory', () => {
  it('finds lines through pages that add, drop and lengthen them', () => {
    const memory = new LineMemory(10_000);
    const lines = (from: number, to: number) =>
      Array.from({ length: to - from }, (_, i) => `a{pod="${'p'.repeat((from + i) % 7)}${from + i}"} `);
    for (let number = 1; number < 30; number += 1) {
      const shown = lines(number * 50, number * 50 + 300);
      page(memory, shown);
      expect(shown.map((line) => memory.order.positionOf(find(memory, line)))).toEqual(shown.map((_, place) => place));
      expect(lines(number * 50 - 50, number * 50).map((line) => find(memory, line))).toEqual(Array(50).fill(-1));
      expect(memory.text.length).toBeLessThan(300 * 24 * 1.5 + 4096);
    }
  });

  it('remembers no more than its maximum', () => {
    const memory = new LineMemory(2);
    expect([add(memory, 'a '), add(memory, 'b '), add(memory, 'c ')]).toEqual([0, 1, -1]);
    memory.clear();
    expect([find(memory, 'a '), add(memory, 'c ') >= 0]).toEqual([-1, true]);
  });

  it('keeps names with their types, and detaches the lines of a series', () => {
    const memory = new LineMemory(10);
    const line = add(memory, 'a ', 5);
    const types = new FamilyTypes();
    expect([memory.nameOf(line), memory.typeOf(line), memory.keepsType(line, types)]).toEqual(['a', 'gauge', false]);
    types.declare('a', 'gauge');
    expect(memory.keepsType(line, types)).toBe(true);
    memory.detach([4]);
    expect(memory.target[line]).toBe(5);
    memory.detach([5]);
    expect(memory.target[line]).toBe(DETACHED);
    memory.retarget(line, 6, 'b', 'counter');
    expect([memory.target[line], memory.nameOf(line), memory.typeOf(line)]).toEqual([6, 'b', 'counter']);
  });
});
