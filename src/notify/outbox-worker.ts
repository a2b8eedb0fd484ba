import { Logger } from '@nestjs/common';
import type { Clock } from '../clock.ts';
import { type Backoff, backoffMs } from './backoff.ts';
import { Lane } from './lane.ts';
import type { Delivery, Message, Receiver } from './receiver.ts';

/** A message that this worker holds until its claim ends. */
export interface ClaimedMessage extends Message {
  readonly id: bigint;
  /** Attempts made before this one. */
  readonly attempts: number;
}

/** Where messages wait. A claim hides a message from other workers; a worker that dies loses its claims when they end. */
export interface OutboxStore {
  /** The receiver's message that has been due longest, or nothing. A `resolved` waits for the `firing` of the same alert. */
  claim(receiver: string, nowMs: number, claimMs: number): Promise<ClaimedMessage | undefined>;
  sent(id: bigint, nowMs: number): Promise<void>;
  postpone(id: bigint, nextAttemptMs: number, reason: string): Promise<void>;
  /** Given up: kept and shown, never tried again by itself. */
  park(id: bigint, nowMs: number, reason: string): Promise<void>;
}

/** What happened to one attempt, for metrics. */
export interface Attempt {
  readonly receiver: string;
  readonly outcome: Delivery['outcome'] | 'parked';
  readonly durationMs: number;
}

export interface OutboxWorkerOptions {
  readonly receivers: readonly Receiver[];
  readonly store: OutboxStore;
  readonly clock: Clock;
  /** 0 to 1; spreads retries. */
  readonly random: () => number;
  readonly observe: (attempt: Attempt) => void;
  readonly policy?: Partial<OutboxPolicy>;
}

export interface OutboxPolicy {
  /** Between two messages to one receiver. Slack takes one a second in a channel. */
  readonly paceMs: number;
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
  paceMs: 1000,
  pollMs: 2000,
  claimMs: 60_000,
  attemptsMaximum: 500,
  backoff: { firstMs: 1000, maximumMs: 60_000 },
  graceMs: 1000,
};

/**
 * Carries the outbox to the receivers, at least once. Each receiver has a lane of its own with one message in flight, so a slow or
 * dead one holds up nobody else; a lane that fails rests longer each time and hurries again after its first success.
 */
export class OutboxWorker {
  private readonly log = new Logger('outbox');
  private readonly policy: OutboxPolicy;
  private readonly lanes: readonly Lane[];
  private running: Promise<unknown> = Promise.resolve();

  constructor(private readonly options: OutboxWorkerOptions) {
    this.policy = { ...DEFAULT_POLICY, ...options.policy };
    this.lanes = options.receivers.map((receiver) => new Lane(receiver, options.clock));
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
      const message = await this.claim(lane);
      if (message === undefined) await lane.idle(this.policy.pollMs);
      else await lane.rest(await this.handle(lane, message));
    }
  }

  private async claim(lane: Lane): Promise<ClaimedMessage | undefined> {
    const { store, clock } = this.options;
    try {
      return await store.claim(lane.receiver.name, clock.now(), this.policy.claimMs);
    } catch (error) {
      this.log.error('cannot read the outbox', { receiver: lane.receiver.name, reason: text(error) });
      return undefined;
    }
  }

  /** One attempt and its bookkeeping; returns how long the lane should rest. */
  private async handle(lane: Lane, message: ClaimedMessage): Promise<number> {
    const { clock, observe, random } = this.options;
    const startedMs = clock.monotonicMs();
    const delivery = await this.attempt(lane.receiver, message);
    const parked = delivery.outcome === 'rejected' || this.exhausted(delivery, message);
    const durationMs = clock.monotonicMs() - startedMs;
    observe({ receiver: lane.receiver.name, outcome: parked ? 'parked' : delivery.outcome, durationMs });
    lane.failures = delivery.outcome === 'retry' ? lane.failures + 1 : 0;
    await this.settle(lane, message, delivery, parked);
    if (delivery.outcome !== 'retry') return this.policy.paceMs;
    const pauseMs = delivery.retryAfterMs ?? backoffMs(this.policy.backoff, lane.failures, random);
    return Math.max(this.policy.paceMs, pauseMs);
  }

  private exhausted(delivery: Delivery, message: ClaimedMessage): boolean {
    return delivery.outcome === 'retry' && message.attempts + 1 >= this.policy.attemptsMaximum;
  }

  private async attempt(receiver: Receiver, message: ClaimedMessage): Promise<Delivery> {
    try {
      return await receiver.deliver({ messages: [message] });
    } catch (error) {
      // A receiver that throws has a bug; its message must not stop the others.
      this.log.error('receiver failed', { receiver: receiver.name, alert: message.alertId, error: errorName(error) });
      return { outcome: 'retry', reason: 'internal_error' };
    }
  }

  /** Tells the store, and goes on trying while it is away: what is not written down would be sent a second time. */
  private async settle(lane: Lane, message: ClaimedMessage, delivery: Delivery, parked: boolean): Promise<void> {
    for (let failures = 1; ; failures++) {
      try {
        return await this.write(message, delivery, parked);
      } catch (error) {
        this.log.error('cannot write the outbox', {
          receiver: message.receiver,
          alert: message.alertId,
          reason: text(error),
        });
        if (lane.stopped) return;
        await lane.rest(backoffMs(this.policy.backoff, failures, this.options.random));
      }
    }
  }

  private async write(message: ClaimedMessage, delivery: Delivery, parked: boolean): Promise<void> {
    const { store, clock, random } = this.options;
    const fields = { receiver: message.receiver, alert: message.alertId, state: message.state };
    if (delivery.outcome === 'sent') {
      await store.sent(message.id, clock.now());
      this.log.log('sent', fields);
      return;
    }
    const { reason } = delivery;
    if (parked) {
      await store.park(message.id, clock.now(), reason);
      this.log.error('parked', { ...fields, reason });
      return;
    }
    const attempts = message.attempts + 1;
    const asked = delivery.outcome === 'retry' ? delivery.retryAfterMs : undefined;
    await store.postpone(message.id, clock.now() + (asked ?? backoffMs(this.policy.backoff, attempts, random)), reason);
    this.log.warn('postponed', { ...fields, reason, attempts });
  }
}

function errorName(error: unknown): string {
  return error instanceof Error ? error.name : 'unknown';
}

function text(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
