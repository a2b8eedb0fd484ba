import { createHash, createHmac } from 'node:crypto';
import type { Notice } from '../receiver.ts';

/** What Standard Webhooks signs: who checks it must see the same id, second and bytes. */
export interface Signed {
  readonly id: string;
  /** Unix seconds. */
  readonly timestamp: number;
  readonly body: string;
}

/**
 * The headers of Standard Webhooks (https://www.standardwebhooks.com): HMAC-SHA256 over `id.timestamp.body`. The receiving side compares
 * the signature, refuses old timestamps, and may drop an id that it has had: after a crash a message can come twice.
 */
export function signatureHeaders({ id, timestamp, body }: Signed, secret: string): Record<string, string> {
  const signature = createHmac('sha256', keyOf(secret)).update(`${id}.${timestamp}.${body}`).digest('base64');
  return { ...idHeaders({ id, timestamp }), 'webhook-signature': `v1,${signature}` };
}

/** The headers by which a receiver knows a message that comes twice. */
export function idHeaders({ id, timestamp }: Pick<Signed, 'id' | 'timestamp'>): Record<string, string> {
  return { 'webhook-id': id, 'webhook-timestamp': String(timestamp) };
}

/** `whsec_` and base64, as the standard has it; any other text is the key itself. */
function keyOf(secret: string): Buffer {
  return secret.startsWith('whsec_') ? Buffer.from(secret.slice('whsec_'.length), 'base64') : Buffer.from(secret);
}

/** The same for the same messages, however often they are sent. */
export function noticeId({ messages }: Notice): string {
  const [first] = messages;
  const of = ({ alertId, state, repeats = 0 }: (typeof messages)[number]) => `${alertId}.${state}.${repeats}`;
  if (messages.length === 1) return of(first);
  return `group.${createHash('sha256').update(messages.map(of).join('\n')).digest('hex').slice(0, 32)}`;
}
