import { cos, exp, PI } from './arithmetic.ts';
import { type Attack, trafficFactors } from './attacks.ts';
import { KNOT_MS } from './channels.ts';
import { Drift } from './drift.ts';
import type { Random } from './random.ts';
import { TENANTS, type TenantPlan, type Usage } from './tenants.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/** Relative spread and memory of the noise: as smooth as many users together are. */
const VOLUME = { spread: 0.06, memoryMs: 480_000, stepMs: KNOT_MS };
const LENGTH = { spread: 0.025, memoryMs: 900_000, stepMs: KNOT_MS };

/** What one tenant asks of one model at this moment. */
export interface Flow {
  readonly tenant: TenantPlan;
  readonly usage: Usage;
  requestsPerSecond: number;
  promptTokensPerSecond: number;
  outputTokensPerSecond: number;
}

/** All tenants' traffic at the coming knot. */
export class Traffic {
  readonly flows: readonly Flow[];
  readonly #drifts: readonly { volume: Drift; prompt: Drift; output: Drift }[];

  constructor(random: Random) {
    this.flows = TENANTS.flatMap((tenant) =>
      tenant.usages.map((usage) => ({
        tenant,
        usage,
        requestsPerSecond: 0,
        promptTokensPerSecond: 0,
        outputTokensPerSecond: 0,
      })),
    );
    this.#drifts = this.flows.map(() => ({
      volume: new Drift(random, VOLUME),
      prompt: new Drift(random, LENGTH),
      output: new Drift(random, LENGTH),
    }));
  }

  step(timeMs: number, attacks: readonly Attack[]): void {
    this.flows.forEach((flow, i) => {
      const drift = this.#drifts[i];
      if (drift === undefined) return;
      const { tenant, usage } = flow;
      const factors = trafficFactors(attacks, tenant.name, timeMs);
      const requests = usage.requestsPerSecond * profile(tenant, timeMs) * drift.volume.next() * factors.requests;
      flow.requestsPerSecond = requests;
      flow.promptTokensPerSecond = requests * usage.promptTokens * drift.prompt.next() * factors.promptTokens;
      flow.outputTokensPerSecond = requests * usage.outputTokens * drift.output.next() * factors.outputTokens;
    });
  }

  /** What all tenants together ask of all models now, per second. */
  total(): Demand {
    return this.#sum(() => true);
  }

  /** What they ask of one model. */
  demand(model: string): Demand {
    return this.#sum(({ usage }) => usage.model === model);
  }

  #sum(counts: (flow: Flow) => boolean): Demand {
    const demand = { requestsPerSecond: 0, promptTokensPerSecond: 0, outputTokensPerSecond: 0 };
    for (const flow of this.flows) {
      if (!counts(flow)) continue;
      demand.requestsPerSecond += flow.requestsPerSecond;
      demand.promptTokensPerSecond += flow.promptTokensPerSecond;
      demand.outputTokensPerSecond += flow.outputTokensPerSecond;
    }
    return demand;
  }
}

/** Requests and tokens asked of a model or a pod, per second. */
export interface Demand {
  readonly requestsPerSecond: number;
  readonly promptTokensPerSecond: number;
  readonly outputTokensPerSecond: number;
}

/** The average demand on a model, without noise and time of day. */
export function averageDemand(model: string): Demand {
  const demand = { requestsPerSecond: 0, promptTokensPerSecond: 0, outputTokensPerSecond: 0 };
  for (const usage of TENANTS.flatMap((tenant) => tenant.usages)) {
    if (usage.model !== model) continue;
    demand.requestsPerSecond += usage.requestsPerSecond;
    demand.promptTokensPerSecond += usage.requestsPerSecond * usage.promptTokens;
    demand.outputTokensPerSecond += usage.requestsPerSecond * usage.outputTokens;
  }
  return demand;
}

/** The expected share of a tenant's average traffic at a time: a day's wave, quieter weekends, a nightly job. Smooth throughout. */
export function profile(tenant: TenantPlan, timeMs: number): number {
  const hour = (timeMs % DAY_MS) / HOUR_MS;
  const day = 1 + tenant.swing * cos((2 * PI * (hour - tenant.busiestHour)) / 24);
  const weekend = 1 + (tenant.weekend - 1) * weekendShare(timeMs);
  const nightly = tenant.nightlyFactor === undefined ? 1 : 1 + (tenant.nightlyFactor - 1) * window(hour, 1, 3.5);
  return day * weekend * nightly;
}

/** 1 on Saturday and Sunday, 0 on working days, with two smooth hours on both sides (1 January 1970 was a Thursday). */
function weekendShare(timeMs: number): number {
  const hoursSinceSaturday = (timeMs / HOUR_MS + 5 * 24) % (7 * 24);
  const wrapped = hoursSinceSaturday > 5 * 24 ? hoursSinceSaturday - 7 * 24 : hoursSinceSaturday;
  return logistic(wrapped / 0.5) * logistic((48 - wrapped) / 0.5);
}

/** 1 between two hours of the day, 0 elsewhere, with edges of about half an hour. */
function window(hour: number, from: number, to: number): number {
  return logistic((hour - from) / 0.12) * logistic((to - hour) / 0.12);
}

function logistic(x: number): number {
  return 1 / (1 + exp(-x));
}
