import type { Readable } from 'node:stream';
import { request } from 'undici';
import type { Clock } from '../../clock.ts';
import { failureOf } from '../scrape-failure.ts';
import type { ApiServer } from './api-server.ts';

/** Largest answer or line that is read: a page of 500 objects at a third of etcd's own limit of 1.5 MB each. */
const ANSWER_MAXIMUM_BYTES = 256 * 1024 * 1024;

/** A GET to an API server. */
export interface ApiRequest {
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
  /** To the last byte. */
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
}

/** Why an answer did not come. `gone`: what was asked for is no longer kept; it must be listed anew. */
export interface ApiFailure {
  readonly ok: false;
  readonly gone: boolean;
  readonly reason: string;
}

/** Who hears the lines of a watch. */
export interface LineTaker {
  /** The server has begun to answer. */
  opened(): void;
  /** May return false to hear no more. */
  take(line: string): boolean;
}

const WITHOUT_RIGHT = 'the service account may not list and watch them; see k8s/base/rbac.yaml';
const REMEDIES: Readonly<Record<number, string>> = {
  401: 'the credentials are not accepted',
  403: WITHOUT_RIGHT,
  404: 'the cluster does not have them',
};

/** Requests to an API server. Nothing here throws. */
export class ApiRequests {
  constructor(
    private readonly server: ApiServer,
    private readonly clock: Clock,
  ) {}

  /** Reads an answer line by line, as it comes. */
  async lines(wanted: ApiRequest, { opened, take }: LineTaker): Promise<{ readonly ok: true } | ApiFailure> {
    return this.ask(wanted, async (body) => {
      opened();
      for await (const line of linesOf(body)) if (line !== '' && !take(line)) break;
      return { ok: true };
    });
  }

  /** The whole answer as data. */
  async json(wanted: ApiRequest): Promise<{ readonly ok: true; readonly data: unknown } | ApiFailure> {
    return this.ask(wanted, async (body) => {
      const data: unknown = JSON.parse(await textOf(body));
      return { ok: true, data };
    });
  }

  private async ask<Answer>(
    wanted: ApiRequest,
    read: (body: Readable) => Promise<Answer>,
  ): Promise<Answer | ApiFailure> {
    const controller = new AbortController();
    const abort = () => controller.abort();
    wanted.signal.addEventListener('abort', abort, { once: true });
    if (wanted.signal.aborted) abort();
    let timedOut = false;
    const deadline = this.clock.sleep(wanted.timeoutMs, controller.signal).then(() => {
      timedOut = !controller.signal.aborted;
      abort();
    });
    try {
      const { server, headers, dispatcher } = await this.server.access();
      const url = `${server.replace(/\/+$/, '')}${wanted.path}?${new URLSearchParams(wanted.query)}`;
      const { statusCode, body } = await request(url, { dispatcher, headers, signal: controller.signal });
      if (statusCode === 200) return await read(body);
      return { ok: false, gone: statusCode === 410, reason: statusReason(statusCode) };
    } catch (error) {
      const reason = timedOut ? 'the API server did not answer in time' : reasonOf(error);
      return { ok: false, gone: false, reason };
    } finally {
      abort();
      wanted.signal.removeEventListener('abort', abort);
      await deadline;
    }
  }
}

function statusReason(status: number): string {
  const remedy = REMEDIES[status];
  return `the API server answered with HTTP status ${status}${remedy === undefined ? '' : `: ${remedy}`}`;
}

function reasonOf(error: unknown): string {
  if (error instanceof SyntaxError) return 'the API server’s answer is not JSON';
  const { detail } = failureOf(error, false);
  // What the ways to the server say themselves names a file or a setting.
  return detail === 'the request failed' && error instanceof Error ? error.message : detail;
}

async function textOf(body: Readable): Promise<string> {
  const chunks: Uint8Array[] = [];
  let total = 0;
  for await (const read of body) {
    const chunk: Uint8Array = read;
    total += chunk.length;
    if (total > ANSWER_MAXIMUM_BYTES) throw new Error('the API server’s answer is too long');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks, total).toString();
}

async function* linesOf(body: Readable): AsyncIterable<string> {
  let chunks: Uint8Array[] = [];
  let total = 0;
  for await (const read of body) {
    let rest: Uint8Array = read;
    for (let end = rest.indexOf(0x0a); end >= 0; end = rest.indexOf(0x0a)) {
      yield Buffer.concat([...chunks, rest.subarray(0, end)]).toString();
      chunks = [];
      total = 0;
      rest = rest.subarray(end + 1);
    }
    total += rest.length;
    if (total > ANSWER_MAXIMUM_BYTES) throw new Error('the API server’s answer is too long');
    if (rest.length > 0) chunks.push(rest);
  }
}
