import type { Clock } from '../clock.ts';
import type { BaselineRow, Engine, Ingested } from '../core/engine.ts';
import type { AlertChange } from '../core/model/alert.ts';
import type { Page } from '../core/model/page.ts';
import { messagesFor, type Route } from '../notify/messages-for.ts';
import type { PageSink } from '../scrape/page-sink.ts';
import type { AlertStore } from '../store/alert-store.ts';
import type { BaselineStore } from '../store/baseline-store.ts';
import { AlertJournal } from './alert-journal.ts';

/** What the pipeline tells of itself, for metrics. */
export interface PipelineObserver {
  /** A page went through the engine. `durationMs` includes the evaluations it set off. */
  ingested(page: Page, result: Ingested, durationMs: number): void;
  /** Alerts could not be stored and wait. */
  storeFailed(error: unknown): void;
}

export interface PipelineParts {
  readonly engine: Engine;
  readonly alerts: AlertStore;
  readonly baselines: BaselineStore;
  readonly clock: Clock;
  readonly routes: readonly Route[];
  readonly observer: PipelineObserver;
  /** New messages are in the outbox. */
  readonly wakeOutbox: () => void;
  /** Sees each change once it is stored. */
  readonly onChange?: (change: AlertChange) => void;
}

/** The live service around the engine: pages come in, alerts and messages go to the database, baselines are kept. */
export class Pipeline implements PageSink {
  readonly engine: Engine;
  private readonly journal: AlertJournal;
  /** Checkpointed rows that the database could not take. */
  private owed: readonly BaselineRow[] = [];

  constructor(private readonly parts: PipelineParts) {
    this.engine = parts.engine;
    this.journal = new AlertJournal({
      clock: parts.clock,
      write: (changes) => this.write(changes),
      onFailure: (error) => parts.observer.storeFailed(error),
    });
  }

  /** Takes up where another life ended. Throws `StoreUnavailable` when the database is away. */
  async restore(): Promise<void> {
    for await (const rows of this.parts.baselines.load()) this.engine.restore(rows, []);
    this.engine.restore([], await this.parts.alerts.open());
  }

  /** Pages in, alerts out; the database is written beside it, so that its outage costs no page. */
  accept(page: Page): void {
    const { clock, observer } = this.parts;
    const startedMs = clock.monotonicMs();
    const result = this.engine.ingest(page);
    observer.ingested(page, result, clock.monotonicMs() - startedMs);
    this.journal.push(result.changes);
  }

  /** Alert changes that the database does not have yet. */
  get unwritten(): number {
    return this.journal.pending;
  }

  /** Writes the baselines that changed; returns how many. What an outage keeps out is written by the next call. */
  async checkpoint(): Promise<number> {
    const latest = new Map([...this.owed, ...this.engine.checkpoint()].map((row) => [row.key, row]));
    this.owed = [...latest.values()];
    await this.parts.baselines.save(this.owed);
    const saved = this.owed.length;
    this.owed = [];
    return saved;
  }

  /** Stores what is on its way: alerts, then baselines. */
  async close(): Promise<void> {
    await this.journal.close();
    await this.checkpoint();
  }

  private async write(changes: readonly AlertChange[]): Promise<void> {
    const { alerts, clock, routes, wakeOutbox, onChange } = this.parts;
    const messages = messagesFor(changes, routes);
    await alerts.apply(changes, messages, clock.now());
    if (messages.length > 0) wakeOutbox();
    if (onChange !== undefined) for (const change of changes) onChange(change);
  }
}
