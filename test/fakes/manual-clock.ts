import { setImmediate as turn } from 'node:timers/promises';
import type { Clock } from '../../src/clock.ts';

interface Sleeper {
  readonly dueMs: number;
  readonly wake: () => void;
}

/** A clock that stands still until it is told to go on. */
export class ManualClock implements Clock {
  private sleepers: Sleeper[] = [];

  constructor(private timeMs = Date.UTC(2026, 10, 23, 10)) {}

  now(): number {
    return this.timeMs;
  }

  /** How many wait for time to pass. */
  get sleeping(): number {
    return this.sleepers.length;
  }

  monotonicMs(): number {
    return this.timeMs;
  }

  sleep(delayMs: number, signal: AbortSignal): Promise<void> {
    if (signal.aborted) return Promise.resolve();
    return new Promise((resolve) => {
      const sleeper = { dueMs: this.timeMs + delayMs, wake: resolve };
      this.sleepers.push(sleeper);
      signal.addEventListener('abort', () => {
        this.sleepers = this.sleepers.filter((other) => other !== sleeper);
        resolve();
      });
    });
  }

  /** Lets time pass, waking sleepers in order and letting each finish what it does before the next. */
  async pass(durationMs: number): Promise<void> {
    const endMs = this.timeMs + durationMs;
    await settled();
    for (let next = this.next(endMs); next !== undefined; next = this.next(endMs)) {
      this.timeMs = Math.max(this.timeMs, next.dueMs);
      this.sleepers = this.sleepers.filter((other) => other !== next);
      next.wake();
      await settled();
    }
    this.timeMs = endMs;
  }

  private next(endMs: number): Sleeper | undefined {
    return this.sleepers.filter(({ dueMs }) => dueMs <= endMs).sort((a, b) => a.dueMs - b.dueMs)[0];
  }
}

/** Lets everything that needs no time run to its end. */
export async function settled(): Promise<void> {
  for (let round = 0; round < 10; round++) await turn();
}
