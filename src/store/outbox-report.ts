import { z } from 'zod';
import type { Database } from './database.ts';

/** How much waits for a receiver, for metrics. */
export interface OutboxCount {
  readonly receiver: string;
  readonly waiting: number;
  readonly parked: number;
  /** When the oldest waiting message was stored, Unix milliseconds; absent when none waits. */
  readonly oldestMs?: number;
}

/** How a receiver has fared, as far back as messages are kept. */
export interface OutboxRecord extends OutboxCount {
  /** Unix milliseconds; absent: never. */
  readonly lastSentMs?: number;
  /** The last attempt that failed, and why; holds no secret. */
  readonly lastFailure?: { readonly atMs: number; readonly reason: string };
}

const RecordRow = z.object({
  receiver: z.string(),
  waiting: z.number(),
  parked: z.number(),
  oldest: z.date().nullable(),
  last_sent: z.date().nullable(),
  failed_at: z.date().nullable(),
  reason: z.string().nullable(),
});

/** What the outbox shows of itself. Its methods throw StoreUnavailable during an outage. */
export class OutboxReport {
  private readonly database: Database;

  constructor(database: Database) {
    this.database = database;
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

  /** The record of each receiver that has any. */
  async records(): Promise<OutboxRecord[]> {
    const rows = await this.database.run(
      ({ prisma }) => prisma.$queryRaw`
        SELECT receiver, waiting, parked, oldest, last_sent, failed_at, reason
        FROM (
          SELECT receiver,
            (count(*) FILTER (WHERE status = 'waiting'))::int AS waiting,
            (count(*) FILTER (WHERE status = 'parked'))::int AS parked,
            min(created_at) FILTER (WHERE status = 'waiting') AS oldest,
            max(settled_at) FILTER (WHERE status = 'sent') AS last_sent
          FROM outbox GROUP BY receiver) AS totals
        LEFT JOIN LATERAL (
          SELECT failed_at, reason FROM outbox
          WHERE outbox.receiver = totals.receiver AND failed_at IS NOT NULL
          ORDER BY failed_at DESC LIMIT 1) AS failure ON true
        ORDER BY receiver`,
    );
    return z.array(RecordRow).parse(rows).map(recordOf);
  }

  /**
   * Makes what was given up due again; returns how many messages that are. The beginning of an alert whose end was sent meanwhile stays
   * untold.
   */
  async retry(receiver: string, nowMs: number): Promise<number> {
    return this.database.run(
      ({ prisma }) => prisma.$executeRaw`
        UPDATE outbox AS parked SET status = 'waiting', attempts = 0, next_attempt_at = ${new Date(nowMs)}::timestamptz, settled_at = NULL
        WHERE receiver = ${receiver} AND status = 'parked' AND NOT (state <> 'resolved' AND EXISTS (
          SELECT FROM outbox AS ended
          WHERE ended.receiver = parked.receiver AND ended.alert_id = parked.alert_id
            AND ended.state = 'resolved' AND ended.status = 'sent'))`,
    );
  }
}

function recordOf(row: z.infer<typeof RecordRow>): OutboxRecord {
  const { receiver, waiting, parked, oldest, last_sent: lastSent, failed_at: failedAt, reason } = row;
  return {
    receiver,
    waiting,
    parked,
    ...(oldest !== null && { oldestMs: oldest.getTime() }),
    ...(lastSent !== null && { lastSentMs: lastSent.getTime() }),
    ...(failedAt !== null && { lastFailure: { atMs: failedAt.getTime(), reason: reason ?? '' } }),
  };
}
