import { z } from 'zod';
import type { Alert } from '../core/model/alert.ts';
import { alertOf } from './alert-text.ts';
import type { Database } from './database.ts';

/** What a receiver is to be told: an alert as it was when it came into the state. */
export interface OutboxMessage {
  readonly receiver: string;
  readonly alertId: string;
  readonly state: 'firing' | 'acknowledged' | 'resolved';
  readonly alert: Alert;
}

/** A message that one worker holds until its claim ends. */
export interface ClaimedOutboxMessage extends OutboxMessage {
  readonly id: bigint;
  /** Attempts that failed before. */
  readonly attempts: number;
}

/** How much waits for a receiver, for metrics. */
export interface OutboxCount {
  readonly receiver: string;
  readonly waiting: number;
  readonly parked: number;
  /** When the oldest waiting message was stored, Unix milliseconds; absent when none waits. */
  readonly oldestMs?: number;
}

const Row = z.object({
  id: z.bigint(),
  receiver: z.string(),
  alert_id: z.string(),
  state: z.enum(['firing', 'acknowledged', 'resolved']),
  payload: z.unknown(),
  attempts: z.number(),
});

/**
 * Messages on their way to receivers: at least once each, and never again once `sent` was written. Its methods throw
 * StoreUnavailable during an outage and may then be called again.
 *
 * Times are the caller's clock. Processes that share a database need clocks that agree within the length of a claim.
 */
export class OutboxStore {
  private readonly database: Database;

  constructor(database: Database) {
    this.database = database;
  }

  /**
   * Takes the receiver's message that has been due longest, and hides it from every other worker until the claim ends; undefined
   * when nothing is due. A `resolved` is not due before the `firing` of the same alert was sent or parked.
   */
  async claim(receiver: string, nowMs: number, claimMs: number): Promise<ClaimedOutboxMessage | undefined> {
    for (;;) {
      const [row] = await this.take(receiver, nowMs, claimMs);
      if (row === undefined) return undefined;
      const { id, attempts, state, alert_id: alertId } = row;
      const alert = alertOf(row.payload);
      if (alert !== undefined) return { id, attempts, receiver, alertId, state, alert };
      await this.park(id, nowMs, 'unreadable');
    }
  }

  private async take(receiver: string, nowMs: number, claimMs: number): Promise<z.infer<typeof Row>[]> {
    const now = new Date(nowMs);
    const rows = await this.database.run(
      ({ prisma }) => prisma.$queryRaw`
        UPDATE outbox SET claimed_until = ${new Date(nowMs + claimMs)}::timestamptz
        WHERE id = (
          SELECT id FROM outbox AS due
          WHERE status = 'waiting' AND receiver = ${receiver} AND next_attempt_at <= ${now}::timestamptz
            AND (claimed_until IS NULL OR claimed_until <= ${now}::timestamptz)
            AND NOT EXISTS (
              SELECT FROM outbox AS earlier
              WHERE earlier.receiver = due.receiver AND earlier.alert_id = due.alert_id
                AND earlier.status = 'waiting' AND earlier.id < due.id)
          ORDER BY next_attempt_at, id LIMIT 1
          FOR UPDATE SKIP LOCKED)
        RETURNING id, receiver, alert_id, state, payload, attempts`,
    );
    return z.array(Row).parse(rows);
  }

  /** The other side has it. */
  async sent(id: bigint, nowMs: number): Promise<void> {
    await this.settle(id, { status: 'sent', settledAt: new Date(nowMs) });
  }

  /** It failed and is due again at the time given. */
  async postpone(id: bigint, nextAttemptMs: number, reason: string): Promise<void> {
    await this.settle(id, { attempts: { increment: 1 }, nextAttemptAt: new Date(nextAttemptMs), reason });
  }

  /** It is given up: kept and counted, never due again by itself. */
  async park(id: bigint, nowMs: number, reason: string): Promise<void> {
    await this.settle(id, { status: 'parked', attempts: { increment: 1 }, settledAt: new Date(nowMs), reason });
  }

  /** What is on its way, by receiver; receivers of which nothing waits and nothing is parked are left out. */
  async counts(): Promise<OutboxCount[]> {
    const groups = await this.database.run(({ prisma }) =>
      prisma.outbox.groupBy({
        by: ['receiver', 'status'],
        where: { status: { in: ['waiting', 'parked'] } },
        _count: true,
        _min: { createdAt: true },
        orderBy: { receiver: 'asc' },
      }),
    );
    const receivers = [...new Set(groups.map(({ receiver }) => receiver))];
    return receivers.map((receiver) => {
      const of = (status: string) => groups.find((group) => group.receiver === receiver && group.status === status);
      const waiting = of('waiting');
      const oldest = waiting?._min.createdAt;
      const count = { receiver, waiting: waiting?._count ?? 0, parked: of('parked')?._count ?? 0 };
      return oldest ? { ...count, oldestMs: oldest.getTime() } : count;
    });
  }

  /** A message that was sent or parked meanwhile, by a worker whose claim had ended, stays so. */
  private async settle(
    id: bigint,
    data: Parameters<Database['prisma']['outbox']['updateMany']>[0]['data'],
  ): Promise<void> {
    await this.database.run(({ prisma }) =>
      prisma.outbox.updateMany({ where: { id, status: 'waiting' }, data: { ...data, claimedUntil: null } }),
    );
  }
}
