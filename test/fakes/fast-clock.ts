import { type Clock, SYSTEM_CLOCK } from '../../src/clock.ts';

/** A clock that runs `factor` times as fast as the machine's: minutes of backoff pass in a second. */
export class FastClock implements Clock {
  private readonly startMs = SYSTEM_CLOCK.now();
  private readonly startMonotonicMs = SYSTEM_CLOCK.monotonicMs();

  constructor(private readonly factor: number) {}

  now(): number {
    return this.startMs + this.monotonicMs();
  }

  monotonicMs(): number {
    return (SYSTEM_CLOCK.monotonicMs() - this.startMonotonicMs) * this.factor;
  }

  sleep(delayMs: number, signal: AbortSignal): Promise<void> {
    return SYSTEM_CLOCK.sleep(delayMs / this.factor, signal);
  }
}
