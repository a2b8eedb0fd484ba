import { Logger } from '@nestjs/common';
import type { Clock } from '../clock.ts';
import type { Claimed, OutboxStore } from '../store/outbox-store.ts';
import { type Backoff, backoffMs } from './backoff.ts';
import type { Destination } from './destinations.ts';
import { Lane } from './lane.ts';
import type { Delivery, Receiver } from './receiver.ts';

/** Where messages wait. A claim hides messages from other workers; a worker that dies loses its claims when they end. */
export type Outbox = Pick<OutboxStore, 'claim' | 'sent' | 'postpone' | 'park' | 'separate'>;

/** What happened to one attempt, for metrics. */
export interface Attempt {
  readonly receiver: string;
  readonly outcome: 'sent' | 'retry' | 'rejected' | 'parked' | 'separated';
  readonly durationMs: number;
}

export interface OutboxWorkerOptions {
  readonly destinations: readonly Pick<Destination, 'receiver' | 'paceMs'>[];
  readonly store: Outbox;
  /** Routes that tell nothing at a time, Unix milliseconds. */
  readonly muted: (timeMs: number) => readonly string[];
  readonly clock: Clock;
  /** 0 to 1; spreads retries. */
  readonly random: () => number;
  readonly observe: (attempt: Attempt) => void;
  readonly policy?: Partial<OutboxPolicy>;
}

/** The worker’s pace and patience. */
export interface OutboxPolicy {
  /** How often to look for messages that nobody announced: those to be tried again, those of a process that died. */
  readonly pollMs: number;
  /** Longer than any attempt takes: only then may another worker have the message. */
  readonly claimMs: number;
  /** With the backoff below about eight hours of a dead receiver; then the message is parked. */
  readonly attemptsMaximum: number;
  readonly backoff: Backoff;
  /** How long `stop` lets an attempt go on before it cuts the connection. */
  readonly graceMs: number;
}

const DEFAULT_POLICY: OutboxPolicy = {
  pollMs: 2000,
  claimMs: 60_000,
  attemptsMaximum: 500,
  backoff: { firstMs: 1000, maximumMs: 60_000 },
  graceMs: 1000,
};

/**
 * Carries the outbox to the receivers, at least once. Each receiver has a lane of its own with one attempt in flight, so a slow or
 * dead one holds up nobody else; a lane that fails rests longer each time and hurries again after its first success.
 */
export class OutboxWorker {
  private readonly log = new Logger('outbox');
  private readonly policy: OutboxPolicy;
  private readonly lanes: readonly Lane[];
  private running: Promise<unknown> = Promise.resolve();

  constructor(private readonly options: OutboxWorkerOptions) {
    this.policy = { ...DEFAULT_POLICY, ...options.policy };
    this.lanes = options.destinations.map(({ receiver, paceMs }) => new Lane(receiver, options.clock, paceMs));
  }

  start(): void {
    this.running = Promise.all(this.lanes.map((lane) => this.run(lane)));
  }

  /** New messages are in the store: lanes that wait for work look at once. */
  wake(): void {
    for (const lane of this.lanes) lane.wake();
  }

  /** Takes no more messages and waits for those in flight; what hangs longer than the grace is cut off and tried again later. */
  async stop(): Promise<void> {
    for (const lane of this.lanes) lane.stop();
    const rest = new AbortController();
    const done = this.running.finally(() => rest.abort());
    await Promise.race([done, this.options.clock.sleep(this.policy.graceMs, rest.signal)]);
    await Promise.all(this.lanes.map((lane) => lane.receiver.close()));
    await done;
  }

  private async run(lane: Lane): Promise<void> {
    while (!lane.stopped) {
      lane.listen();
      const claimed = await this.claim(lane);
      if (claimed === undefined) await lane.idle(this.policy.pollMs);
      else await lane.rest(await this.handle(lane, claimed));
    }
  }

