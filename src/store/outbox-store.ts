import { z } from 'zod';
import type { Alert } from '../core/model/alert.ts';
import type { Labels } from '../core/model/labels.ts';
import { alertOf } from './alert-text.ts';
import type { Database } from './database.ts';
import { Prisma } from './generated/client.ts';

/** The group of messages that are sent again and again, looked after or not: the other side keeps nothing for long. */
export const RESEND_GROUP = 'resend';

/** Why messages go together. */
export interface OutboxGroup {
  readonly key: string;
  /** What the alerts have in common. */
  readonly labels: Labels;
}

/** When a message goes out, and with which others. Durations in milliseconds. */
export interface OutboxPlan {
  /** Muted routes keep their messages. */
  readonly route: string;
  /** Absent: alone. */
  readonly group?: OutboxGroup;
  /** Rest before the first attempt, for others to join. */
  readonly waitMs: number;
  /** Rest between two messages of the group. */
  readonly groupIntervalMs: number;
  /** How long after it was sent it is due again while the alert fires; absent: never. */
  readonly repeatMs?: number;
}

/** What a receiver is to be told: an alert as it was when it came into the state. */
export interface OutboxMessage {
  readonly receiver: string;
  readonly alertId: string;
  readonly state: 'firing' | 'acknowledged' | 'resolved';
  readonly alert: Alert;
  /** Absent: at once and alone. */
  readonly plan?: OutboxPlan;
}

/** A message, with how often the same was told before. */
export interface DueMessage extends OutboxMessage {
  readonly repeats: number;
}

/** Messages that one worker holds until its claim ends. */
export interface Claimed {
  readonly ids: readonly bigint[];
  /** Attempts that failed before. */
  readonly attempts: number;
  readonly messages: readonly [DueMessage, ...DueMessage[]];
  readonly group?: OutboxGroup;
  /** What was told of the group before and still fires, silent alerts aside; with the messages no more than go together. */
  readonly standing?: readonly DueMessage[];
}

/** Which messages a worker asks for. */
export interface ClaimRequest {
  readonly receiver: string;
  readonly nowMs: number;
  /** How long the claim holds. */
  readonly claimMs: number;
  /** Messages of a group that go together at most. */
  readonly maximum: number;
  /** Routes whose messages wait. */
  readonly muted: readonly string[];
}

const Row = z.object({
  id: z.bigint(),
  receiver: z.string(),
  alert_id: z.string(),
  state: z.enum(['firing', 'acknowledged', 'resolved']),
  payload: z.unknown(),
  attempts: z.number(),
  repeats: z.number(),
  group_key: z.string().nullable(),
  group_labels: z.record(z.string(), z.string()).nullable(),
});
type Row = z.infer<typeof Row>;

/**
 * Messages on their way to receivers: at least once each, and never again once `sent` was written, but for those that are to be repeated.
 * Its methods throw StoreUnavailable during an outage and may then be called again.
 *
 * Times are the caller's clock. Processes that share a database need clocks that agree within the length of a claim.
 */
export class OutboxStore {
  private readonly database: Database;

  constructor(database: Database) {
    this.database = database;
  }

  /**
   * Takes the receiver's message that has been due longest, with those of its group that wait too, and hides them from every other worker
   * until the claim ends; undefined when nothing is due. A message is not due before the earlier ones about the same alert were sent or
   * parked, nor before its group has rested.
   */
  async claim(request: ClaimRequest): Promise<Claimed | undefined> {
    if (request.muted.length > 0) await this.skipPassed(request);
    for (let repeated = false; ; ) {
      const rows = await this.take(request);
      if (rows.length === 0) {
        if (repeated || !(await this.repeat(request))) return undefined;
        repeated = true;
        continue;
      }
      const claimed = claimedOf(rows);
      const unreadable = rows.filter(({ id }) => claimed?.ids.includes(id) !== true).map(({ id }) => id);
      if (unreadable.length > 0) await this.park(unreadable, request.nowMs, 'unreadable');
      if (claimed !== undefined) return { ...claimed, ...(await this.standing(claimed, request)) };
    }
  }

