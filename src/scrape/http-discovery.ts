import type { Clock } from '../clock.ts';
import type { HttpSdConfig } from '../config/discovery-section.ts';
import { HttpClient } from '../network/http-client.ts';
import type { BodyBudget } from './body-budget.ts';
import type { Discovery, DiscoveryListener } from './discovery.ts';
import { fetchBody } from './fetch-body.ts';
import { groupTargets } from './static-discovery.ts';
import { readTargetGroups } from './target-groups.ts';
import { shownUrl } from './target-labels.ts';

const TIMEOUT_MS = 30_000;
const ANSWER_MAXIMUM_BYTES = 16 * 1024 * 1024;
const JSON_TYPE = /^application\/json(?:;\s*charset="?utf-8"?)?$/i;

/** `http_sd_configs`: targets that a server lists as JSON, asked again every interval. While it is down its last answer holds. */
export class HttpDiscovery implements Discovery {
  private readonly controller = new AbortController();
  private readonly client: HttpClient;
  private running: Promise<void> = Promise.resolve();

  constructor(
    private readonly config: HttpSdConfig,
    private readonly options: { readonly clock: Clock; readonly budget: BodyBudget; readonly linkLocal: boolean },
  ) {
    this.client = new HttpClient(config.http, options);
  }

  start(listener: DiscoveryListener): void {
    this.running = this.run(listener);
  }

  async stop(): Promise<void> {
    this.controller.abort();
    await this.running;
    await this.client.close();
  }

  private async run(listener: DiscoveryListener): Promise<void> {
    const { signal } = this.controller;
    while (!signal.aborted) {
      const problem = await this.ask(listener);
      if (problem !== undefined && !signal.aborted) listener.failed(`${shownUrl(this.config.url)}: ${problem}`);
      await this.options.clock.sleep(this.config.refreshIntervalMs, signal);
    }
  }

  /** Tells what the server lists; or returns why it does not. */
  private async ask(listener: DiscoveryListener): Promise<string | undefined> {
    const { url, refreshIntervalMs } = this.config;
    const body = await fetchBody(this.client, {
      url,
      headers: {
        accept: 'application/json',
        'accept-encoding': 'gzip',
        'x-prometheus-refresh-interval-seconds': String(refreshIntervalMs / 1000),
      },
      timeoutMs: TIMEOUT_MS,
      bodyMaximumBytes: ANSWER_MAXIMUM_BYTES,
      budget: this.options.budget,
      signal: this.controller.signal,
    });
    if (!body.ok) return body.detail;
    if (!JSON_TYPE.test(body.contentType ?? '')) return 'the answer’s Content-Type is not application/json';
    const result = readTargetGroups('answer', Buffer.from(body.bytes).toString());
    if (!result.ok) return result.reason;
    listener.found(result.groups.flatMap((group) => groupTargets(group, { __meta_url: shownUrl(url) })));
    return undefined;
  }
}
