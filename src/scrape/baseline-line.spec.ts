import { Readable } from 'node:stream';
import fc from 'fast-check';
import type { BaselineRow } from '../core/model/baseline-row.ts';
import { formatBaseline, readBaseline } from './baseline-line.ts';
import { readScrapeLog } from './scrape-log.ts';

const ROW: BaselineRow = {
  key: 'cost.rate|tenant{tenant="a b|c"}',
  signal: 'cost.rate',
  entity: 'tenant{tenant="a b|c"}',
  version: 3,
  state: Buffer.from([0, 1, 254, 255]),
  updatedMs: 1_777_852_800_000,
};

it('reads what it wrote, whatever the state', () => {
  fc.assert(
    fc.property(fc.uint8Array({ minLength: 1, maxLength: 1024 }), (state) => {
      const row = { ...ROW, state: Buffer.from(state) };
      expect(readBaseline(formatBaseline(row))).toEqual(row);
    }),
  );
});

it.each(['', '# BASELINE', '# BASELINE x 1 AAAA a|b', '# SCRAPE 1 job=a instance=b'])('refuses %j', (line) => {
  expect(readBaseline(line)).toBeUndefined();
});

it.each([7, 64 * 1024])('hands over the baselines before the first page, in chunks of %d bytes', async (size) => {
  const page = '# SCRAPE 1777852800 job=a instance=b:1\nup 1\n';
  const log = Buffer.from(`${formatBaseline(ROW)}\n${formatBaseline(ROW)}\n${page}`);
  const rows: BaselineRow[] = [];
  const pages = [];
  const chunks = Array.from({ length: Math.ceil(log.length / size) }, (_, i) => log.subarray(i * size, (i + 1) * size));
  const options = { bodyMaximumBytes: 1000, onBaseline: (row: BaselineRow) => rows.push(row) };
  for await (const read of readScrapeLog(Readable.from(chunks), options)) pages.push(read);
  expect(rows).toEqual([ROW, ROW]);
  expect(pages).toHaveLength(1);
});

it('names a broken line', async () => {
  const log = Readable.from([Buffer.from('# BASELINE nonsense\n')]);
  const read = async () => {
    for await (const _ of readScrapeLog(log)) expect(true).toBe(false);
  };
  await expect(read()).rejects.toThrow(/no scrape log/);
});
