import { type Actor, type AuditLog, type ReceiverStatus, Receivers, type TestDelivery } from '../api/ports.ts';
import type { Clock } from '../clock.ts';
import type { OutboxRecord, OutboxReport } from '../store/outbox-report.ts';
import type { Destination } from './destinations.ts';
import type { Delivery } from './receiver.ts';
import { testNotices } from './test-alert.ts';

export interface ReceiverDeskParts {
  readonly destinations: readonly Destination[];
  readonly report: Pick<OutboxReport, 'records' | 'retry'>;
  readonly audit: AuditLog;
  readonly clock: Clock;
  /** Messages are due. */
  readonly wake: () => void;
}

/** What people see of receivers and do with them. */
export class ReceiverDesk extends Receivers {
  constructor(private readonly parts: ReceiverDeskParts) {
    super();
  }

  async list(): Promise<ReceiverStatus[]> {
    const { destinations, report } = this.parts;
    const records = new Map((await report.records()).map((record) => [record.receiver, record]));
    return destinations.map(({ receiver, kind, paceMs }) => {
      const { receiver: name, ...record } = records.get(receiver.name) ?? {
        receiver: receiver.name,
        waiting: 0,
        parked: 0,
      };
      return { name, kind, paceMs: paceMs ?? receiver.paceMs, state: stateOf(record), ...record };
    });
  }

  async test(name: string, by: Actor): Promise<TestDelivery | undefined> {
    const { destinations, clock } = this.parts;
    const destination = destinations.find(({ receiver }) => receiver.name === name);
    if (destination === undefined) return undefined;
    const startedMs = clock.monotonicMs();
    const [firing, resolved] = testNotices(name, clock.now());
    const begun = await destination.receiver.deliver(firing);
    const delivery = begun.outcome === 'sent' ? await destination.receiver.deliver(resolved) : begun;
    await this.record(by, 'receiver.test', name, { outcome: delivery.outcome });
    return {
      outcome: delivery.outcome,
      ...reasonOf(delivery),
      durationMs: Math.round(clock.monotonicMs() - startedMs),
    };
  }

  async retry(name: string, by: Actor): Promise<number | undefined> {
    const { destinations, report, clock, wake } = this.parts;
    if (!destinations.some(({ receiver }) => receiver.name === name)) return undefined;
    const messages = await report.retry(name, clock.now());
    await this.record(by, 'receiver.retry', name, { messages });
    wake();
    return messages;
  }

  private async record(by: Actor, action: string, subject: string, details: Record<string, unknown>): Promise<void> {
    const { audit, clock } = this.parts;
    await audit.record({ atMs: clock.now(), actor: by.name, action, subject, details });
  }
}

function stateOf({ lastSentMs, lastFailure }: Omit<OutboxRecord, 'receiver'>): ReceiverStatus['state'] {
  if (lastFailure !== undefined && lastFailure.atMs > (lastSentMs ?? 0)) return 'failing';
  return lastSentMs === undefined ? 'unused' : 'healthy';
}

function reasonOf(delivery: Delivery): { reason?: string } {
  return delivery.outcome === 'sent' ? {} : { reason: delivery.reason };
}
