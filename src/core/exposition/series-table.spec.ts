import { describe, expect, it } from '@jest/globals';
import { type Series, seriesHash } from './series.ts';
import { FULL, SeriesTable } from './series-table.ts';

const series = (name: string, type: Series['type'] = 'gauge'): Series => ({ name, labels: {}, type });

/** Puts these series on a complete page. */
function page(table: SeriesTable, number: number, shown: Series[]): number[] {
  table.begin();
  const indexes = shown.map((one) => {
    const index = table.intern(one, seriesHash(one), number);
    if (index !== FULL) table.seen[index] = number;
    return index;
  });
  table.sweep(number, new Set(indexes.filter((index) => index !== FULL)).size);
  return indexes;
}

describe('SeriesTable', () => {
  it('keeps an index while its series is shown, and frees it one page after', () => {
    const table = new SeriesTable(10);
    expect(page(table, 1, [series('a'), series('b')])).toEqual([0, 1]);
    expect(page(table, 2, [series('b')])).toEqual([1]);
    expect([table.removed, table.series[0]]).toEqual([[0], series('a')]);
    expect(page(table, 3, [series('b'), series('c')])).toEqual([1, 0]);
    expect([table.added, table.removed]).toEqual([[0], []]);
  });

  it('drops the newest beyond the maximum', () => {
    const table = new SeriesTable(2);
    expect(page(table, 1, [series('a'), series('b'), series('c')])).toEqual([0, 1, FULL]);
    expect(page(table, 2, [series('b'), series('c')])).toEqual([1, FULL]);
    expect(page(table, 3, [series('b'), series('c')])).toEqual([1, 0]);
  });

  it('replaces a series that has another type', () => {
    const table = new SeriesTable(10);
    page(table, 1, [series('a')]);
    expect(page(table, 2, [series('a', 'counter'), series('a', 'gauge')])).toEqual([1, 1]);
    expect([table.added, table.removed, table.replaced]).toEqual([[1], [0], [0]]);
  });
});
