import type { Clock } from '../clock.ts';
import type { Receiver } from './receiver.ts';

/** One receiver's place in the outbox worker: what it waits for, and how often it failed in a row. */
export class Lane {
  failures = 0;
  /** Rest between two attempts. */
  readonly paceMs: number;
  private readonly ended = new AbortController();
  private woken = new AbortController();

  constructor(
    readonly receiver: Receiver,
    private readonly clock: Clock,
    paceMs: number | undefined,
  ) {
    this.paceMs = paceMs ?? receiver.paceMs;
  }

  get stopped(): boolean {
    return this.ended.signal.aborted;
  }

  /** From here on a `wake` is remembered until the next `idle`: none is lost between looking and waiting. */
  listen(): void {
    this.woken = new AbortController();
  }

  wake(): void {
    this.woken.abort();
  }

  stop(): void {
    this.ended.abort();
    this.woken.abort();
  }

  /** Waits for work: until woken, stopped or the time has passed. */
  async idle(delayMs: number): Promise<void> {
    if (!this.stopped) await this.clock.sleep(delayMs, this.woken.signal);
  }

  /** Waits because it must: only a stop ends it early. */
  async rest(delayMs: number): Promise<void> {
    await this.clock.sleep(delayMs, this.ended.signal);
  }
}
