import { Gauge, type Registry } from 'prom-client';
import { type DatabaseHealth, type SignalReader, TARGET_HEALTHS, type TargetReader } from '../api/ports.ts';
import type { Clock } from '../clock.ts';
import type { Alert } from '../core/model/alert.ts';
import { within } from './within.ts';

/** Messages on their way to one receiver. */
export interface OutboxCount {
  readonly receiver: string;
  readonly waiting: number;
  readonly parked: number;
  /** When the oldest waiting message was stored, Unix milliseconds. */
  readonly oldestMs?: number;
}

/** Where the state is read at the moment of a scrape. */
export interface StateSources {
  readonly signals: SignalReader;
  readonly targets: TargetReader;
  readonly database: DatabaseHealth;
  /** `openAlerts`: pending and firing; `seriesCount`: series that are followed; `refusedSeries`: of new entities, left out. */
  readonly engine: { openAlerts(): readonly Alert[]; readonly seriesCount: number; readonly refusedSeries: number };
  /** `unwritten`: alert changes that the database does not have yet. */
  readonly pipeline: { readonly unwritten: number };
  readonly leadership: { readonly leads: boolean };
  /** Rejects while the database is away. */
  readonly outbox: { counts(): Promise<readonly OutboxCount[]> };
  readonly clock: Clock;
}

/** Our own metrics are wanted most of all while the database hangs. */
const ANSWER_MS = 1000;

type Collect<T extends string> = (gauge: Gauge<T>) => void | Promise<void>;

/** The gauges that are read from the parts themselves when somebody scrapes; nothing has to keep them up to date. */
export class StateMetrics {
  private outboxCounts: Promise<readonly OutboxCount[]> | undefined;

  constructor(
    private readonly registry: Registry,
    private readonly sources: StateSources,
  ) {
    this.registerSignals();
    this.registerParts();
    this.registerOutbox();
  }

  private registerSignals(): void {
    const { signals } = this.sources;
    this.gauge('signals', 'Signals that have a value now.', [], (gauge) =>
      gauge.set(count(signals, ({ value }) => !Number.isNaN(value))),
    );
    this.gauge('baselines', 'Baselines by state.', ['state'], (gauge) => {
      gauge.set(
        { state: 'ready' },
        count(signals, ({ ready }) => ready),
      );
      gauge.set(
        { state: 'warming' },
        count(signals, ({ ready }) => !ready),
      );
    });
    this.gauge('last_tick_timestamp_seconds', 'Event time of the last evaluation.', [], (gauge) =>
      gauge.set((signals.lastTickMs || 0) / 1000),
    );
  }

  private registerParts(): void {
    const { targets, engine, pipeline, database, leadership, clock } = this.sources;
    this.gauge('targets', 'Targets by what their last scrape brought.', ['health'], (gauge) => {
      for (const health of TARGET_HEALTHS) gauge.set({ health }, 0);
      for (const { health } of targets.targets()) gauge.inc({ health });
    });
    this.gauge(
      'discovery_problems',
      'Sources of targets that cannot be read, and targets that cannot be scraped as they are.',
      ['scrape_pool'],
      (gauge) => {
        gauge.reset();
        for (const { scrapePool } of targets.problems()) gauge.inc({ scrape_pool: scrapePool });
      },
    );
    this.gauge('series', 'Series that are followed, of limits.series at most.', [], (gauge) =>
      gauge.set(engine.seriesCount),
    );
    this.gauge('series_refused', 'Series of new entities that were left out beyond limits.signals.', [], (gauge) =>
      gauge.set(engine.refusedSeries),
    );
    const labels = ['detector', 'state', 'shadow'];
    this.gauge('alerts', 'Open alerts; those in the shadow are told to nobody.', labels, (gauge) => {
      gauge.reset();
      for (const { peak, state } of engine.openAlerts()) {
        gauge.inc({ detector: peak.detector, state, shadow: String(peak.shadow ?? false) });
      }
    });
    this.gauge('unwritten_alert_changes', 'Alert changes that wait for the database.', [], (gauge) =>
      gauge.set(pipeline.unwritten),
    );
    this.gauge('leader', '1 in the replica that scrapes and judges, 0 in one that stands by.', [], (gauge) =>
      gauge.set(leadership.leads ? 1 : 0),
    );
    this.gauge('database_up', '1 while the database answers.', [], async (gauge) =>
      gauge.set((await within(clock, ANSWER_MS, database.answers(), false)) ? 1 : 0),
    );
  }

  private registerOutbox(): void {
    const { clock } = this.sources;
    this.gauge(
      'outbox_messages',
      'Messages that wait to be sent, and those given up.',
      ['receiver', 'state'],
      async (gauge) => {
        for (const { receiver, waiting, parked } of await this.counts()) {
          gauge.set({ receiver, state: 'waiting' }, waiting);
          gauge.set({ receiver, state: 'parked' }, parked);
        }
      },
    );
    this.gauge(
      'outbox_oldest_message_age_seconds',
      'How long the oldest message has waited.',
      ['receiver'],
      async (gauge) => {
        gauge.reset();
        for (const { receiver, oldestMs } of await this.counts()) {
          if (oldestMs !== undefined) gauge.set({ receiver }, Math.max(0, clock.now() - oldestMs) / 1000);
        }
      },
    );
  }

  /** Both gauges of one scrape share an answer. While the database is away there is none; gauger_database_up tells. */
  private counts(): Promise<readonly OutboxCount[]> {
    const { outbox, clock } = this.sources;
    const ask = () =>
      within(
        clock,
        ANSWER_MS,
        outbox.counts().catch(() => []),
        [],
      );
    this.outboxCounts ??= ask().finally(() => {
      this.outboxCounts = undefined;
    });
    return this.outboxCounts;
  }

  private gauge<T extends string>(name: string, help: string, labelNames: T[], collect: Collect<T>): void {
    new Gauge({
      name: `gauger_${name}`,
      help,
      labelNames,
      registers: [this.registry],
      collect() {
        return collect(this);
      },
    });
  }
}

function count(
  signals: SignalReader,
  wanted: (reading: { readonly value: number; readonly ready: boolean }) => boolean,
): number {
  let total = 0;
  for (const reading of signals.readings(0)) if (wanted(reading)) total++;
  return total;
}
