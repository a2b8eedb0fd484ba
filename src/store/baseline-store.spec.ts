import { randomBytes } from 'node:crypto';
import { openTestDatabase, type TestDatabase } from '../../test/database.ts';
import type { BaselineRow } from '../core/model/baseline-row.ts';
import { BaselineStore } from './baseline-store.ts';
import { Database } from './database.ts';

let test: TestDatabase;
let database: Database;
let store: BaselineStore;
beforeAll(async () => {
  test = await openTestDatabase();
  database = await Database.open({ url: test.url });
  store = new BaselineStore(database);
});
beforeEach(() => database.pool.query('TRUNCATE baselines'));
afterAll(async () => {
  await database.close();
  await test.close();
});

function row(n: number, changes: Partial<BaselineRow> = {}): BaselineRow {
  const entity = `tenant{tenant="t${String(n).padStart(6, '0')}"}`;
  const state = Uint8Array.from({ length: 20 + (n % 7) }, (_, i) => (n + i * 37) % 256);
  return {
    key: `tokens.output|${entity}`,
    signal: 'tokens.output',
    entity,
    version: 3,
    state,
    updatedMs: 1_790_000_000_123,
    ...changes,
  };
}

async function loaded(): Promise<BaselineRow[]> {
  const rows: BaselineRow[] = [];
  for await (const chunk of store.load()) rows.push(...chunk);
  return rows.map(({ state, ...rest }) => ({ ...rest, state: Uint8Array.from(state) }));
}

it('gives back every byte, whatever the length of the state', async () => {
  const rows = [
    row(1),
    row(2, { state: new Uint8Array(0) }),
    row(3, { state: Uint8Array.from({ length: 5000 }, (_, i) => i % 256) }),
  ];
  await store.save(rows);
  expect(await loaded()).toEqual(rows);
});

it('writes new and changed rows in one call, and only those', async () => {
  await store.save([row(1), row(2), row(3)]);
  const versions = async () => (await database.pool.query('SELECT key, xmin FROM baselines ORDER BY key')).rows;
  const before = await versions();
  const changed = row(2, { state: Uint8Array.of(9, 8, 7), version: 4, updatedMs: 1_790_000_060_000 });
  await store.save([row(1), changed, row(4)]);
  const after = await versions();
  expect(await loaded()).toEqual([row(1), changed, row(3), row(4)]);
  expect(after.filter(({ key, xmin }) => before.some((old) => old.key === key && old.xmin === xmin))).toHaveLength(2);
});

it('saves and loads more rows than fit into one statement', async () => {
  const rows = Array.from({ length: 12_001 }, (_, n) => row(n));
  await store.save([...rows].reverse());
  const chunks: number[] = [];
  for await (const chunk of store.load()) chunks.push(chunk.length);
  expect(chunks).toEqual([5000, 5000, 2001]);
  expect(await loaded()).toEqual(rows);
});

it('takes keys that no index would, and gives them back whole', async () => {
  const long = (last: string): BaselineRow => {
    const entity = `tenant{tenant="${randomBytes(4000).toString('hex')}${last}"}`;
    return row(1, { entity, key: `tokens.output|${entity}` });
  };
  const rows = [long('a'), long('b')];
  await store.save(rows);
  await store.save(rows);
  expect((await loaded()).map(({ key }) => key).sort()).toEqual(rows.map(({ key }) => key).sort());
  await store.delete(rows.map(({ key }) => key));
  expect(await loaded()).toEqual([]);
});

it('forgets what is deleted, and takes empty calls', async () => {
  await store.save([row(1), row(2)]);
  await store.delete([row(1).key, 'unknown']);
  await store.save([]);
  await store.delete([]);
  expect(await loaded()).toEqual([row(2)]);
});
