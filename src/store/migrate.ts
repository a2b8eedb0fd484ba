import { createHash, randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import pg from 'pg';

/** The advisory lock that Prisma Migrate itself takes: a `prisma migrate deploy` beside us waits, and we for it. */
const PRISMA_MIGRATE_LOCK = 72_707_369;

/** Prisma's own ledger, as its schema engine creates it. */
const LEDGER = `CREATE TABLE IF NOT EXISTS "_prisma_migrations" (
  "id" VARCHAR(36) PRIMARY KEY NOT NULL,
  "checksum" VARCHAR(64) NOT NULL,
  "finished_at" TIMESTAMPTZ,
  "migration_name" VARCHAR(255) NOT NULL,
  "logs" TEXT,
  "rolled_back_at" TIMESTAMPTZ,
  "started_at" TIMESTAMPTZ NOT NULL DEFAULT now(),
  "applied_steps_count" INTEGER NOT NULL DEFAULT 0
)`;

const CONNECT_TIMEOUT_MS = 5000;

interface Migration {
  readonly name: string;
  readonly sql: string;
  readonly checksum: string;
}

/** Why the database and this version do not go together; the message says what to do. */
export class MigrationError extends Error {
  override readonly name = 'MigrationError';
}

/**
 * Brings the database to this version's tables: each file of `prisma/migrations` that is not in the ledger yet, in order, one
 * transaction a file, under Prisma's own lock, so that replicas may start together and `prisma migrate` agrees afterwards.
 *
 * @returns the names of the migrations applied now; none when the database was up to date
 * @throws MigrationError when an applied migration was edited, failed half-way, or belongs to a newer version
 */
export async function migrate(url: string, folder: string = migrationsFolder()): Promise<string[]> {
  const migrations = await readMigrations(folder);
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: CONNECT_TIMEOUT_MS, keepAlive: true });
  await client.connect();
  try {
    await client.query('SELECT pg_advisory_lock($1)', [PRISMA_MIGRATE_LOCK]);
    await client.query(LEDGER);
    const missing = compare(migrations, await readLedger(client));
    for (const migration of missing) await apply(client, migration);
    await client.query('SELECT pg_advisory_unlock($1)', [PRISMA_MIGRATE_LOCK]);
    return missing.map(({ name }) => name);
  } finally {
    await client.end();
  }
}

/** `prisma/migrations` of this installation, whether this module runs from `src` or from `dist`. */
export function migrationsFolder(): string {
  const start = dirname(fileURLToPath(import.meta.url));
  for (let folder = start; folder !== dirname(folder); folder = dirname(folder)) {
    const candidate = join(folder, 'prisma', 'migrations');
    if (existsSync(candidate)) return candidate;
  }
  throw new MigrationError(`no prisma/migrations above ${start}; it belongs beside dist in an installation`);
}

async function readMigrations(folder: string): Promise<Migration[]> {
  const entries = await readdir(folder, { withFileTypes: true });
  const names = entries.filter((entry) => entry.isDirectory()).map(({ name }) => name);
  return Promise.all(
    names.sort().map(async (name) => {
      const sql = await readFile(join(folder, name, 'migration.sql'), 'utf8');
      return { name, sql, checksum: createHash('sha256').update(sql).digest('hex') };
    }),
  );
}

interface Applied {
  readonly migration_name: string;
  readonly checksum: string;
  readonly finished: boolean;
}

async function readLedger(client: pg.Client): Promise<Map<string, Applied>> {
  const { rows } = await client.query<Applied>(
    `SELECT "migration_name", "checksum", "finished_at" IS NOT NULL AS "finished"
     FROM "_prisma_migrations" WHERE "rolled_back_at" IS NULL`,
  );
  return new Map(rows.map((row) => [row.migration_name, row]));
}

/** The migrations still to apply, once it is sure that the applied ones are what this version thinks they are. */
function compare(migrations: readonly Migration[], applied: ReadonlyMap<string, Applied>): Migration[] {
  const known = new Set(migrations.map(({ name }) => name));
  const unknown = [...applied.keys()].filter((name) => !known.has(name));
  if (unknown.length > 0) {
    throw new MigrationError(
      `the database is newer than this version: it has ${unknown.join(', ')}; run the version that made it, or a newer one`,
    );
  }
  for (const { name, checksum } of migrations) {
    const row = applied.get(name);
    if (row !== undefined && !row.finished) {
      throw new MigrationError(
        `migration ${name} failed half-way; settle it with "prisma migrate resolve" and start again`,
      );
    }
    if (row !== undefined && row.checksum !== checksum) {
      throw new MigrationError(
        `migration ${name} was edited after it was applied; restore the file and add a new migration`,
      );
    }
  }
  return migrations.filter(({ name }) => !applied.has(name));
}

async function apply(client: pg.Client, { name, sql, checksum }: Migration): Promise<void> {
  try {
    await client.query('BEGIN');
    await client.query(sql);
    await client.query(
      `INSERT INTO "_prisma_migrations" ("id", "checksum", "migration_name", "finished_at", "applied_steps_count")
       VALUES ($1, $2, $3, now(), 1)`,
      [randomUUID(), checksum, name],
    );
    await client.query('COMMIT');
  } catch (error) {
    await client.query('ROLLBACK').catch(() => {});
    throw new MigrationError(
      `migration ${name} failed and was undone: ${error instanceof Error ? error.message : error}`,
      {
        cause: error,
      },
    );
  }
}