  /** The rest of the group; what is claimed already is not looked at again. */
  private async standing({ group, messages }: Claimed, { receiver, maximum }: ClaimRequest) {
    const room = maximum - messages.length;
    if (group === undefined || group.key === RESEND_GROUP || room <= 0) return {};
    const rows = await this.database.run(
      ({ prisma }) => prisma.$queryRaw`
        SELECT told.id, told.receiver, alert_id, told.state, alerts.body AS payload, attempts, repeats, group_key, group_labels
        FROM outbox AS told JOIN alerts ON alerts.id = told.alert_id
        WHERE told.receiver = ${receiver} AND told.group_key = ${group.key} AND told.state = 'firing' AND told.status = 'sent'
          AND alerts.state = 'firing' AND coalesce(jsonb_array_length(alerts.silenced_by), 0) = 0
          AND told.alert_id <> ALL (${messages.map(({ alertId }) => alertId)}::text[])
        ORDER BY alerts.starts_at DESC, told.id DESC LIMIT ${room}`,
    );
    return { standing: messagesOf(z.array(Row).parse(rows)).map(({ message }) => message) };
  }

  /** The other side has them. */
  async sent(ids: readonly bigint[], nowMs: number): Promise<void> {
    const now = new Date(nowMs);
    await this.database.run(
      ({ prisma }) => prisma.$executeRaw`
        UPDATE outbox SET status = 'sent', settled_at = ${now}::timestamptz, claimed_until = NULL,
          repeat_at = CASE WHEN state = 'firing' THEN ${now}::timestamptz + repeat_ms * interval '1 millisecond' END
        WHERE id = ANY (${[...ids]}::bigint[]) AND status = 'waiting'`,
    );
  }

  /** They failed and are due again at the time given. */
  async postpone(
    ids: readonly bigint[],
    times: { readonly nowMs: number; readonly nextAttemptMs: number },
    reason: string,
  ): Promise<void> {
    const nextAttemptAt = new Date(times.nextAttemptMs);
    await this.settle(ids, { attempts: { increment: 1 }, nextAttemptAt, failedAt: new Date(times.nowMs), reason });
  }

  /** They are given up: kept and counted, never due again by themselves. */
  async park(ids: readonly bigint[], nowMs: number, reason: string): Promise<void> {
    const now = new Date(nowMs);
    await this.settle(ids, { status: 'parked', attempts: { increment: 1 }, settledAt: now, failedAt: now, reason });
  }

  /** They were refused together: each is due alone, so that one bad message costs no other. */
  async separate(ids: readonly bigint[], nowMs: number): Promise<void> {
    await this.settle(ids, { groupKey: null, nextAttemptAt: new Date(nowMs) });
  }

  private async take(request: ClaimRequest): Promise<Row[]> {
    const { receiver, nowMs, claimMs, maximum } = request;
    const now = new Date(nowMs);
    const rows = await this.database.run(
      ({ prisma }) => prisma.$queryRaw`
        WITH first AS (
          SELECT id, group_key FROM outbox AS due
          WHERE ${free(request)} AND next_attempt_at <= ${now}::timestamptz
            AND (due.group_interval_ms = 0 OR NOT EXISTS (
              SELECT FROM outbox AS told
              WHERE told.receiver = due.receiver AND told.group_key = due.group_key AND told.status = 'sent'
                AND told.settled_at > ${now}::timestamptz - due.group_interval_ms * interval '1 millisecond'))
          ORDER BY next_attempt_at, id LIMIT 1
          FOR UPDATE SKIP LOCKED
        ), others AS (
          SELECT due.id FROM outbox AS due JOIN first ON due.group_key = first.group_key AND due.id <> first.id
          WHERE ${free(request)}
          ORDER BY due.id LIMIT ${maximum - 1}
          FOR UPDATE OF due SKIP LOCKED
        )
        UPDATE outbox SET claimed_until = ${new Date(nowMs + claimMs)}::timestamptz
        WHERE receiver = ${receiver} AND id IN (SELECT id FROM first UNION ALL SELECT id FROM others)
        RETURNING id, receiver, alert_id, state, payload, attempts, repeats, group_key, group_labels`,
    );
    return z.array(Row).parse(rows);
  }

