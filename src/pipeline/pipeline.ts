import type { Clock } from '../clock.ts';
import type { Engine } from '../core/engine.ts';
import type { Alert } from '../core/model/alert.ts';
import type { BaselineRow } from '../core/model/baseline-row.ts';
import type { Page } from '../core/model/page.ts';
import type { Metrics } from '../observe/metrics.ts';
import type { PageSink } from '../scrape/page-sink.ts';
import type { Scraper } from '../scrape/scraper.ts';
import type { AlertStore } from '../store/alert-store.ts';
import type { BaselineStore } from '../store/baseline-store.ts';
import type { IncidentStore } from '../store/incident-store.ts';
import { AlertJournal } from './alert-journal.ts';
import type { AlertWriter } from './alert-writer.ts';

/** What an evaluation came to. */
export interface TickSummary {
  /** Event time, Unix milliseconds. */
  readonly timeMs: number;
  readonly signals: number;
  /** Pending and firing. */
  readonly openAlerts: number;
}

export interface PipelineParts {
  readonly engine: Engine;
  readonly alerts: Pick<AlertStore, 'open'>;
  readonly incidents: Pick<IncidentStore, 'open'>;
  readonly writer: Pick<AlertWriter, 'write' | 'restore'>;
  readonly baselines: Pick<BaselineStore, 'save' | 'load'>;
  readonly scraper: Pick<Scraper, 'read'>;
  readonly metrics: Pick<Metrics, 'ingested' | 'storeFailed'>;
  readonly clock: Clock;
  /** Sees each evaluation. */
  readonly onTick?: ((tick: TickSummary) => void) | undefined;
}

/** The live service around the engine: pages come in, alerts and messages go to the database, baselines are kept. */
export class Pipeline implements PageSink {
  private readonly journal: AlertJournal;
  /** Checkpointed rows that the database could not take. */
  private owed: readonly BaselineRow[] = [];
  private saving: Promise<number> = Promise.resolve(0);

  constructor(private readonly parts: PipelineParts) {
    this.journal = new AlertJournal({
      clock: parts.clock,
      write: (changes) => parts.writer.write(changes),
      onFailure: (error) => parts.metrics.storeFailed(error),
    });
  }

  /** Takes up where another life ended; returns how many baselines that left. Throws `StoreUnavailable` when the database is away. */
  async restore(): Promise<number> {
    const { engine, baselines, alerts, incidents, writer } = this.parts;
    let restored = 0;
    for await (const rows of baselines.load()) {
      engine.restore(rows, []);
      restored += rows.length;
    }
    const open = await alerts.open();
    writer.restore(open);
    engine.restore([], open.map(withoutMarks), await incidents.open());
    return restored;
  }

  /** What was kept but could not be read, as another version wrote it. */
  get unread(): number {
    return this.parts.engine.unread;
  }

  /** Begins with baselines that were learnt elsewhere. */
  begin(baselines: readonly BaselineRow[]): void {
    this.parts.engine.restore(baselines, []);
  }

  /** Pages in, alerts out; the database is written beside it, so that its outage costs no page. */
  accept(page: Page): void {
    const { engine, clock, metrics, scraper } = this.parts;
    const startedMs = clock.monotonicMs();
    const tickMs = engine.lastTickMs;
    const result = engine.ingest(page);
    if (!Object.is(engine.lastTickMs, tickMs)) this.ticked();
    metrics.ingested(page, result, clock.monotonicMs() - startedMs);
    if (result.page !== undefined) scraper.read(page.target, result.page);
    this.journal.push(result.changes);
  }

  private ticked(): void {
    const { engine, onTick } = this.parts;
    onTick?.({ timeMs: engine.lastTickMs, signals: engine.baselines.count, openAlerts: engine.openAlerts().length });
  }

  /** Alert changes that the database does not have yet. */
  get unwritten(): number {
    return this.journal.pending;
  }

  /**
   * Writes the baselines that changed; returns how many. What an outage keeps out is written by the next call. Calls run one after
   * another, so that an older state never overwrites a newer one.
   */
  checkpoint(): Promise<number> {
    this.saving = this.saving.catch(() => 0).then(() => this.save());
    return this.saving;
  }

  /** Stores what is on its way: alerts, then baselines. */
  async close(): Promise<void> {
    await this.journal.close();
    await this.checkpoint();
  }

  private async save(): Promise<number> {
    const latest = new Map([...this.owed, ...this.parts.engine.checkpoint()].map((row) => [row.key, row]));
    this.owed = [...latest.values()];
    await this.parts.baselines.save(this.owed);
    const saved = this.owed.length;
    this.owed = [];
    return saved;
  }
}

/** What the engine needs of an alert: silences and acknowledgements come and go without it. */
function withoutMarks({ acknowledged, silencedBy, incidentId, ...alert }: Alert): Alert {
  return alert;
}
