import { createHash, randomBytes } from 'node:crypto';
import { cpSync, existsSync, readdirSync, readFileSync } from 'node:fs';
import { mkdir, mkdtemp, rename, rm } from 'node:fs/promises';
import { connect, createServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pipeline } from 'node:stream';
import pg from 'pg';
import { EmbeddedDatabase } from '../src/store/embedded-database.ts';
import { migrate } from '../src/store/migrate.ts';
import type { borrowDatabase } from './process-database.js';

export interface TestDatabase {
  readonly url: string;
  close(): Promise<void>;
}

/** True where the specs run on a real PostgreSQL: what PGlite's one session cannot show is checked there only. */
export const ON_SERVER = process.env['DATABASE_URL'] !== undefined;

type Lent = NonNullable<Awaited<ReturnType<typeof borrowDatabase>>>;

/** From test/environment.js; a benchmark has none. */
const { borrowDatabase: borrow } = globalThis as { borrowDatabase?: typeof borrowDatabase };
const SOCKET = '.s.PGSQL.5432';

/**
 * A database of its own for a spec file: a new one on the server of `DATABASE_URL`, dropped afterwards, or else the test process'
 * embedded one, emptied. That one has its tables already, unless it is to be `empty`: `Database.open` finds nothing left to apply.
 */
export async function openTestDatabase(content: 'tables' | 'empty' = 'tables'): Promise<TestDatabase> {
  const server = process.env['DATABASE_URL'];
  return server === undefined ? openEmbedded(content) : openOnServer(server);
}

async function openOnServer(server: string): Promise<TestDatabase> {
  const name = `gauger_test_${randomBytes(6).toString('hex')}`;
  await onServer(server, `CREATE DATABASE ${name}`);
  const url = new URL(server);
  url.pathname = `/${name}`;
  return { url: url.href, close: () => onServer(server, `DROP DATABASE ${name} WITH (FORCE)`) };
}

async function onServer(url: string, sql: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}

async function openEmbedded(content: 'tables' | 'empty'): Promise<TestDatabase> {
  const lent = await borrow?.((directory) => copyTemplate(directory, 'empty'));
  if (lent === undefined) return openOwn(content);
  await onServer(urlOf(lent.socketDirectory), 'DISCARD ALL');
  await onServer(urlOf(lent.socketDirectory), 'DROP SCHEMA public CASCADE; CREATE SCHEMA public');
  if (content === 'tables') await migrate(urlOf(lent.socketDirectory));
  return passOn(lent);
}

async function openOwn(content: 'tables' | 'empty'): Promise<TestDatabase> {
  const directory = await mkdtemp(join(tmpdir(), 'gauger-test-'));
  await copyTemplate(directory, content);
  const database = await EmbeddedDatabase.start(directory);
  const close = async () => {
    await database.close();
    await rm(directory, { recursive: true, force: true });
  };
  return { url: database.url, close };
}

/** The borrowed database at an address of its own: once it is closed, whoever still writes there cannot reach the next spec's tables. */
async function passOn({ socketDirectory, giveBack }: Lent): Promise<TestDatabase> {
  const directory = await mkdtemp(join(tmpdir(), 'gauger-test-'));
  const clients = new Set<Socket>();
  const server = createServer((client) => {
    clients.add(client);
    pipeline(client, connect(join(socketDirectory, SOCKET)), client, () => clients.delete(client));
  });
  await new Promise<void>((resolve) => server.listen(join(directory, SOCKET), resolve));
  const close = async () => {
    const closed = new Promise((resolve) => server.close(resolve));
    for (const client of clients) client.destroy();
    await closed;
    await rm(directory, { recursive: true });
    giveBack();
  };
  return { url: urlOf(directory), close };
}

function urlOf(socketDirectory: string): string {
  return `postgresql://postgres@localhost/postgres?host=${encodeURIComponent(socketDirectory)}`;
}

/** Fills the data directory with a database that has its tables, or is `empty`: copying one takes a tenth of the time of making one. */
export async function copyTemplate(directory: string, content: 'tables' | 'empty' = 'tables'): Promise<void> {
  const template = join('build', 'test-databases', `${content}-${templateVersion()}`);
  if (!existsSync(template)) await makeTemplate(template, content);
  cpSync(template, join(directory, 'postgres'), { recursive: true });
}

/** Changes with PGlite and with every migration. */
function templateVersion(): string {
  const made = createHash('sha256').update(readFileSync('node_modules/@electric-sql/pglite/package.json'));
  for (const name of readdirSync('prisma/migrations').sort()) {
    if (name.endsWith('.toml')) continue;
    made.update(readFileSync(join('prisma', 'migrations', name, 'migration.sql')));
  }
  return made.digest('hex').slice(0, 12);
}

async function makeTemplate(template: string, content: 'tables' | 'empty'): Promise<void> {
  await mkdir(join(template, '..'), { recursive: true });
  const directory = await mkdtemp(join(template, '..', 'new-'));
  const database = await EmbeddedDatabase.start(directory);
  if (content === 'tables') await migrate(database.url);
  // Two thirds of the files: databases from which others are made.
  await onServer(database.url, 'UPDATE pg_database SET datistemplate = false');
  for (const name of ['template0', 'template1']) await onServer(database.url, `DROP DATABASE ${name}`);
  await database.close();
  // Two test processes may get here at once: the first one's is kept.
  await rename(join(directory, 'postgres'), template).catch(() => {});
  await rm(directory, { recursive: true, force: true });
}
