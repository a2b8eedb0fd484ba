import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** Requests a second of each tenant; every one has 400 tokens in, 100 out, and costs a tenth of a cent. */
export type Traffic = Readonly<Record<string, number>>;

const INPUT_TOKENS = 400;
const OUTPUT_TOKENS = 100;
const USD = 0.001;

/** A LiteLLM gateway on loopback whose counters run with real time at the rates given. */
export class FakeGateway {
  private traffic: Traffic;
  private readonly requests = new Map<string, number>();
  private lastMs = performance.now();
  private readonly server: Server = createServer((_, response) => {
    response.writeHead(200, { 'content-type': 'text/plain; version=0.0.4' }).end(this.page());
  });

  constructor(traffic: Traffic) {
    this.traffic = traffic;
  }

  async start(): Promise<this> {
    await new Promise<void>((resolve) => this.server.listen(0, '127.0.0.1', resolve));
    return this;
  }

  get address(): string {
    return `127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  /** Other rates from now on. */
  set(traffic: Traffic): void {
    this.advance();
    this.traffic = traffic;
  }

  async close(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private advance(): void {
    const nowMs = performance.now();
    for (const [tenant, rate] of Object.entries(this.traffic)) {
      this.requests.set(tenant, (this.requests.get(tenant) ?? 1000) + (rate * (nowMs - this.lastMs)) / 1000);
    }
    this.lastMs = nowMs;
  }

  private page(): string {
    this.advance();
    const family = (name: string, each: number) => [
      `# TYPE ${name} counter`,
      ...[...this.requests].map(
        ([tenant, requests]) =>
          `${name}{api_key_alias="${tenant}-key",model="llama-3.1-8b",team="${tenant}",team_alias="${tenant}"} ${requests * each}`,
      ),
    ];
    return [
      ...family('litellm_spend_metric_total', USD),
      ...family('litellm_input_tokens_metric_total', INPUT_TOKENS),
      ...family('litellm_output_tokens_metric_total', OUTPUT_TOKENS),
      ...family('litellm_proxy_total_requests_metric_total', 1),
      '',
    ].join('\n');
  }
}
