import { Gauge, type Registry } from 'prom-client';
import { type DatabaseHealth, type SignalReader, TARGET_HEALTHS, type TargetReader } from '../api/ports.ts';
import type { Alert } from '../core/model/alert.ts';

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
  /** Pending and firing alerts. */
  openAlerts(): readonly Alert[];
  /** Alert changes that the database does not have yet. */
  unwritten(): number;
  /** Rejects while the database is away. */
  outbox(): Promise<readonly OutboxCount[]>;
  nowMs(): number;
}

/** Registers the gauges that are read from the parts themselves when somebody scrapes; nothing has to keep them up to date. */
export function registerStateMetrics(registry: Registry, sources: StateSources): void {
  const gauge = <T extends string>(
    name: string,
    help: string,
    labelNames: T[],
    collect: (gauge: Gauge<T>) => void | Promise<void>,
  ) =>
    new Gauge({
      name: `gauger_${name}`,
      help,
      labelNames,
      registers: [registry],
      collect() {
        return collect(this);
      },
    });
  gauge('targets', 'Targets by what their last scrape brought.', ['health'], (metric) => {
    const counts = countBy(sources.targets.targets(), ({ health }) => health);
    for (const health of TARGET_HEALTHS) metric.set({ health }, counts.get(health) ?? 0);
  });
  gauge('signals', 'Signals that have a value now.', [], (metric) =>
    metric.set(count(sources.signals, ({ value }) => !Number.isNaN(value))),
  );
  gauge('baselines', 'Baselines by state.', ['state'], (metric) => {
    metric.set(
      { state: 'ready' },
      count(sources.signals, ({ ready }) => ready),
    );
    metric.set(
      { state: 'warming' },
      count(sources.signals, ({ ready }) => !ready),
    );
  });
  gauge('alerts', 'Open alerts.', ['detector', 'state'], (metric) => {
    metric.reset();
    for (const { peak, state } of sources.openAlerts()) metric.inc({ detector: peak.detector, state });
  });
  gauge('last_tick_timestamp_seconds', 'Event time of the last evaluation.', [], (metric) =>
    metric.set((sources.signals.lastTickMs || 0) / 1000),
  );
  gauge('unwritten_alert_changes', 'Alert changes that wait for the database.', [], (metric) =>
    metric.set(sources.unwritten()),
  );
  gauge('database_up', '1 while the database answers.', [], async (metric) =>
    metric.set((await sources.database.answers()) ? 1 : 0),
  );
  registerOutbox(registry, sources);
}

function registerOutbox(registry: Registry, { outbox, nowMs }: StateSources): void {
  let asked: Promise<readonly OutboxCount[] | undefined> | undefined;
  // Both gauges of one scrape share an answer. While the database is away the last known counts stand; gauger_database_up tells.
  const counts = () => {
    asked ??= outbox()
      .catch(() => undefined)
      .finally(() => {
        asked = undefined;
      });
    return asked;
  };
  new Gauge({
    name: 'gauger_outbox_messages',
    help: 'Messages that wait to be sent, and those given up.',
    labelNames: ['receiver', 'state'],
    registers: [registry],
    async collect() {
      for (const { receiver, waiting, parked } of (await counts()) ?? []) {
        this.set({ receiver, state: 'waiting' }, waiting);
        this.set({ receiver, state: 'parked' }, parked);
      }
    },
  });
  new Gauge({
    name: 'gauger_outbox_oldest_message_age_seconds',
    help: 'How long the oldest message has waited.',
    labelNames: ['receiver'],
    registers: [registry],
    async collect() {
      for (const { receiver, oldestMs } of (await counts()) ?? []) {
        this.set({ receiver }, oldestMs === undefined ? 0 : Math.max(0, nowMs() - oldestMs) / 1000);
      }
    },
  });
}

function count(
  signals: SignalReader,
  wanted: (reading: { readonly value: number; readonly ready: boolean }) => boolean,
): number {
  let total = 0;
  for (const reading of signals.readings(0)) if (wanted(reading)) total++;
  return total;
}

function countBy<T, K>(items: readonly T[], key: (item: T) => K): Map<K, number> {
  const counts = new Map<K, number>();
  for (const item of items) counts.set(key(item), (counts.get(key(item)) ?? 0) + 1);
  return counts;
}