  /**
   * What is to be repeated, still fires and is looked after by nobody is due again, as the alert is now; true: there is some. A repetition
   * that the end overtook is off.
   */
  private async repeat({ receiver, nowMs }: ClaimRequest): Promise<boolean> {
    const now = new Date(nowMs);
    const count = await this.database.run(
      ({ prisma }) => prisma.$executeRaw`
        WITH overtaken AS (
          UPDATE outbox AS due SET status = 'sent'
          WHERE due.receiver = ${receiver} AND due.status = 'waiting' AND due.repeats > 0 AND ${ENDED}
        )
        UPDATE outbox SET status = 'waiting', next_attempt_at = ${now}::timestamptz, repeat_at = NULL, attempts = 0,
          repeats = repeats + 1, payload = alerts.body
        FROM alerts
        WHERE outbox.receiver = ${receiver} AND outbox.status = 'sent' AND outbox.repeat_at <= ${now}::timestamptz
          AND alerts.id = outbox.alert_id AND alerts.state = 'firing'
          AND coalesce(jsonb_array_length(alerts.silenced_by), 0) = 0
          AND (alerts.acknowledged IS NULL OR outbox.group_key = ${RESEND_GROUP})`,
    );
    return count > 0;
  }

  /** What began and ended while its route was muted is told to nobody. */
  private async skipPassed({ receiver, nowMs, muted }: ClaimRequest): Promise<void> {
    await this.database.run(
      ({ prisma }) => prisma.$executeRaw`
        UPDATE outbox SET status = 'skipped', settled_at = ${new Date(nowMs)}::timestamptz
        WHERE receiver = ${receiver} AND status = 'waiting' AND alert_id IN (
          SELECT begun.alert_id FROM outbox AS begun JOIN outbox AS ended USING (receiver, alert_id, status)
          WHERE begun.receiver = ${receiver} AND begun.status = 'waiting' AND begun.state = 'firing' AND begun.attempts = 0
            AND begun.repeats = 0 AND begun.route = ANY (${[...muted]}::text[]) AND ended.state = 'resolved')`,
    );
  }

  /** Messages that were sent or parked meanwhile, by a worker whose claim had ended, stay so. */
  private async settle(
    ids: readonly bigint[],
    data: Parameters<Database['prisma']['outbox']['updateMany']>[0]['data'],
  ): Promise<void> {
    await this.database.run(({ prisma }) =>
      prisma.outbox.updateMany({
        where: { id: { in: [...ids] }, status: 'waiting' },
        data: { ...data, claimedUntil: null },
      }),
    );
  }
}

/** The end of the same alert is told, or will be. */
const ENDED = Prisma.sql`EXISTS (
  SELECT FROM outbox AS ended
  WHERE ended.receiver = due.receiver AND ended.alert_id = due.alert_id AND ended.state = 'resolved')`;

/** What a worker may take: nobody has it, its route is not muted, and it is the earliest that waits of its alert. */
function free({ receiver, nowMs, muted }: ClaimRequest) {
  return Prisma.sql`due.status = 'waiting' AND due.receiver = ${receiver}
    AND (due.claimed_until IS NULL OR due.claimed_until <= ${new Date(nowMs)}::timestamptz)
    AND due.route <> ALL (${[...muted]}::text[])
    AND NOT (due.repeats > 0 AND ${ENDED})
    AND NOT EXISTS (
      SELECT FROM outbox AS earlier
      WHERE earlier.receiver = due.receiver AND earlier.alert_id = due.alert_id
        AND earlier.status = 'waiting' AND earlier.repeats = 0 AND earlier.id < due.id)`;
}

/** The rows whose alert can be read, each as a message. */
function messagesOf(rows: readonly Row[]): { readonly row: Row; readonly message: DueMessage }[] {
  return rows.flatMap((row) => {
    const alert = alertOf(row.payload);
    const { receiver, alert_id: alertId, state, repeats } = row;
    return alert === undefined ? [] : [{ row, message: { receiver, alertId, state, alert, repeats } }];
  });
}

/** What was taken, in the order in which it came; undefined: nothing of it can be read. */
function claimedOf(rows: readonly Row[]): Claimed | undefined {
  const readable = messagesOf([...rows].sort((a, b) => (a.id < b.id ? -1 : 1)));
  const [first, ...rest] = readable.map(({ message }) => message);
  if (first === undefined) return undefined;
  const { group_key: key, group_labels: labels } = readable[0]?.row ?? { group_key: null, group_labels: null };
  return {
    ids: readable.map(({ row }) => row.id),
    attempts: Math.max(...readable.map(({ row }) => row.attempts)),
    messages: [first, ...rest],
    ...(key !== null && { group: { key, labels: labels ?? {} } }),
  };
}
