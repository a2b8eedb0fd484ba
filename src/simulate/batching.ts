import { max, min } from './arithmetic.ts';
import type { ModelPlan } from './fleet.ts';
import type { Demand } from './traffic.ts';

/** KV cache usage and load of a replica at the average demand: replicas are sized for their traffic. */
const CACHE_USAGE_AT_AVERAGE = 0.36;
const LOAD_AT_AVERAGE = 0.42;
/** vLLM admits until this share of the cache is taken; beyond, requests wait and some are preempted. */
const CACHE_FULL = 0.985;
/** A full squeeze makes requests stay so long that they ask for this multiple of the cache. */
const SQUEEZED_CACHE_DEMAND = 1.6;
/** Of the requests that run in a full cache, so many are preempted a second. */
const PREEMPTED_PER_SECOND = 0.02;
/** A prompt token costs this share of an output token's time on the GPU: prefill is done in parallel. */
const PROMPT_WEIGHT = 0.1;

/** What a replica is doing. */
export interface BatchState {
  /** 0 idle, 1 at its limit. */
  readonly load: number;
  readonly running: number;
  readonly waiting: number;
  /** 0 to 1. */
  readonly cacheUsage: number;
  readonly preemptionsPerSecond: number;
  readonly queueSeconds: number;
  readonly firstTokenSeconds: number;
  readonly interTokenSeconds: number;
  readonly requestSeconds: number;
}

/** How large a replica is. */
export interface ReplicaSize {
  readonly model: ModelPlan;
  readonly average: Demand;
  /** KV cache in tokens. */
  readonly cacheTokens: number;
}

/** A replica sized for this average demand. */
export function replicaSize(model: ModelPlan, average: Demand): ReplicaSize {
  const { requestSeconds } = speed(model, average, LOAD_AT_AVERAGE);
  return { model, average, cacheTokens: cacheDemand(average, requestSeconds) / CACHE_USAGE_AT_AVERAGE };
}

/**
 * A continuous-batching server in equilibrium, by Little's law: requests in it = arrivals x the time they stay; the KV cache holds
 * the context of those that run; what does not fit waits. `squeeze` (0 to 1) slows the GPU down as a second process would.
 */
export function batchState(size: ReplicaSize, demand: Demand, squeeze: number): BatchState {
  const load = LOAD_AT_AVERAGE * (work(demand) / work(size.average));
  const calm = speed(size.model, demand, load);
  const calmCache = cacheDemand(demand, calm.requestSeconds) / size.cacheTokens;
  const slowdown = calmCache === 0 ? 1 : 1 + squeeze * max(0, SQUEEZED_CACHE_DEMAND / calmCache - 1);
  const wanted = calmCache * slowdown;
  const present = demand.requestsPerSecond * calm.requestSeconds * slowdown;
  const running = wanted > CACHE_FULL ? (present * CACHE_FULL) / wanted : present;
  const waiting = present - running;
  const queueSeconds = demand.requestsPerSecond === 0 ? 0 : waiting / demand.requestsPerSecond;
  const firstTokenSeconds = calm.firstTokenSeconds * slowdown + queueSeconds;
  return {
    load: min(1, load + squeeze * 0.5),
    running,
    waiting,
    cacheUsage: min(1, wanted > CACHE_FULL ? CACHE_FULL + 0.015 * min(1, (wanted - CACHE_FULL) * 4) : wanted),
    preemptionsPerSecond: wanted > CACHE_FULL ? PREEMPTED_PER_SECOND * running : 0,
    queueSeconds,
    firstTokenSeconds,
    interTokenSeconds: calm.interTokenSeconds * slowdown,
    requestSeconds: calm.requestSeconds * slowdown + queueSeconds,
  };
}

/** Times at a load: they grow with the square of it, slowly at first. */
function speed(model: ModelPlan, demand: Demand, load: number) {
  const requests = demand.requestsPerSecond;
  const slower = 1 + 0.6 * load * load;
  const firstTokenSeconds = model.firstTokenSeconds * slower;
  const interTokenSeconds = model.interTokenSeconds * slower;
  const outputTokens = requests === 0 ? 0 : demand.outputTokensPerSecond / requests;
  return { firstTokenSeconds, interTokenSeconds, requestSeconds: firstTokenSeconds + outputTokens * interTokenSeconds };
}

/** Tokens that the running requests hold in the cache: each its prompt and on average half its answer. */
function cacheDemand(demand: Demand, requestSeconds: number): number {
  return (demand.promptTokensPerSecond + demand.outputTokensPerSecond / 2) * requestSeconds;
}

/** GPU work asked for, in output tokens per second. */
function work(demand: Demand): number {
  return demand.outputTokensPerSecond + PROMPT_WEIGHT * demand.promptTokensPerSecond;
}
