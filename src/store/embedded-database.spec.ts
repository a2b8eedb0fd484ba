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

// Starting a database takes a second: the tests share one, in the order of a life.
let directory: string;
let database: EmbeddedDatabase;
let pool: pg.Pool;

async function open(): Promise<void> {
  database = await EmbeddedDatabase.start(directory);
  pool = new pg.Pool({ connectionString: database.url, max: 4 });
  pool.on('error', () => {});
}

async function close(): Promise<void> {
  await pool.end();
  await database.close();
}

beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), 'gauger-test-'));
  await copyTemplate(directory);
  await open();
});
afterAll(() => rmSync(directory, { recursive: true, force: true }));

it('keeps the requests of several connections apart, however large', async () => {
  const ask = async (n: number) => {
    const large = n % 2 === 1;
    const { rows } = await pool.query(
      large ? 'SELECT $1::int AS n, length($2::text) AS l' : 'SELECT $1::int AS n, 0 AS l',
      large ? [n, 'x'.repeat(500_000)] : [n],
    );
    expect(rows).toEqual([{ n, l: large ? 500_000 : 0 }]);
  };
  await Promise.all(Array.from({ length: 32 }, (_, n) => ask(n)));
});

it('gives the session to an open transaction alone, and back when its connection breaks', async () => {
  await pool.query('CREATE TABLE torn (n int)');
  const client = await pool.connect();
  await client.query('BEGIN');
  await client.query('INSERT INTO torn VALUES (1)');
  const other = pool.query('SELECT count(*)::int AS n FROM torn');
  await client.query('INSERT INTO torn VALUES (2)');
  client.release(new Error('broken'));
  expect((await other).rows).toEqual([{ n: 0 }]);
});

it('goes on after a failed statement', async () => {
  await expect(pool.query('SELECT nonsense($1::int)', [1])).rejects.toThrow('nonsense');
  expect((await pool.query('SELECT $1::int AS n', [1])).rows).toEqual([{ n: 1 }]);
});

it('refuses a second user of its directory and names the remedy', async () => {
  await expect(EmbeddedDatabase.start(directory)).rejects.toThrow(/in use by process \d+ .* storage\.data_directory/);
});

it('starts its thread again when that dies, with what was committed', async () => {
  await pool.query('CREATE TABLE kept AS SELECT 42 AS answer');
  await (database as unknown as { worker: Worker }).worker.terminate();
  const answer = () =>
    pool.query('SELECT answer FROM kept').then(
      ({ rows }) => rows,
      () => undefined,
    );
  let rows = await answer();
  for (; rows === undefined; rows = await answer()) await sleep(50);
  expect(rows).toEqual([{ answer: 42 }]);
});

it('lets nobody else in: its socket lies in a directory of its user alone', () => {
  const socket = join(new URL(database.url).searchParams.get('host') ?? '', '.s.PGSQL.5432');
  expect(statSync(dirname(socket)).mode & 0o777).toBe(0o700);
  expect(existsSync(socket)).toBe(true);
});

it('leaves nothing behind when it closes but its data', async () => {
  await close();
  expect(existsSync(join(directory, 'socket'))).toBe(false);
  expect(existsSync(join(directory, 'gauger.lock'))).toBe(false);
});

it('survives kill -9: what was committed is there, and the lock is taken over', async () => {
  const child = spawn(process.execPath, ['test/fakes/killed-database.js', directory], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  await once(child.stdout, 'data');
  await expect(EmbeddedDatabase.start(directory)).rejects.toThrow(`in use by process ${child.pid} `);
  child.kill('SIGKILL');
  await once(child, 'exit');
  await open();
  expect((await pool.query('SELECT count(*)::int AS n FROM t')).rows).toEqual([{ n: 1000 }]);
  expect((await pool.query('SELECT answer FROM kept')).rows).toEqual([{ answer: 42 }]);
  await close();
});

it('says so when it cannot start, and leaves no lock behind; finds a place for its socket when the path is too long', async () => {
  const long = join(directory, 'l'.repeat(100));
  mkdirSync(join(long, 'postgres'), { recursive: true });
  await copyTemplate(long);
  const control = join(long, 'postgres', 'global', 'pg_control');
  renameSync(control, join(long, 'pg_control'));
  const start = () => EmbeddedDatabase.start(long);
  await expect(start()).rejects.toThrow(/the embedded database in .* does not start/);
  expect(existsSync(join(long, 'gauger.lock'))).toBe(false);
  renameSync(join(long, 'pg_control'), control);
  const found = await start();
  expect(new URL(found.url).searchParams.get('host')).not.toContain(long);
  await found.close();
});
