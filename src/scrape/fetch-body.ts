import type { IncomingHttpHeaders } from 'node:http';
import { pipeline, type Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { type Dispatcher, request } from 'undici';
import { formatByteSize } from '../config/byte-size.ts';
import { formatDuration } from '../config/duration.ts';
import { errorCode } from '../config/error-code.ts';
import { isRefusedHost, RefusedAddress } from '../network/address-guard.ts';
import type { HttpClient } from '../network/http-client.ts';
import type { BodyBudget, OpenBody } from './body-budget.ts';
import { type Failure, failure, failureOf } from './scrape-failure.ts';

/** A GET, bounded in time and bytes. */
export interface BodyRequest {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  /** From the first try to the last byte, redirects included. */
  readonly timeoutMs: number;
  /** Of the decompressed body. */
  readonly bodyMaximumBytes: number;
  /** Memory that it shares with others. */
  readonly budget: BodyBudget;
  /** Aborted when nobody wants the answer any more. */
  readonly signal: AbortSignal;
}

/** What a server answered with status 200, decompressed. */
export interface Body {
  readonly ok: true;
  readonly bytes: Uint8Array;
  readonly contentType?: string;
}

/** As Go's HTTP client, and so Prometheus. */
const REDIRECTS_MAXIMUM = 10;

/** Gets a body with status 200. Never throws and never takes longer, or holds more, than the request allows. */
export async function fetchBody(client: HttpClient, wanted: BodyRequest): Promise<Body | Failure> {
  const controller = new AbortController();
  const abort = () => controller.abort();
  wanted.signal.addEventListener('abort', abort, { once: true });
  if (wanted.signal.aborted) abort();
  const timer = setTimeout(abort, wanted.timeoutMs);
  const open = wanted.budget.enter(abort);
  try {
    return await follow(client, wanted, { open, signal: controller.signal });
  } catch (error) {
    if (open.refusal !== undefined) return open.refusal;
    if (!controller.signal.aborted) return failureOf(error, error instanceof BodyError);
    if (wanted.signal.aborted) return failure('other', 'the scrape was given up: shutting down');
    return failure('timeout', `no complete answer within ${formatDuration(wanted.timeoutMs)}`);
  } finally {
    clearTimeout(timer);
    open.close();
    wanted.signal.removeEventListener('abort', abort);
    // What is left of an answer that is not wanted is not read.
    controller.abort();
  }
}

/** An error after the headers. */
class BodyError extends Error {
  readonly code: string;

  constructor(cause: unknown) {
    super('the body could not be read', { cause });
    this.code = errorCode(cause);
  }
}

interface UnderWay {
  readonly open: OpenBody;
  readonly signal: AbortSignal;
}

async function follow(client: HttpClient, wanted: BodyRequest, { open, signal }: UnderWay): Promise<Body | Failure> {
  const headers = { ...client.headers(), ...wanted.headers };
  let url = new URL(wanted.url);
  for (let hops = 0; hops <= REDIRECTS_MAXIMUM; hops++) {
    if (!client.linkLocal && isRefusedHost(url.hostname)) throw new RefusedAddress();
    const response = await request(url, { dispatcher: client.dispatcher(), headers, signal });
    const { statusCode, headers: answered } = response;
    if (statusCode === 200) return readBody(response, wanted.bodyMaximumBytes, open);
    const location = single(answered['location']);
    if (!client.followRedirects || statusCode < 300 || statusCode > 399 || location === undefined) {
      return { ...failure('http_status', `the target answered with HTTP status ${statusCode}`), status: statusCode };
    }
    const next = URL.canParse(location, url.href) ? new URL(location, url) : undefined;
    if (next === undefined || next.host !== url.host || (url.protocol === 'https:' && next.protocol !== 'https:')) {
      // The address is the target's own words: who may answer must not choose whom we ask next, nor see our credentials there.
      return failure(
        'http_status',
        `the target redirects (HTTP status ${statusCode}) to another host, which is not followed; scrape that one itself`,
      );
    }
    url = next;
  }
  return failure('http_status', `the target redirects more than ${REDIRECTS_MAXIMUM} times`);
}

async function readBody(
  { headers, body }: Dispatcher.ResponseData,
  maximumBytes: number,
  open: OpenBody,
): Promise<Body | Failure> {
  const encoding = (single(headers['content-encoding']) ?? 'identity').toLowerCase();
  if (encoding !== 'gzip' && encoding !== 'identity') {
    return failure('unreadable', 'the target answered in a Content-Encoding that was not asked for; only gzip is read');
  }
  const tooLarge = failure(
    'body_too_large',
    `the page is larger than ${formatByteSize(maximumBytes)} (body_size_limit)`,
  );
  if (encoding === 'identity' && Number(headers['content-length']) > maximumBytes) return tooLarge;
  const bytes = await collect(
    encoding === 'gzip' ? pipeline(body, createGunzip(), () => undefined) : body,
    maximumBytes,
    open,
  );
  const contentType = single(headers['content-type']);
  return bytes === undefined ? tooLarge : { ok: true, bytes, ...(contentType !== undefined && { contentType }) };
}

/** The whole stream, or undefined as soon as it is longer than the maximum: what comes after is never held. */
async function collect(stream: Readable, maximumBytes: number, open: OpenBody): Promise<Uint8Array | undefined> {
  const chunks: Uint8Array[] = [];
  let total = 0;
  try {
    for await (const read of stream) {
      const chunk: Uint8Array = read;
      total += chunk.length;
      if (total > maximumBytes) return undefined;
      open.add(chunk.length);
      chunks.push(chunk);
    }
  } catch (error) {
    throw new BodyError(error);
  }
  return Buffer.concat(chunks, total);
}

function single(header: IncomingHttpHeaders[string]): string | undefined {
  return Array.isArray(header) ? header[0] : header;
}
