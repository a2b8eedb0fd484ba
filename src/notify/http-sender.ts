import { request } from 'undici';
import type { HttpClientConfig } from '../config/http-client-section.ts';
import type { Secret } from '../config/secret.ts';
import { isRefusedHost } from '../network/address-guard.ts';
import { HttpClient } from '../network/http-client.ts';
import { readSecret } from './read-secret.ts';
import type { Delivery } from './receiver.ts';

/** An answer as far as a receiver needs it. */
export interface Answer {
  readonly status: number;
  /** The first bytes; what comes after is not read. */
  readonly body: string;
  /** What `Retry-After` asks for in seconds; at most ten minutes. */
  readonly retryAfterMs?: number;
}

/** There was no answer; the reason holds no address. */
export interface NoAnswer {
  readonly status: 0;
  readonly reason: string;
}

/** A message on its way to a receiver. */
export interface Post {
  /** Read anew for each post: a mounted secret may have been renewed. */
  readonly url: Secret;
  readonly body: string | Uint8Array;
  readonly headers: Readonly<Record<string, string>>;
}

const MAXIMUM_ANSWER_BYTES = 4096;
/** A longer `Retry-After` is not believed: the receiver would be silent for too long. */
const MAXIMUM_RETRY_AFTER_MS = 10 * 60_000;

/** For receivers whose secret is in the address or in the message. */
export const NO_CREDENTIALS: HttpClientConfig = { followRedirects: false, headers: [] };

/** Posts of one receiver: bounded in time and in what is read, never to an address that clouds keep credentials at, no redirects. */
export class HttpSender {
  private readonly client: HttpClient;
  private readonly closed = new AbortController();

  constructor(
    config: HttpClientConfig,
    /** Bound on one post as a whole. */
    private readonly timeoutMs: number,
    /** Of an answer no more is read. */
    private readonly answerMaximumBytes = MAXIMUM_ANSWER_BYTES,
  ) {
    this.client = new HttpClient(config, { linkLocal: false });
  }

  /** Never throws, and never takes longer than the timeout. */
  async post(post: Post): Promise<Answer | NoAnswer> {
    const address = addressOf(post.url);
    if (address === undefined) return { status: 0, reason: 'url_unreadable' };
    if (isRefusedHost(address.hostname)) return { status: 0, reason: 'network REFUSED_ADDRESS' };
    const identity = this.identity();
    if (identity === undefined) return { status: 0, reason: 'credentials_unreadable' };
    try {
      const response = await request(address, {
        method: 'POST',
        headers: { ...identity.headers, ...post.headers },
        body: post.body,
        dispatcher: identity.dispatcher,
        signal: AbortSignal.any([AbortSignal.timeout(this.timeoutMs), this.closed.signal]),
      });
      const body = await firstBytes(response.body, this.answerMaximumBytes);
      return { status: response.statusCode, body, ...retryAfter(response.headers['retry-after']) };
    } catch (error) {
      return { status: 0, reason: networkReason(error) };
    }
  }

  /** Cuts off what is under way; what comes later is not sent. */
  async close(): Promise<void> {
    this.closed.abort();
    await this.client.close();
  }

  private identity() {
    try {
      return { headers: this.client.headers(), dispatcher: this.client.dispatcher() };
    } catch {
      return undefined;
    }
  }
}

function addressOf(url: Secret): URL | undefined {
  const text = readSecret(url);
  return text !== undefined && URL.canParse(text) ? new URL(text) : undefined;
}

async function firstBytes(body: AsyncIterable<Uint8Array>, maximum: number): Promise<string> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of body) {
    chunks.push(chunk);
    length += chunk.length;
    if (length >= maximum) break;
  }
  return Buffer.concat(chunks).toString('utf8').slice(0, maximum);
}

function retryAfter(header: string | string[] | undefined): { retryAfterMs?: number } {
  const seconds = typeof header === 'string' && /^\d{1,9}$/.test(header) ? Number(header) : undefined;
  return seconds === undefined ? {} : { retryAfterMs: Math.min(seconds * 1000, MAXIMUM_RETRY_AFTER_MS) };
}

/** Statuses below 500 that are not the message's fault: who we are to the other side may be set right, slowness may pass. */
const PASSING = new Set([401, 403, 407, 408, 425, 429]);

/** What an answer's status means where the other side has no rules of its own. */
export function deliveryOf(answer: Answer | NoAnswer): Delivery {
  if (!('body' in answer)) return { outcome: 'retry', reason: answer.reason };
  const { status, body, retryAfterMs } = answer;
  if (status >= 200 && status < 300) return { outcome: 'sent' };
  const reason = reasonOf(status, body);
  if (status < 500 && !PASSING.has(status)) return { outcome: 'rejected', reason };
  return { outcome: 'retry', reason, ...(retryAfterMs !== undefined && { retryAfterMs }) };
}

/** The other side's own word (`no_service`, `invalid_payload`) where the answer is one; an answer may echo a secret, a word cannot. */
function reasonOf(status: number, answer: string): string {
  const word = answer.trim();
  return isWord(word) ? `http_${status} ${word}` : `http_${status}`;
}

/** Whether a text may stand in a reason: a word of another side’s API, never a secret or an address. */
export function isWord(text: string): boolean {
  return /^[a-z]+(_[a-z]+)*$/.test(text) && text.length <= 40;
}

/** The error's code alone: messages of network errors quote addresses. */
export function networkReason(error: unknown): string {
  if (typeof error !== 'object' || error === null) return 'network';
  if ('name' in error && error.name === 'TimeoutError') return 'timeout';
  const code = 'code' in error ? String(error.code) : '';
  return /^[A-Z_]{1,40}$/.test(code) ? `network ${code}` : 'network';
}
