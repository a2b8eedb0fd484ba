import type { HttpClient } from '../network/http-client.ts';
import type { BodyBudget } from './body-budget.ts';
import { type Body, fetchBody } from './fetch-body.ts';
import type { Failure } from './scrape-failure.ts';
import type { ScrapeTarget } from './target-labels.ts';

/** What Prometheus 2.42 sends (captured from it): OpenMetrics rather than text, never the binary forms. */
const ACCEPT =
  'application/openmetrics-text;version=1.0.0,application/openmetrics-text;version=0.0.1;q=0.75,text/plain;version=0.0.4;q=0.5,*/*;q=0.1';

/** Bounds of one scrape. */
export interface PageRequest {
  readonly bodyMaximumBytes: number;
  readonly budget: BodyBudget;
  readonly compression: boolean;
  readonly signal: AbortSignal;
}

/** Scrapes a target once: a page's bytes, or why there are none. Never throws. */
export function fetchPage(client: HttpClient, target: ScrapeTarget, request: PageRequest): Promise<Body | Failure> {
  const { bodyMaximumBytes, budget, compression, signal } = request;
  return fetchBody(client, {
    url: target.url,
    headers: {
      accept: ACCEPT,
      'accept-encoding': compression ? 'gzip' : 'identity',
      // Exporters that ask others in turn (blackbox, snmp) know from it how long they may take.
      'x-prometheus-scrape-timeout-seconds': String(target.timeoutMs / 1000),
    },
    timeoutMs: target.timeoutMs,
    bodyMaximumBytes,
    budget,
    signal,
  });
}
