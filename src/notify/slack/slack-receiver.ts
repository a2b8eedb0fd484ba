import { Agent, request } from 'undici';
import type { Secret } from '../../config/secret.ts';
import type { Delivery, Message, Receiver } from '../receiver.ts';
import { type Links, slackMessage } from './message.ts';

export interface SlackOptions {
  readonly name: string;
  /** An incoming webhook's address. Who has it may post, so it is never put into a reason. */
  readonly webhookUrl: Secret;
  /** Heeded by old custom webhooks alone; the webhook of a Slack app belongs to one channel. */
  readonly channel?: string | undefined;
  readonly links: Links;
  /** Bound on one attempt as a whole. */
  readonly timeoutMs: number;
}

/** Slack's answers are one word or a few; more is not read. */
const MAXIMUM_ANSWER_BYTES = 4096;
/** A longer `Retry-After` is not believed: the channel would be silent for too long. */
const MAXIMUM_RETRY_AFTER_MS = 10 * 60_000;

/** Posts to a Slack incoming webhook (https://docs.slack.dev/messaging/sending-messages-using-incoming-webhooks). */
export class SlackReceiver implements Receiver {
  readonly name: string;
  // One connection keeps the order of the messages; the pool is our own so that `close` reaches what hangs.
  private readonly agent = new Agent({ connections: 1, pipelining: 1 });

  constructor(private readonly options: SlackOptions) {
    this.name = options.name;
  }

  async deliver({ alert, state }: Message): Promise<Delivery> {
    const { channel, links } = this.options;
    const body = JSON.stringify({ ...slackMessage(alert, state, links), channel });
    const address = this.address();
    if (address === undefined) return { outcome: 'retry', reason: 'webhook_url_unreadable' };
    try {
      return await this.post(address, body);
    } catch (error) {
      return { outcome: 'retry', reason: networkReason(error) };
    }
  }

  async close(): Promise<void> {
    await this.agent.destroy();
  }

  /** Read anew for each message: a mounted secret may have been renewed. */
  private address(): URL | undefined {
    try {
      return new URL(this.options.webhookUrl.read());
    } catch {
      return undefined;
    }
  }

  private async post(address: URL, body: string): Promise<Delivery> {
    const response = await request(address, {
      method: 'POST',
      headers: { 'content-type': 'application/json; charset=utf-8' },
      body,
      dispatcher: this.agent,
      signal: AbortSignal.timeout(this.options.timeoutMs),
    });
    return deliveryOf(response.statusCode, response.headers['retry-after'], await firstBytes(response.body));
  }
}

async function firstBytes(body: AsyncIterable<Uint8Array>): Promise<string> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of body) {
    chunks.push(chunk);
    length += chunk.length;
    if (length >= MAXIMUM_ANSWER_BYTES) break;
  }
  return Buffer.concat(chunks).toString('utf8').slice(0, MAXIMUM_ANSWER_BYTES);
}

/** https://docs.slack.dev/messaging/sending-messages-using-incoming-webhooks#handling_errors */
function deliveryOf(status: number, retryAfter: string | string[] | undefined, answer: string): Delivery {
  if (status >= 200 && status < 300) return { outcome: 'sent' };
  const reason = reasonOf(status, answer);
  if (status === 429) return { outcome: 'retry', reason, ...retryAfterMs(retryAfter) };
  const passing = status >= 500 || status === 408;
  return { outcome: passing ? 'retry' : 'rejected', reason };
}

function retryAfterMs(header: string | string[] | undefined): { retryAfterMs?: number } {
  const seconds = typeof header === 'string' && /^\d{1,9}$/.test(header) ? Number(header) : undefined;
  return seconds === undefined ? {} : { retryAfterMs: Math.min(seconds * 1000, MAXIMUM_RETRY_AFTER_MS) };
}

/** Slack's own word (`no_service`, `invalid_payload`) where the answer is one; an answer may echo the address, a word cannot. */
function reasonOf(status: number, answer: string): string {
  const word = answer.trim();
  return /^[a-z]+(_[a-z]+)*$/.test(word) && word.length <= 40 ? `http_${status} ${word}` : `http_${status}`;
}

/** The error's code alone: messages of network errors quote addresses. */
function networkReason(error: unknown): string {
  if (typeof error !== 'object' || error === null) return 'network';
  if ('name' in error && error.name === 'TimeoutError') return 'timeout';
  const code = 'code' in error ? String(error.code) : '';
  return /^[A-Z_]{1,40}$/.test(code) ? `network ${code}` : 'network';
}
