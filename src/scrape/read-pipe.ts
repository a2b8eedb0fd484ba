import { on } from 'node:events';
import { Worker } from 'node:worker_threads';

/**
 * The bytes of a pipe, read by a thread of its own: what is done with them does not hold up who writes them. The pieces are as large as what came
 * in meanwhile, up to some megabytes. An error of the pipe rejects.
 */
export async function* readPipe(fd: number): AsyncGenerator<Uint8Array> {
  const worker = new Worker(new URL('./pipe-worker.js', import.meta.url), { workerData: { fd } });
  try {
    for await (const [bytes] of on(worker, 'message')) {
      if (bytes === undefined) return;
      yield bytes;
      worker.postMessage('taken');
    }
  } finally {
    await worker.terminate();
  }
}
