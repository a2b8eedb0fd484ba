import { createHash, randomBytes } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { cp, mkdir, mkdtemp, rename, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { EmbeddedDatabase } from '../src/store/embedded-database.ts';
import { migrate } from '../src/store/migrate.ts';

export interface TestDatabase {
  readonly url: string;
  close(): Promise<void>;
}

/** True where the specs run on a real PostgreSQL: what PGlite's one session cannot show is checked there only. */
export const ON_SERVER = process.env['DATABASE_URL'] !== undefined;

/**
 * A database of its own for a spec file: a new one on the server of `DATABASE_URL`, dropped afterwards, or else an embedded one in a
 * temporary directory. The embedded one has its tables already, unless it is to be `empty`: `Database.open` finds nothing left to apply.
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
  const directory = await mkdtemp(join(tmpdir(), 'gauger-test-'));
  await copyTemplate(directory, content);
  const database = await EmbeddedDatabase.start(directory);
  const close = async () => {
    await database.close();
    await rm(directory, { recursive: true, force: true });
  };
  return { url: database.url, close };
}

/** Fills the data directory with a database that has its tables, or is `empty`: copying one takes a tenth of the time of making one. */
export async function copyTemplate(directory: string, content: 'tables' | 'empty' = 'tables'): Promise<void> {
  const template = join('build', 'test-database', `${content}-${templateVersion()}`);
  if (!existsSync(template)) await makeTemplate(template, content);
  await cp(template, join(directory, 'postgres'), { recursive: true });
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
  await database.close();
  // Two test processes may get here at once: the first one's is kept.
  await rename(join(directory, 'postgres'), template).catch(() => {});
  await rm(directory, { recursive: true, force: true });
}
