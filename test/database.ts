import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { cp, mkdir, mkdtemp, rename, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { EmbeddedDatabase } from '../src/store/embedded-database.ts';

export interface TestDatabase {
  readonly url: string;
  close(): Promise<void>;
}

/** True where the specs run on a real PostgreSQL: what PGlite's one session cannot show is checked there only. */
export const ON_SERVER = process.env['DATABASE_URL'] !== undefined;

/**
 * An empty database of its own for a spec file: a new one on the server of `DATABASE_URL`, dropped afterwards, or else an
 * embedded one in a temporary directory. Migrations are the caller's business (`Database.open` applies them).
 */
export async function openTestDatabase(): Promise<TestDatabase> {
  const server = process.env['DATABASE_URL'];
  return server === undefined ? openEmbedded() : openOnServer(server);
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

async function openEmbedded(): Promise<TestDatabase> {
  const directory = await mkdtemp(join(tmpdir(), 'gauger-test-'));
  await copyTemplate(directory);
  const database = await EmbeddedDatabase.start(directory);
  const close = async () => {
    await database.close();
    await rm(directory, { recursive: true, force: true });
  };
  return { url: database.url, close };
}

/** Fills the directory with an empty database: copying one takes a tenth of the time of making one. */
export async function copyTemplate(directory: string): Promise<void> {
  const { version } = JSON.parse(readFileSync('node_modules/@electric-sql/pglite/package.json', 'utf8'));
  const template = join('build', 'test-database', version);
  if (!existsSync(template)) await makeTemplate(template);
  await cp(template, join(directory, 'postgres'), { recursive: true });
}

async function makeTemplate(template: string): Promise<void> {
  await mkdir(join(template, '..'), { recursive: true });
  const directory = await mkdtemp(join(template, '..', 'new-'));
  await (await EmbeddedDatabase.start(directory)).close();
  // Two test processes may get here at once: the first one's is kept.
  await rename(join(directory, 'postgres'), template).catch(() => {});
  await rm(directory, { recursive: true, force: true });
}
