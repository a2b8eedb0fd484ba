import { describe, expect, it } from '@jest/globals';
import { PageColumns } from './page-columns.ts';

function add(columns: PageColumns, value: number, timeMs?: number): void {
  columns.reserve();
  columns.values[columns.count] = value;
  columns.count += 1;
  if (timeMs !== undefined) columns.stamp(timeMs);
}

describe('PageColumns', () => {
  it('grow, and keep the times of the samples that have one', () => {
    const columns = new PageColumns();
    for (let i = 0; i < 200; i += 1) add(columns, i, i === 3 || i === 150 ? i : undefined);
    expect([
      columns.values[199],
      columns.timesMs?.[3],
      columns.timesMs?.[4],
      columns.timesMs?.[150],
      columns.timesMs?.[199],
    ]).toEqual([199, 3, Number.NaN, 150, Number.NaN]);
  });

  it('have no times on a page without them', () => {
    const columns = new PageColumns();
    add(columns, 1, 17);
    columns.clear();
    add(columns, 2);
    expect(columns.timesMs).toBeUndefined();
    add(columns, 3, 18);
    expect([columns.timesMs?.[0], columns.timesMs?.[1]]).toEqual([Number.NaN, 18]);
  });
});
