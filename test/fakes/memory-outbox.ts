import type { ClaimedMessage, OutboxStore } from '../../src/notify/outbox-worker.ts';
import type { Message } from '../../src/notify/receiver.ts';

interface Row extends Message {
  readonly id: bigint;
  attempts: number;
  status: 'waiting' | 'sent' | 'parked';
  dueMs: number;
  claimedUntilMs: number;
  reason?: string;
}

/** The outbox in memory: the behaviour the table has, without a database. */
export class MemoryOutbox implements OutboxStore {
  readonly rows: Row[] = [];
  /** While true every call fails, as with a database that is away. */
  away = false;

  add(message: Message): void {
    const id = BigInt(this.rows.length + 1);
    this.rows.push({ ...message, id, attempts: 0, status: 'waiting', dueMs: 0, claimedUntilMs: 0 });
  }

  async claim(receiver: string, nowMs: number, claimMs: number): Promise<ClaimedMessage | undefined> {
    this.check();
    const waiting = this.rows.filter((row) => row.status === 'waiting' && row.receiver === receiver);
    const [row] = waiting
      .filter(({ dueMs, claimedUntilMs }) => dueMs <= nowMs && claimedUntilMs <= nowMs)
      .filter(({ alertId, id }) => !waiting.some((other) => other.id < id && other.alertId === alertId))
      .sort((a, b) => a.dueMs - b.dueMs);
    if (row !== undefined) row.claimedUntilMs = nowMs + claimMs;
    return row === undefined ? undefined : { ...row };
  }

  async sent(id: bigint): Promise<void> {
    this.settle(id, { status: 'sent' });
  }

  async postpone(id: bigint, nextAttemptMs: number, reason: string): Promise<void> {
    const { attempts } = this.row(id);
    this.settle(id, { dueMs: nextAttemptMs, claimedUntilMs: 0, attempts: attempts + 1, reason });
  }

  async park(id: bigint, _nowMs: number, reason: string): Promise<void> {
    this.settle(id, { status: 'parked', reason });
  }

  private settle(id: bigint, changes: Partial<Row>): void {
    this.check();
    Object.assign(this.row(id), changes);
  }

  private row(id: bigint): Row {
    const row = this.rows.find((candidate) => candidate.id === id);
    if (row === undefined) throw new Error(`no message ${id}`);
    return row;
  }

  private check(): void {
    if (this.away) throw new Error('the database is away');
  }
}
