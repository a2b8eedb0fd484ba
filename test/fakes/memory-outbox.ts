import type { Outbox } from '../../src/notify/outbox-worker.ts';
import type { Message } from '../../src/notify/receiver.ts';
import type { Claimed, ClaimRequest, DueMessage } from '../../src/store/outbox-store.ts';

interface Row extends Message {
  readonly id: bigint;
  readonly route: string;
  groupKey: string | undefined;
  attempts: number;
  status: 'waiting' | 'sent' | 'parked';
  dueMs: number;
  claimedUntilMs: number;
  reason?: string;
}

/** The outbox in memory: the behaviour the table has, without a database, repetitions and rests of groups. */
export class MemoryOutbox implements Outbox {
  readonly rows: Row[] = [];
  /** While true every call fails, as with a database that is away. */
  away = false;

  add(message: Message, { route = '', groupKey }: { readonly route?: string; readonly groupKey?: string } = {}): void {
    const id = BigInt(this.rows.length + 1);
    this.rows.push({ ...message, id, route, groupKey, attempts: 0, status: 'waiting', dueMs: 0, claimedUntilMs: 0 });
  }

  async claim({ receiver, nowMs, claimMs, maximum, muted }: ClaimRequest): Promise<Claimed | undefined> {
    this.check();
    const waiting = this.rows.filter((row) => row.status === 'waiting' && row.receiver === receiver);
    const free = waiting
      .filter(({ claimedUntilMs, route }) => claimedUntilMs <= nowMs && !muted.includes(route))
      .filter(({ alertId, id }) => !waiting.some((other) => other.id < id && other.alertId === alertId));
    const [first] = free.filter(({ dueMs }) => dueMs <= nowMs).sort((a, b) => a.dueMs - b.dueMs);
    if (first === undefined) return undefined;
    const { groupKey } = first;
    const others = free.filter((row) => row !== first && groupKey !== undefined && row.groupKey === groupKey);
    const taken = [first, ...others].slice(0, maximum);
    for (const row of taken) row.claimedUntilMs = nowMs + claimMs;
    const [message, ...more] = taken.map((row): DueMessage => ({ ...row, repeats: 0 }));
    if (message === undefined) return undefined;
    return {
      ids: taken.map(({ id }) => id),
      attempts: Math.max(...taken.map(({ attempts }) => attempts)),
      messages: [message, ...more],
      ...(groupKey !== undefined && { group: { key: groupKey, labels: {} } }),
    };
  }

  async sent(ids: readonly bigint[]): Promise<void> {
    this.settle(ids, () => ({ status: 'sent' }));
  }

  async postpone(
    ids: readonly bigint[],
    { nextAttemptMs }: { readonly nextAttemptMs: number },
    reason: string,
  ): Promise<void> {
    this.settle(ids, ({ attempts }) => ({ dueMs: nextAttemptMs, claimedUntilMs: 0, attempts: attempts + 1, reason }));
  }

  async park(ids: readonly bigint[], _nowMs: number, reason: string): Promise<void> {
    this.settle(ids, () => ({ status: 'parked', reason }));
  }

  async separate(ids: readonly bigint[], nowMs: number): Promise<void> {
    this.settle(ids, () => ({ groupKey: undefined, dueMs: nowMs, claimedUntilMs: 0 }));
  }

  private settle(ids: readonly bigint[], changes: (row: Row) => Partial<Row>): void {
    this.check();
    for (const row of this.rows.filter(({ id }) => ids.includes(id))) Object.assign(row, changes(row));
  }

  private check(): void {
    if (this.away) throw new Error('the database is away');
  }
}
