import { z } from 'zod';
import type { WarmStartConfig } from '../config/warm-start-section.ts';
import { HttpClient } from '../network/http-client.ts';
import { BodyBudget } from './body-budget.ts';
import { fetchBody } from './fetch-body.ts';
import type { Failure } from './scrape-failure.ts';
import { shownUrl } from './target-labels.ts';

/** A range of Unix milliseconds; both ends belong to it. */
export interface TimeRange {
  readonly fromMs: number;
  readonly toMs: number;
}

/** What a Prometheus answered, or why not and what may help. */
export type ApiResult<T> =
  | { readonly ok: true; readonly data: T }
  /** `isTooMuch`: less at once may go well. `mayPass`: the same may, a little later. */
  | { readonly ok: false; readonly isTooMuch: boolean; readonly mayPass: boolean; readonly detail: string };

const Names = z.object({ status: z.literal('success'), data: z.array(z.string()) });
const Matrix = z.object({
  status: z.literal('success'),
  data: z.object({
    resultType: z.literal('matrix'),
    result: z.array(
      z.object({ metric: z.record(z.string(), z.string()), values: z.array(z.tuple([z.number(), z.string()])) }),
    ),
  }),
});

/** Series with their labels, and pairs of Unix seconds and value. */
export type HistorySeries = z.output<typeof Matrix>['data']['result'][number];

/** An answer is parsed whole; a larger one is asked for again in parts. */
const ANSWER_MAXIMUM_BYTES = 32 * 1024 * 1024;

/**
 * What a server says when a query loads too many samples (Prometheus 422, VictoriaMetrics 422 and 503, Mimir 422), has too many points a
 * series (400), or a proxy before it loses its patience.
 */
const TOO_MUCH = [400, 413, 422, 429, 500, 502, 503, 504];

/** The query API that Prometheus, Thanos, Mimir and VictoriaMetrics share. Never throws; no answer holds more than its bound. */
export class PrometheusApi {
  private readonly client: HttpClient;
  private readonly budget = new BodyBudget(2 * ANSWER_MAXIMUM_BYTES);

  constructor(
    private readonly config: WarmStartConfig,
    private readonly options: { readonly linkLocal: boolean; readonly signal: AbortSignal },
  ) {
    this.client = new HttpClient(config.http, options);
  }

  /** Names of the metrics that have samples in the range. */
  async names(range: TimeRange): Promise<ApiResult<readonly string[]>> {
    const { match } = this.config;
    const parameters = new URLSearchParams(ends(range));
    if (match !== '') parameters.set('match[]', `{${match}}`);
    return this.ask('label/__name__/values', parameters, Names);
  }

  /** All series of these metrics at each step of the range. */
  async series(names: readonly string[], range: TimeRange): Promise<ApiResult<readonly HistorySeries[]>> {
    const { match, stepMs } = this.config;
    // Whatever has a meaning in expressions is matched by the one that stands for all.
    const name = `__name__=~"${names.map((one) => one.replaceAll(/[^a-zA-Z0-9_:]/g, '.')).join('|')}"`;
    const query = `{${[name, match].filter((matcher) => matcher !== '').join(',')}}`;
    const result = await this.ask(
      'query_range',
      new URLSearchParams({ query, ...ends(range), step: String(stepMs / 1000) }),
      Matrix,
    );
    return result.ok ? { ok: true, data: result.data.result } : result;
  }

  async close(): Promise<void> {
    await this.client.close();
  }

  private async ask<T>(
    path: string,
    parameters: URLSearchParams,
    schema: z.ZodType<{ readonly data: T }>,
  ): Promise<ApiResult<T>> {
    const { url, timeoutMs } = this.config;
    const body = await fetchBody(this.client, {
      url: `${url}/api/v1/${path}?${parameters}`,
      headers: { accept: 'application/json', 'accept-encoding': 'gzip' },
      timeoutMs,
      bodyMaximumBytes: ANSWER_MAXIMUM_BYTES,
      budget: this.budget,
      signal: this.options.signal,
    });
    if (!body.ok) return { ok: false, ...kindOf(body), detail: `${shownUrl(url)}: ${body.detail}` };
    const answer = schema.safeParse(jsonOf(body.bytes));
    if (answer.success) return { ok: true, data: answer.data.data };
    return {
      ok: false,
      isTooMuch: false,
      mayPass: false,
      detail: `${shownUrl(url)}: the answer to ${path} is not Prometheus’`,
    };
  }
}

function kindOf({ reason, status = 0 }: Failure): { readonly isTooMuch: boolean; readonly mayPass: boolean } {
  const isTooMuch = reason === 'timeout' || reason === 'body_too_large' || TOO_MUCH.includes(status);
  const isAway = ['connection_refused', 'dns', 'truncated', 'other'].includes(reason);
  return { isTooMuch, mayPass: isAway || status === 429 || status >= 500 };
}

function ends({ fromMs, toMs }: TimeRange) {
  return { start: String(fromMs / 1000), end: String(toMs / 1000) };
}

function jsonOf(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(Buffer.from(bytes).toString());
  } catch {
    return undefined;
  }
}
