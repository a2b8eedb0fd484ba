import type { Clock } from '../clock.ts';

/** What the work brings, or `otherwise` when it takes longer. The work itself goes on: nobody waits for it. */
export async function within<T>(clock: Clock, limitMs: number, work: Promise<T>, otherwise: T): Promise<T> {
  const done = new AbortController();
  try {
    return await Promise.race([work, clock.sleep(limitMs, done.signal).then(() => otherwise)]);
  } finally {
    done.abort();
  }
}
