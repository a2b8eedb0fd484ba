import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Worker } from 'node:worker_threads';
import pg from 'pg';
import { copyTemplate } from '../../test/database.ts';
import { EmbeddedDatabase } from './embedded-database.ts';

let directory: string;
beforeEach(async () => {
  directory = mkdtempSync(join(tmpdir(), 'gauger-test-'));
  await copyTemplate(directory);
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

async function withDatabase(work: (pool: pg.Pool, database: EmbeddedDatabase) => Promise<void>): Promise<void> {
  const database = await EmbeddedDatabase.start(directory);
  const pool = new pg.Pool({ connectionString: database.url, max: 4 });
  pool.on('error', () => {});
  try {
    await work(pool, database);
  } finally {
    await pool.end();
    await database.close();
  }
}

it('is a PostgreSQL whose data outlives it', async () => {
  await withDatabase(async (pool) => void (await pool.query('CREATE TABLE t AS SELECT 42 AS answer')));
  await withDatabase(async (pool) => {
    expect((await pool.query('SELECT answer FROM t')).rows).toEqual([{ answer: 42 }]);
  });
});

it('keeps the requests of several connections apart, however large', async () => {
  await withDatabase(async (pool) => {
    const ask = async (n: number) => {
      const large = n % 2 === 1;
      const { rows } = await pool.query(
        large ? 'SELECT $1::int AS n, length($2::text) AS l' : 'SELECT $1::int AS n, 0 AS l',
        large ? [n, 'x'.repeat(500_000)] : [n],
      );
      expect(rows).toEqual([{ n, l: large ? 500_000 : 0 }]);
    };
    await Promise.all(Array.from({ length: 80 }, (_, n) => ask(n)));
  });
});

it('gives the session to an open transaction alone, and back when its connection breaks', async () => {
  await withDatabase(async (pool) => {
    await pool.query('CREATE TABLE t (n int)');
    const client = await pool.connect();
    await client.query('BEGIN');
    await client.query('INSERT INTO t VALUES (1)');
    const other = pool.query('SELECT count(*)::int AS n FROM t');
    await client.query('INSERT INTO t VALUES (2)');
    client.release(new Error('broken'));
    expect((await other).rows).toEqual([{ n: 0 }]);
  });
});

it('goes on after a failed statement', async () => {
  await withDatabase(async (pool) => {
    await expect(pool.query('SELECT nonsense($1::int)', [1])).rejects.toThrow('nonsense');
    expect((await pool.query('SELECT $1::int AS n', [1])).rows).toEqual([{ n: 1 }]);
  });
});

it('lets nobody else in: its socket lies in a directory of its user alone, and goes with it', async () => {
  let socket = '';
  await withDatabase(async (_pool, { url }) => {
    socket = join(new URL(url).searchParams.get('host') ?? '', '.s.PGSQL.5432');
    expect(statSync(dirname(socket)).mode & 0o777).toBe(0o700);
    expect(existsSync(socket)).toBe(true);
  });
  expect(existsSync(dirname(socket))).toBe(false);
});

it('refuses a directory that is in use and names the remedy', async () => {
  await withDatabase(async () => {
    await expect(EmbeddedDatabase.start(directory)).rejects.toThrow(/in use by process \d+ .* storage\.data_directory/);
  });
});

it('survives kill -9: what was committed is there, and the lock is taken over', async () => {
  const child = spawn(process.execPath, ['test/fakes/killed-database.js', directory], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  await once(child.stdout, 'data');
  await expect(EmbeddedDatabase.start(directory)).rejects.toThrow(`in use by process ${child.pid} `);
  child.kill('SIGKILL');
  await once(child, 'exit');
  await withDatabase(async (pool) => {
    expect((await pool.query('SELECT count(*)::int AS n FROM t')).rows).toEqual([{ n: 1000 }]);
  });
});

it('starts its thread again when that dies, with what was committed', async () => {
  await withDatabase(async (pool, database) => {
    await pool.query('CREATE TABLE t AS SELECT 42 AS answer');
    await (database as unknown as { worker: Worker }).worker.terminate();
    let rows: unknown[] = [];
    while (rows.length === 0) {
      rows = await pool.query('SELECT answer FROM t').then(
        (result) => result.rows,
        () => [],
      );
      await sleep(50);
    }
    expect(rows).toEqual([{ answer: 42 }]);
  });
});

it('finds another place for its socket where the data directory has a long name', async () => {
  const long = join(directory, 'l'.repeat(100));
  mkdirSync(long);
  renameSync(join(directory, 'postgres'), join(long, 'postgres'));
  const database = await EmbeddedDatabase.start(long);
  const pool = new pg.Pool({ connectionString: database.url });
  expect((await pool.query('SELECT 1 AS n')).rows).toEqual([{ n: 1 }]);
  await pool.end();
  await database.close();
});

it('says so when it cannot start, and leaves no lock behind', async () => {
  rmSync(join(directory, 'postgres', 'global'), { recursive: true });
  const attempt = () => EmbeddedDatabase.start(directory);
  await expect(attempt()).rejects.toThrow('does not start');
  await expect(attempt()).rejects.toThrow('does not start');
});
