import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { ON_SERVER, openTestDatabase, type TestDatabase } from '../../test/database.ts';
import { migrate, migrationsFolder } from './migrate.ts';

let database: TestDatabase;
let folder: string;
let client: pg.Client;
beforeAll(async () => {
  database = await openTestDatabase('empty');
  client = new pg.Client({ connectionString: database.url });
  await client.connect();
});
beforeEach(async () => {
  await client.query('DROP SCHEMA public CASCADE; CREATE SCHEMA public');
  folder = mkdtempSync(join(tmpdir(), 'gauger-test-'));
  cpSync(migrationsFolder(), folder, { recursive: true });
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));
afterAll(async () => {
  await client.end();
  await database.close();
});

function add(name: string, sql: string): void {
  mkdirSync(join(folder, name));
  writeFileSync(join(folder, name, 'migration.sql'), sql);
}

it('applies each migration once, in order, and writes the ledger that Prisma reads', async () => {
  const ours = await migrate(database.url, folder);
  expect(ours[0]).toMatch(/^\d{14}_first$/);
  add('99990101000000_a', 'CREATE TABLE a (n int); INSERT INTO a VALUES (1)');
  add('99990102000000_b', 'ALTER TABLE a ADD COLUMN m int');
  expect(await migrate(database.url, folder)).toEqual(['99990101000000_a', '99990102000000_b']);
  expect(await migrate(database.url, folder)).toEqual([]);
  const { rows } = await client.query(
    `SELECT migration_name, length(checksum) AS digits, finished_at IS NOT NULL AS finished, rolled_back_at, applied_steps_count
     FROM _prisma_migrations ORDER BY started_at`,
  );
  const row = { digits: 64, finished: true, rolled_back_at: null, applied_steps_count: 1 };
  expect(rows).toEqual(
    [...ours, '99990101000000_a', '99990102000000_b'].map((migration_name) => ({ migration_name, ...row })),
  );
});

it('undoes a migration that fails, and says which', async () => {
  await migrate(database.url, folder);
  add('99990101000000_bad', 'CREATE TABLE a (n int); SELECT nonsense()');
  await expect(migrate(database.url, folder)).rejects.toThrow('migration 99990101000000_bad failed and was undone');
  expect((await client.query(`SELECT to_regclass('a') AS a`)).rows).toEqual([{ a: null }]);
  writeFileSync(join(folder, '99990101000000_bad', 'migration.sql'), 'CREATE TABLE a (n int)');
  expect(await migrate(database.url, folder)).toEqual(['99990101000000_bad']);
});

it('refuses an applied migration that was edited', async () => {
  const [first = ''] = await migrate(database.url, folder);
  writeFileSync(join(folder, first, 'migration.sql'), 'SELECT 1');
  await expect(migrate(database.url, folder)).rejects.toThrow(`migration ${first} was edited after it was applied`);
});

it('refuses a database of a newer version', async () => {
  add('99990101000000_later', 'CREATE TABLE later (n int)');
  await migrate(database.url, folder);
  await expect(migrate(database.url)).rejects.toThrow('newer than this version: it has 99990101000000_later');
});

it('refuses a migration that Prisma left half-way', async () => {
  const [first = ''] = await migrate(database.url, folder);
  await client.query('UPDATE _prisma_migrations SET finished_at = NULL');
  await expect(migrate(database.url, folder)).rejects.toThrow(`migration ${first} failed half-way`);
});

// PGlite is one session, in which an advisory lock keeps nobody out; there a lock on the directory does.
(ON_SERVER ? it : it.skip)('lets processes that start together migrate one after another (server only)', async () => {
  add('99990101000000_slow', 'SELECT pg_sleep(0.2); CREATE TABLE slow (n int)');
  const applied = await Promise.all(Array.from({ length: 4 }, () => migrate(database.url, folder)));
  expect(applied.flat().sort()).toEqual([...new Set(applied.flat())].sort());
  expect(applied.flat()).toContain('99990101000000_slow');
});
