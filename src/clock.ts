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

/** The machine's clock. */
export const SYSTEM_CLOCK: Clock = {
  now: () => Date.now(),
  monotonicMs: () => performance.now(),
  async sleep(delayMs, signal) {
    await sleep(delayMs, undefined, { signal }).catch((error: unknown) => {
      if (!signal.aborted) throw error;
    });
  },
};