  private async claim({ receiver }: Lane): Promise<Claimed | undefined> {
    const { store, clock, muted } = this.options;
    const nowMs = clock.now();
    try {
      return await store.claim({
        receiver: receiver.name,
        nowMs,
        claimMs: this.policy.claimMs,
        maximum: receiver.batchMaximum,
        muted: muted(nowMs),
      });
    } catch (error) {
      this.log.error('cannot read the outbox', { receiver: receiver.name, reason: text(error) });
      return undefined;
    }
  }

  /** One attempt and its bookkeeping; returns how long the lane should rest. */
  private async handle(lane: Lane, claimed: Claimed): Promise<number> {
    const { clock, observe, random } = this.options;
    const startedMs = clock.monotonicMs();
    const delivery = await this.attempt(lane.receiver, claimed);
    const outcome = this.outcomeOf(delivery, claimed);
    observe({ receiver: lane.receiver.name, outcome, durationMs: clock.monotonicMs() - startedMs });
    lane.failures = delivery.outcome === 'retry' ? lane.failures + 1 : 0;
    await this.settle(lane, { claimed, delivery, outcome });
    if (delivery.outcome !== 'retry') return lane.paceMs;
    const pauseMs = delivery.retryAfterMs ?? backoffMs(this.policy.backoff, lane.failures, random);
    return Math.max(lane.paceMs, pauseMs);
  }

  private outcomeOf(delivery: Delivery, { attempts, messages }: Claimed): Attempt['outcome'] {
    if (delivery.outcome === 'rejected') return messages.length > 1 ? 'separated' : 'parked';
    const exhausted = delivery.outcome === 'retry' && attempts + 1 >= this.policy.attemptsMaximum;
    return exhausted ? 'parked' : delivery.outcome;
  }

  private async attempt(receiver: Receiver, { messages, group, standing }: Claimed): Promise<Delivery> {
    try {
      return await receiver.deliver({ messages, ...(group && { group }), ...(standing && { standing }) });
    } catch (error) {
      // A receiver that throws has a bug; its message must not stop the others.
      const [{ alertId }] = messages;
      this.log.error('receiver failed', { receiver: receiver.name, alert: alertId, error: errorName(error) });
      return { outcome: 'retry', reason: 'internal_error' };
    }
  }

  /** Tells the store, and goes on trying while it is away: what is not written down would be sent a second time. */
  private async settle(lane: Lane, attempted: Attempted): Promise<void> {
    for (let failures = 1; ; failures++) {
      try {
        return await this.write(attempted);
      } catch (error) {
        const [{ receiver, alertId }] = attempted.claimed.messages;
        this.log.error('cannot write the outbox', { receiver, alert: alertId, reason: text(error) });
        if (lane.stopped) return;
        await lane.rest(backoffMs(this.policy.backoff, failures, this.options.random));
      }
    }
  }

  private async write({ claimed, delivery, outcome }: Attempted): Promise<void> {
    const { store, clock, random } = this.options;
    const { ids, messages } = claimed;
    const [{ receiver, alertId, state }] = messages;
    const more = messages.length > 1 ? { messages: messages.length } : {};
    const fields = { receiver, alert: alertId, state, ...more };
    const nowMs = clock.now();
    if (delivery.outcome === 'sent') {
      await store.sent(ids, nowMs);
      this.log.log('sent', fields);
      return;
    }
    const { reason } = delivery;
    if (outcome === 'parked') {
      await store.park(ids, nowMs, reason);
      this.log.error('parked', { ...fields, reason });
      return;
    }
    if (outcome === 'separated') {
      await store.separate(ids, nowMs);
      this.log.warn('refused together, tried one by one', { ...fields, reason });
      return;
    }
    const attempts = claimed.attempts + 1;
    const asked = delivery.outcome === 'retry' ? delivery.retryAfterMs : undefined;
    const nextAttemptMs = nowMs + (asked ?? backoffMs(this.policy.backoff, attempts, random));
    await store.postpone(ids, { nowMs, nextAttemptMs }, reason);
    this.log.warn('postponed', { ...fields, reason, attempts });
  }
}

interface Attempted {
  readonly claimed: Claimed;
  readonly delivery: Delivery;
  readonly outcome: Attempt['outcome'];
}

function errorName(error: unknown): string {
  return error instanceof Error ? error.name : 'unknown';
}

function text(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
