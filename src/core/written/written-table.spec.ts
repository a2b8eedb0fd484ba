import type { WrittenSeries } from '../model/page.ts';
import { WrittenTable } from './written-table.ts';

const series = (name: string, labels = {}): WrittenSeries => ({ name, labels });
const A = series('a', { x: '1' });
const B = series('b');

/** What a page brings: the names added and removed, and the samples. */
function taken(table: WrittenTable, samples: readonly (readonly [WrittenSeries, number])[], timeMs = 1000) {
  const page = {
    series: samples.map(([one]) => one),
    values: samples.map(([, value]) => value),
    timesMs: samples.map(() => timeMs),
  };
  const { count, series: indexes, values, added, removed, droppedCount } = table.take(page, timeMs);
  const nameOf = (index: number) => table.series[index]?.name;
  const brought = [...indexes.subarray(0, count)].map((index, i) => `${nameOf(index)} ${values[i]}`);
  return { brought, added: added.map(nameOf), removed: removed.map(nameOf), droppedCount };
}

describe('WrittenTable', () => {
  it('keeps an index for each series, whatever object names it', () => {
    const table = new WrittenTable(10);
    expect(
      taken(table, [
        [A, 1],
        [B, 2],
      ]),
    ).toMatchObject({ brought: ['a 1', 'b 2'], added: ['a', 'b'] });
    expect(taken(table, [[series('a', { x: '1' }), 3]])).toMatchObject({ brought: ['a 3'], added: [], removed: [] });
    expect(taken(table, [[A, 4]])).toMatchObject({ brought: ['a 4'], added: [] });
    expect(table.series.length).toBe(2);
  });

  it('removes a series by NaN, and knows it as new when it comes back', () => {
    const table = new WrittenTable(10);
    taken(table, [
      [A, 1],
      [B, 2],
    ]);
    expect(taken(table, [[A, Number.NaN]])).toMatchObject({ brought: [], removed: ['a'] });
    expect(taken(table, [[A, Number.NaN]])).toMatchObject({ brought: [], removed: [] });
    expect(
      taken(table, [
        [A, 5],
        [B, 6],
      ]),
    ).toMatchObject({ brought: ['a 5', 'b 6'], added: ['a'] });
    expect(table.series.length).toBe(2);
  });

  it('removes what has no samples for a long time', () => {
    const table = new WrittenTable(10);
    taken(
      table,
      [
        [A, 1],
        [B, 2],
      ],
      0,
    );
    expect(taken(table, [[B, 2]], 600_000).removed).toEqual([]);
    expect(taken(table, [[B, 2]], 1_000_000).removed).toEqual(['a']);
  });

  it('has no more series than its maximum', () => {
    const table = new WrittenTable(1);
    expect(
      taken(table, [
        [A, 1],
        [B, 2],
      ]),
    ).toMatchObject({ brought: ['a 1'], droppedCount: 1 });
    taken(table, [[A, Number.NaN]]);
    expect(taken(table, [[B, 2]])).toMatchObject({ brought: ['b 2'], droppedCount: 0 });
  });
});
