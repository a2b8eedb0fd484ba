import { Logger } from '@nestjs/common';
import type { Clock } from '../clock.ts';
import type { AlertChange } from '../core/model/alert.ts';

/** Stores changes and what is to be told of them, all or nothing. Rejects while the database is away; may be repeated. */
export type Write = (changes: readonly AlertChange[]) => Promise<void>;

export interface AlertJournalOptions {
  readonly write: Write;
  readonly clock: Clock;
  /** Tells that a write failed and will be tried again; for metrics. */
  readonly onFailure: (error: unknown) => void;
}

/** Changes held while the database is away. At five alerts a day this is years; it bounds a storm. */
const HELD_MAXIMUM = 10_000;
const FIRST_PAUSE_MS = 250;
const PAUSE_MAXIMUM_MS = 10_000;

/** The way of alert changes into the database: in order, one write at a time, kept through an outage. */
export class AlertJournal {
  private readonly log = new Logger('journal');
  private held: AlertChange[] = [];
  private running: Promise<void> | undefined;
  private readonly ended = new AbortController();

  constructor(private readonly options: AlertJournalOptions) {}

  /** Changes not yet in the database. */
  get pending(): number {
    return this.held.length;
  }

  /** Takes changes over; returns at once. */
  push(changes: readonly AlertChange[]): void {
    if (changes.length === 0) return;
    this.hold([...this.held, ...changes]);
    this.running ??= this.run();
  }

  /** Writes what is held, once more at most, and stops. */
  async close(): Promise<void> {
    this.ended.abort();
    await this.running;
    if (this.held.length > 0) await this.attempt();
  }

  private async run(): Promise<void> {
    let pauseMs = FIRST_PAUSE_MS;
    while (this.held.length > 0 && !this.ended.signal.aborted) {
      if (await this.attempt()) {
        pauseMs = FIRST_PAUSE_MS;
      } else {
        await this.options.clock.sleep(pauseMs, this.ended.signal);
        pauseMs = Math.min(PAUSE_MAXIMUM_MS, 2 * pauseMs);
      }
    }
    this.running = undefined;
  }

  private async attempt(): Promise<boolean> {
    const batch = this.held;
    this.held = [];
    try {
      await this.options.write(batch);
      return true;
    } catch (error) {
      this.hold([...batch, ...this.held]);
      this.log.error('alerts wait for the database', { held: this.held.length, reason: reason(error) });
      this.options.onFailure(error);
      return false;
    }
  }

  /** Past the maximum only what people are told of stays, the newest of it. */
  private hold(changes: AlertChange[]): void {
    this.held = changes;
    if (changes.length <= HELD_MAXIMUM) return;
    this.held = changes.filter(({ change }) => change === 'fired' || change === 'resolved').slice(-HELD_MAXIMUM);
    this.log.error('alert changes dropped', { dropped: changes.length - this.held.length });
  }
}

function reason(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
