import { chmod, mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import { DataDirectoryLock } from './data-directory-lock.ts';

/** What every PostgreSQL client looks for in a directory given as host. */
const SOCKET = '.s.PGSQL.5432';
/** The kernel's limit on the path of a unix socket: 107 bytes on Linux, 103 on macOS. */
const SOCKET_PATH_BYTES = 103;

const CLOSE_TIMEOUT_MS = 5000;
const RESTART_DELAY_MS = 1000;

/**
 * A PostgreSQL inside the process: PGlite in a worker thread, with its files in `<dataDirectory>/postgres`, served on a unix
 * socket in a directory that only this user can enter. Whoever has `url` uses it as any other server; it is one session, so
 * keep transactions short.
 *
 * What was committed survives a killed process. It may not survive a loss of power, as PGlite does not force writes to the disk.
 */
export class EmbeddedDatabase {
  readonly url: string;
  private readonly lock: DataDirectoryLock;
  private readonly paths: { readonly data: string; readonly socketDirectory: string };
  private worker: Worker | undefined;
  private closing = false;

  /**
   * Starts the database, making its directory when it is not there (about three seconds the first time, a quarter afterwards).
   *
   * @throws Error when another process uses the directory, or when it cannot be read or written
   */
  static async start(dataDirectory: string): Promise<EmbeddedDatabase> {
    const lock = new DataDirectoryLock(dataDirectory);
    const socketDirectory = await makeSocketDirectory(resolve(dataDirectory));
    const database = new EmbeddedDatabase(lock, { data: resolve(dataDirectory, 'postgres'), socketDirectory });
    try {
      await database.startWorker();
    } catch (error) {
      await database.close();
      throw new Error(`the embedded database in ${dataDirectory} does not start: ${messageOf(error)}`, {
        cause: error,
      });
    }
    return database;
  }

  private constructor(lock: DataDirectoryLock, paths: EmbeddedDatabase['paths']) {
    this.lock = lock;
    this.paths = paths;
    this.url = `postgresql://postgres@localhost/postgres?host=${encodeURIComponent(paths.socketDirectory)}`;
  }

  /** Ends the session, writes what is left to write and gives the directory free. */
  async close(): Promise<void> {
    if (this.closing) return;
    this.closing = true;
    await this.stopWorker();
    await rm(this.paths.socketDirectory, { recursive: true, force: true });
    this.lock.release();
  }

  private async startWorker(): Promise<void> {
    await mkdir(this.paths.data, { recursive: true, mode: 0o700 });
    const socketPath = join(this.paths.socketDirectory, SOCKET);
    await rm(socketPath, { force: true });
    const worker = new Worker(new URL('./embedded-worker.js', import.meta.url), {
      workerData: { dataDirectory: this.paths.data, socketPath },
    });
    this.worker = worker;
    await new Promise<void>((resolve, reject) => {
      worker.once('message', () => resolve());
      worker.once('error', reject);
      worker.once('exit', (code) => reject(new Error(`its thread ended with code ${code}`)));
    });
    worker.removeAllListeners();
    // A trap inside the database ends the thread. Its files are as after a crash, from which the next start recovers.
    worker.once('error', () => {});
    worker.once('exit', () => void this.restart());
  }

  private async restart(): Promise<void> {
    while (!this.closing) {
      await sleep(RESTART_DELAY_MS);
      if (this.closing) return;
      const started = await this.startWorker().then(
        () => true,
        () => false,
      );
      if (started) return;
    }
  }

  private async stopWorker(): Promise<void> {
    const { worker } = this;
    if (worker === undefined || worker.threadId === -1) return;
    const exited = new Promise<void>((resolve) => worker.once('exit', () => resolve()));
    worker.postMessage('close');
    const timeout = new AbortController();
    const late = sleep(CLOSE_TIMEOUT_MS, 'late', { signal: timeout.signal }).catch(() => undefined);
    if ((await Promise.race([exited, late])) === 'late') await worker.terminate();
    timeout.abort();
  }
}

/** In the data directory, the one place that is ours to write; in the temporary one where that path is too long for a socket. */
async function makeSocketDirectory(dataDirectory: string): Promise<string> {
  const own = join(dataDirectory, 'socket');
  if (Buffer.byteLength(join(own, SOCKET)) > SOCKET_PATH_BYTES) return mkdtemp(join(tmpdir(), 'gauger-'));
  await mkdir(own, { recursive: true, mode: 0o700 });
  await chmod(own, 0o700);
  return own;
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
