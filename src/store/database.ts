import type { OnApplicationShutdown } from '@nestjs/common';
import { PrismaPg } from '@prisma/adapter-pg';
import pg from 'pg';
import { EmbeddedDatabase } from './embedded-database.ts';
import { PrismaClient } from './generated/client.ts';
import { migrate } from './migrate.ts';
import { asStoreUnavailable } from './store-unavailable.ts';

/** Where the tables are: a server, or a directory of the embedded database. */
export type DatabasePlace = { readonly url: string } | { readonly dataDirectory: string };

/** The embedded database is one session: a second connection only waits in line. */
const EMBEDDED_CONNECTIONS = 2;
const SERVER_CONNECTIONS = 8;
const CONNECT_TIMEOUT_MS = 5000;
/** The server ends a statement after this; the client waits a little longer, for a server that no longer answers at all. */
const STATEMENT_TIMEOUT_MS = 30_000;
const ANSWER_TIMEOUT_MS = 40_000;

/**
 * The one connection pool, and Prisma on top of it. Bulk writes and reads of baselines go to the pool itself, where a binary
 * parameter stays binary; everything else is Prisma's.
 */
export class Database implements OnApplicationShutdown {
  readonly prisma: PrismaClient;
  readonly pool: pg.Pool;
  /** True for the embedded database, which has no autovacuum of its own. */
  readonly embedded: boolean;
  /** The migrations that `open` applied. */
  readonly applied: readonly string[];
  private readonly server: EmbeddedDatabase | undefined;

  /**
   * Opens the database and applies the migrations that it lacks.
   *
   * @throws StoreUnavailable when it cannot be reached, MigrationError when it belongs to another version
   */
  static async open(place: DatabasePlace): Promise<Database> {
    const server = 'url' in place ? undefined : await EmbeddedDatabase.start(place.dataDirectory);
    const url = 'url' in place ? place.url : (server?.url ?? '');
    try {
      return new Database(url, await migrate(url), server);
    } catch (error) {
      await server?.close();
      throw asStoreUnavailable(error) ?? error;
    }
  }

  private constructor(url: string, applied: readonly string[], server: EmbeddedDatabase | undefined) {
    this.applied = applied;
    this.server = server;
    this.embedded = server !== undefined;
    this.pool = new pg.Pool({
      connectionString: url,
      max: this.embedded ? EMBEDDED_CONNECTIONS : SERVER_CONNECTIONS,
      connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
      statement_timeout: STATEMENT_TIMEOUT_MS,
      query_timeout: ANSWER_TIMEOUT_MS,
      keepAlive: true,
    });
    // An idle connection that breaks is replaced by the next query, which tells what is wrong; without a listener it would
    // end the process.
    this.pool.on('error', () => {});
    this.prisma = new PrismaClient({ adapter: new PrismaPg(this.pool) });
  }

  /**
   * Runs a piece of work against the database.
   *
   * @throws StoreUnavailable for an outage; any other error is a fault of ours and goes through as it is
   */
  async run<T>(work: (database: Database) => Promise<T>): Promise<T> {
    try {
      return await work(this);
    } catch (error) {
      throw asStoreUnavailable(error) ?? error;
    }
  }

  /** Whether the database answers now. */
  async answers(): Promise<boolean> {
    return this.pool.query('SELECT 1').then(
      () => true,
      () => false,
    );
  }

  /** Closes every connection, and the embedded database with them. */
  async close(): Promise<void> {
    if (this.pool.ending) return;
    await this.prisma.$disconnect();
    await this.pool.end();
    await this.server?.close();
  }

  /** The framework's last word: everybody who writes has ended by then. */
  async onApplicationShutdown(): Promise<void> {
    await this.close();
  }
}
