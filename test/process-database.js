// @ts-check
// One embedded database for a whole test process, which its spec files use one after another: starting one costs two seconds of
// processor time, emptying it a tenth. Plain JavaScript, as test/environment.js loads it outside of the specs' contexts, which end.
import { once } from 'node:events';
import { readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';

const PREFIX = 'gauger-test-process-';

/** @type {Promise<string> | undefined} */
let socketDirectory;
let borrowed = false;

/**
 * The directory of the database's socket, until it is given back. Whoever borrows finds what the last one left behind.
 *
 * @param {(dataDirectory: string) => Promise<void>} fill puts a database there that was made before; for the first one
 * @returns {Promise<{ socketDirectory: string, giveBack: () => void } | undefined>} nothing while somebody else has it
 */
export async function borrowDatabase(fill) {
  if (borrowed) return undefined;
  borrowed = true;
  socketDirectory ??= start(fill);
  return { socketDirectory: await socketDirectory, giveBack };
}

function giveBack() {
  borrowed = false;
}

/** @param {(dataDirectory: string) => Promise<void>} fill */
async function start(fill) {
  await removeLeftovers();
  const directory = join(tmpdir(), `${PREFIX}${process.pid}`);
  await fill(directory);
  const worker = new Worker(new URL('../src/store/embedded-worker.js', import.meta.url), {
    workerData: { dataDirectory: join(directory, 'postgres'), socketPath: join(directory, '.s.PGSQL.5432') },
  });
  await once(worker, 'message');
  // It ends with the process. Should it end before, the spec that has it fails and the next one gets a new one.
  worker.unref();
  worker.on('error', () => {});
  worker.once('exit', () => {
    socketDirectory = undefined;
  });
  return directory;
}

/** What processes left that have ended: at its own end none has the time to delete hundreds of files. */
async function removeLeftovers() {
  const names = (await readdir(tmpdir())).filter((name) => name.startsWith(PREFIX));
  const left = names.filter((name) => !isRunning(Number(name.slice(PREFIX.length))));
  // Another process may be at it too.
  await Promise.all(left.map((name) => rm(join(tmpdir(), name), { recursive: true, force: true }).catch(() => {})));
}

/** @param {number} pid */
function isRunning(pid) {
  if (pid === process.pid) return false;
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}
