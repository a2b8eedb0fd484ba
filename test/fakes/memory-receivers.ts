import {
  type Actor,
  type InteractionRequest,
  Interactions,
  type ReceiverStatus,
  Receivers,
  type TestDelivery,
} from '../../src/api/ports.ts';
import { MORNING_MS } from './alerts.ts';

/** Two receivers, one of which fails. */
export class MemoryReceivers extends Receivers {
  readonly asked: string[] = [];

  async list(): Promise<readonly ReceiverStatus[]> {
    const failure = { atMs: MORNING_MS - 1000, reason: 'http_503' };
    return [
      { name: 'on-call', kind: 'slack', state: 'healthy', paceMs: 1000, waiting: 0, parked: 0, lastSentMs: MORNING_MS },
      {
        name: 'siem',
        kind: 'siem',
        state: 'failing',
        paceMs: 10,
        waiting: 2,
        parked: 1,
        oldestMs: MORNING_MS,
        lastFailure: failure,
      },
    ];
  }

  async test(name: string, by: Actor): Promise<TestDelivery | undefined> {
    this.asked.push(`test ${name} ${by.name}`);
    if (name === 'siem') return { outcome: 'retry', reason: 'http_503', durationMs: 12 };
    return name === 'on-call' ? { outcome: 'sent', durationMs: 12 } : undefined;
  }

  async retry(name: string, by: Actor): Promise<number | undefined> {
    this.asked.push(`retry ${name} ${by.name}`);
    return name === 'siem' ? 1 : undefined;
  }
}

/** Takes what is signed `right`, and remembers the bytes. */
export class MemoryInteractions extends Interactions {
  readonly bodies: string[] = [];

  async receive(
    name: string,
    { body, signature, timestamp }: InteractionRequest,
  ): Promise<'done' | 'unsigned' | 'unknown' | 'malformed' | 'gone'> {
    if (name !== 'on-call') return 'unknown';
    if (signature !== 'right' || timestamp === undefined) return 'unsigned';
    const text = Buffer.from(body).toString();
    this.bodies.push(text);
    if (text.includes('gone')) return 'gone';
    return text.startsWith('payload=') ? 'done' : 'malformed';
  }
}
