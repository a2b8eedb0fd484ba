import { describe, expect, it } from '@jest/globals';
import { LineOrder } from './line-order.ts';

/** An order of these lines, which the last page had. */
function orderOf(lines: number[], maximum = 100): LineOrder {
  const order = new LineOrder(maximum);
  for (const line of lines) order.enter(line);
  order.begin(0);
  for (const line of lines) order.append(line);
  order.settle();
  return order;
}
const linesOf = (order: LineOrder) => Array.from(order.lines.subarray(0, order.length));

describe('LineOrder', () => {
  it('says where a line stood first', () => {
    const order = orderOf([5, 3, 5, 4]);
    expect([5, 3, 4, 2].map((line) => order.positionOf(line))).toEqual([0, 1, 3, -1]);
  });

  it('changes in place where new lines take the places of others', () => {
    const order = orderOf([5, 3, 4]);
    order.enter(6);
    expect([order.replace(1, 6), linesOf(order), order.passed(1), order.passed(0)]).toEqual([true, [5, 6, 4], 3, 5]);
    expect([order.keep(), order.positionOf(3), order.positionOf(6)]).toEqual([[3], -1, 1]);
    expect([order.keep(), linesOf(order)]).toEqual([[], [5, 6, 4]]);
  });

  it('is the last page’s again when the page leaves it after all', () => {
    const order = orderOf([5, 3, 4]);
    order.enter(6);
    order.replace(1, 6);
    order.begin(2);
    expect([linesOf(order), order.passed(1)]).toEqual([[5, 3, 4], 3]);
    for (const line of [3, 4]) order.append(line);
    order.settle();
    expect(linesOf(order)).toEqual([5, 6, 3, 4]);
  });

  it('keeps a line that stands twice, and nothing beyond its end', () => {
    expect(orderOf([5, 3, 5]).replace(0, 6)).toBe(false);
    expect(orderOf([5, 3]).replace(2, 6)).toBe(false);
    expect(orderOf([0, 1, 2], 64).length).toBe(3);
    expect(
      orderOf(
        Array.from({ length: 80 }, (_, line) => line),
        64,
      ).length,
    ).toBe(64);
  });
});
