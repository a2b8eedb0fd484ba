import { type BatchState, batchState, type ReplicaSize, replicaSize } from './batching.ts';
import type { Channels } from './channels.ts';
import { KNOT_MS } from './channels.ts';
import { Drift } from './drift.ts';
import type { PodPlan } from './fleet.ts';
import { SimulatedHistogram } from './histogram.ts';
import type { Random } from './random.ts';
import { averageDemand, type Demand } from './traffic.ts';

/** Bucket bounds of vLLM's histograms, as its pages show them (tokens: 1-2-5 steps up to the context length). */
const FIRST_TOKEN_BOUNDS = [
  0.001, 0.005, 0.01, 0.02, 0.04, 0.06, 0.08, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10, 20, 40, 80, 160, 640, 2560,
];
const INTER_TOKEN_BOUNDS = [
  0.01, 0.025, 0.05, 0.075, 0.1, 0.15, 0.2, 0.3, 0.4, 0.5, 0.75, 1, 2.5, 5, 7.5, 10, 20, 40, 80,
];
const REQUEST_BOUNDS = [0.3, 0.5, 0.8, 1, 1.5, 2, 2.5, 5, 10, 15, 20, 30, 40, 50, 60, 120, 240, 480, 960, 1920, 7680];
const TOKEN_BOUNDS = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10_000, 20_000, 50_000, 100_000];

/** Share of prompt tokens found in the prefix cache; of finished requests, those cut at their token limit. */
const PREFIX_HIT_SHARE = 0.31;
const LENGTH_SHARE = 0.06;

/** One vLLM replica: its state and every number on its page. */
export class VllmPod {
  readonly plan: PodPlan;
  readonly counters;
  readonly gauges;
  readonly histograms;
  state: BatchState;
  /** What reaches it at the coming knot. */
  demand: Demand;
  readonly size: ReplicaSize;
  readonly #channels: Channels;
  readonly #prefix: Drift;
  readonly #balance: Drift;
  /** How much of the model's traffic the load balancer sends here, against its siblings' weights. */
  weight = 1;

  constructor(plan: PodPlan, channels: Channels, random: Random) {
    this.plan = plan;
    this.#channels = channels;
    this.#prefix = new Drift(random, { spread: 0.03, memoryMs: 1_200_000, stepMs: KNOT_MS });
    this.#balance = new Drift(random, { spread: 0.02, memoryMs: 600_000, stepMs: KNOT_MS });
    const average = averageDemand(plan.model.name);
    this.size = replicaSize(plan.model, share(average, 1 / 2));
    this.demand = share(average, 0);
    this.state = batchState(this.size, this.demand, 0);
    this.counters = {
      promptTokens: channels.counter(),
      generationTokens: channels.counter(),
      prefixQueries: channels.counter(),
      prefixHits: channels.counter(),
      preemptions: channels.counter(),
      finishedStop: channels.counter(),
      finishedLength: channels.counter(),
      cpuSeconds: channels.counter(),
    };
    this.gauges = {
      startSeconds: channels.held(),
      running: channels.level(),
      waiting: channels.level(),
      cacheUsage: channels.level(),
    };
    this.histograms = {
      firstToken: new SimulatedHistogram(channels, FIRST_TOKEN_BOUNDS),
      interToken: new SimulatedHistogram(channels, INTER_TOKEN_BOUNDS, 6),
      request: new SimulatedHistogram(channels, REQUEST_BOUNDS, 2.5),
      queue: new SimulatedHistogram(channels, REQUEST_BOUNDS, 2.5),
      promptTokens: new SimulatedHistogram(channels, TOKEN_BOUNDS, 2),
      generationTokens: new SimulatedHistogram(channels, TOKEN_BOUNDS, 2),
    };
  }

  /** Processor cores it uses at the coming knot. */
  get cores(): number {
    return 0.4 + this.state.load;
  }

  reweigh(): void {
    this.weight = this.#balance.next();
  }

  /** The coming knot: what reaches the pod, how hard its GPU is squeezed, and since when its process runs. */
  step(demand: Demand, squeeze: number, startedMs: number): void {
    const channels = this.#channels;
    const requests = demand.requestsPerSecond;
    const state = batchState(this.size, demand, squeeze);
    this.state = state;
    this.demand = demand;
    channels.set(this.counters.promptTokens, demand.promptTokensPerSecond);
    channels.set(this.counters.generationTokens, demand.outputTokensPerSecond);
    channels.set(this.counters.prefixQueries, demand.promptTokensPerSecond);
    channels.set(this.counters.prefixHits, demand.promptTokensPerSecond * PREFIX_HIT_SHARE * this.#prefix.next());
    channels.set(this.counters.preemptions, state.preemptionsPerSecond);
    channels.set(this.counters.finishedStop, requests * (1 - LENGTH_SHARE));
    channels.set(this.counters.finishedLength, requests * LENGTH_SHARE);
    channels.set(this.counters.cpuSeconds, this.cores);
    channels.set(this.gauges.startSeconds, startedMs / 1_000);
    channels.set(this.gauges.running, state.running);
    channels.set(this.gauges.waiting, state.waiting);
    channels.set(this.gauges.cacheUsage, state.cacheUsage);
    const perRequest = 1 / Math.max(requests, 1e-9);
    this.histograms.firstToken.set(requests, state.firstTokenSeconds);
    this.histograms.interToken.set(demand.outputTokensPerSecond, state.interTokenSeconds);
    this.histograms.request.set(requests, state.requestSeconds);
    this.histograms.queue.set(requests, state.queueSeconds + 0.0004);
    this.histograms.promptTokens.set(requests, Math.max(1, demand.promptTokensPerSecond * perRequest));
    this.histograms.generationTokens.set(requests, Math.max(1, demand.outputTokensPerSecond * perRequest));
  }

  /** The container was replaced: all counters start again. */
  restart(): void {
    this.#channels.restart([
      ...Object.values(this.counters),
      ...Object.values(this.histograms).flatMap((histogram) => histogram.channels),
    ]);
  }
}

/** A part of a demand. */
export function share(demand: Demand, part: number): Demand {
  return {
    requestsPerSecond: demand.requestsPerSecond * part,
    promptTokensPerSecond: demand.promptTokensPerSecond * part,
    outputTokensPerSecond: demand.outputTokensPerSecond * part,
  };
}
