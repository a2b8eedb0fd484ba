import { type Attack, strength } from './attacks.ts';
import { type Channels, KNOT_MS } from './channels.ts';
import { Drift } from './drift.ts';
import { modelPlan } from './fleet.ts';
import { Random } from './random.ts';
import type { Flow, Traffic } from './traffic.ts';

/** Share of prompt tokens that the model servers report as cached. */
const CACHED_SHARE = 0.31;
/** Busy tenants see this share of their requests time out; quiet ones are lucky. */
const FAILED_SHARE = 0.002;
const BUSY_REQUESTS_PER_SECOND = 20;

/** The guardrail stops this share of ordinary requests, and all of the prompts that a script tries a second. */
const STOPPED_SHARE = 0.004;
const INJECTIONS_PER_SECOND = 30;

/** The gateway's numbers for one tenant and model. */
export interface Account {
  readonly flow: Flow;
  readonly identity: Readonly<Record<'api_key_alias' | 'hashed_api_key' | 'team' | 'team_alias' | 'user', string>>;
  readonly modelId: string;
  readonly channels: {
    readonly requests: number;
    readonly failures: number | undefined;
    readonly stopped: number;
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
  readonly #stops: Drift;

  constructor(traffic: Traffic, columns: Channels, seed: number) {
    const random = new Random(seed, 'gateway');
    this.#columns = columns;
    this.#stops = new Drift(new Random(seed, 'stops'), { spread: 0.08, memoryMs: 600_000, stepMs: KNOT_MS });
    this.channels = {
      inFlight: columns.level(),
      cpuSeconds: columns.counter(),
      startSeconds: columns.held(),
      passed: columns.counter(),
      stopped: columns.counter(),
    };
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
          stopped: columns.counter(),
          usd: columns.counter(),
          totalTokens: columns.counter(),
          inputTokens: columns.counter(),
          outputTokens: columns.counter(),
          cachedInputTokens: columns.counter(),
        },
      };
    });
  }

  /** The coming knot; answers how many requests a second the guardrail stops. */
  step(attacks: readonly Attack[], state: { timeMs: number; inFlight: number; startedMs: number }): number {
    const columns = this.#columns;
    const stops = STOPPED_SHARE * this.#stops.next();
    let passed = 0;
    let stopped = 0;
    for (const { flow, channels } of this.accounts) {
      const { inputUsdPerToken, outputUsdPerToken } = modelPlan(flow.usage.model);
      const input = flow.promptTokensPerSecond;
      const output = flow.outputTokensPerSecond;
      const { tenant, usage, requestsPerSecond } = flow;
      const scripted = usage === tenant.usages[0] ? injections(attacks, tenant.name, state.timeMs) : 0;
      columns.set(channels.requests, requestsPerSecond);
      columns.set(channels.stopped, requestsPerSecond * stops + scripted);
      passed += requestsPerSecond;
      stopped += requestsPerSecond * stops + scripted;
      if (channels.failures !== undefined) columns.set(channels.failures, flow.requestsPerSecond * FAILED_SHARE);
      columns.set(channels.usd, input * inputUsdPerToken + output * outputUsdPerToken);
      columns.set(channels.totalTokens, input + output);
      columns.set(channels.inputTokens, input);
      columns.set(channels.outputTokens, output);
      columns.set(channels.cachedInputTokens, input * CACHED_SHARE);
    }
    columns.set(this.channels.passed, passed);
    columns.set(this.channels.stopped, stopped);
    columns.set(this.channels.inFlight, state.inFlight);
    columns.set(this.channels.cpuSeconds, 0.9);
    columns.set(this.channels.startSeconds, state.startedMs / 1_000);
    return stopped;
  }
}

/** Prompts a second that a script behind a tenant's key tries; none of them reaches a model. */
function injections(attacks: readonly Attack[], tenant: string, timeMs: number): number {
  return INJECTIONS_PER_SECOND * strength(attacks, { kind: 'prompt-injection', entity: tenant }, timeMs);
}
