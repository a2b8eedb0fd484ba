import type { Channels } from './channels.ts';
import { modelPlan } from './fleet.ts';
import type { Random } from './random.ts';
import type { Flow, Traffic } from './traffic.ts';

/** Share of prompt tokens that the model servers report as cached. */
const CACHED_SHARE = 0.31;
/** Busy tenants see this share of their requests time out; quiet ones are lucky. */
const FAILED_SHARE = 0.002;
const BUSY_REQUESTS_PER_SECOND = 20;

/** The gateway's numbers for one tenant and model. */
export interface Account {
  readonly flow: Flow;
  readonly identity: Readonly<Record<'api_key_alias' | 'hashed_api_key' | 'team' | 'team_alias' | 'user', string>>;
  readonly modelId: string;
  readonly channels: {
    readonly requests: number;
    readonly failures: number | undefined;
    readonly usd: number;
    readonly totalTokens: number;
    readonly inputTokens: number;
    readonly outputTokens: number;
    readonly cachedInputTokens: number;
  };
}

/** The LiteLLM proxy: the only place that knows who asks. */
export class Gateway {
  readonly accounts: readonly Account[];
  readonly channels;
  readonly #columns: Channels;

  constructor(traffic: Traffic, columns: Channels, random: Random) {
    this.#columns = columns;
    this.channels = { inFlight: columns.level(), cpuSeconds: columns.counter(), startSeconds: columns.held() };
    const modelIds = new Map<string, string>();
    const identities = new Map<string, Account['identity']>();
    this.accounts = traffic.flows.map((flow) => {
      const { tenant, usage } = flow;
      const modelId = modelIds.get(usage.model) ?? random.hex(64);
      modelIds.set(usage.model, modelId);
      const identity = identities.get(tenant.name) ?? {
        api_key_alias: `${tenant.name}-prod`,
        hashed_api_key: random.hex(64),
        team: random.uuid(),
        team_alias: tenant.name,
        user: `svc-${tenant.name}`,
      };
      identities.set(tenant.name, identity);
      const busy = usage.requestsPerSecond >= BUSY_REQUESTS_PER_SECOND;
      return {
        flow,
        identity,
        modelId,
        channels: {
          requests: columns.counter(),
          failures: busy ? columns.counter() : undefined,
          usd: columns.counter(),
          totalTokens: columns.counter(),
          inputTokens: columns.counter(),
          outputTokens: columns.counter(),
          cachedInputTokens: columns.counter(),
        },
      };
    });
  }

  step(inFlight: number, startedMs: number): void {
    const columns = this.#columns;
    for (const { flow, channels } of this.accounts) {
      const { inputUsdPerToken, outputUsdPerToken } = modelPlan(flow.usage.model);
      const input = flow.promptTokensPerSecond;
      const output = flow.outputTokensPerSecond;
      columns.set(channels.requests, flow.requestsPerSecond);
      if (channels.failures !== undefined) columns.set(channels.failures, flow.requestsPerSecond * FAILED_SHARE);
      columns.set(channels.usd, input * inputUsdPerToken + output * outputUsdPerToken);
      columns.set(channels.totalTokens, input + output);
      columns.set(channels.inputTokens, input);
      columns.set(channels.outputTokens, output);
      columns.set(channels.cachedInputTokens, input * CACHED_SHARE);
    }
    columns.set(this.channels.inFlight, inFlight);
    columns.set(this.channels.cpuSeconds, 0.9);
    columns.set(this.channels.startSeconds, startedMs / 1_000);
  }
}
