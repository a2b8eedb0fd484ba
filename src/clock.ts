import { setTimeout as sleep } from 'node:timers/promises';

/** The shell's one source of time; tests and the demo put their own in its place. */
export interface Clock {
  /** Unix milliseconds. */
  now(): number;
  /** Milliseconds since some fixed moment, never going back: for durations. */
  monotonicMs(): number;
  /** Resolves after the time has passed, or at once when the signal is aborted; never rejects. */
  sleep(delayMs: number, signal: AbortSignal): Promise<void>;
}

/** Node's timers count in 31 bits, and fire at once beyond them. */
const TIMER_MAXIMUM_MS = 2 ** 31 - 1;

/** The machine's clock. */
export const SYSTEM_CLOCK: Clock = {
  now: () => Date.now(),
  monotonicMs: () => performance.now(),
  async sleep(delayMs, signal) {
    for (let restMs = delayMs; restMs > 0 && !signal.aborted; restMs -= TIMER_MAXIMUM_MS) {
      await sleep(Math.min(restMs, TIMER_MAXIMUM_MS), undefined, { signal }).catch((error: unknown) => {
        if (!signal.aborted) throw error;
      });
    }
  },
};
