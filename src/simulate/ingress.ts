import { type Channels, KNOT_MS } from './channels.ts';
import { Drift } from './drift.ts';
import { GATEWAY_SERVICE } from './fleet.ts';
import { SimulatedHistogram } from './histogram.ts';
import { Random } from './random.ts';
import { profile, type Traffic } from './traffic.ts';
import { answerBytes, questionBytes } from './wire-bytes.ts';

/** One row of Traefik's counters: a service, method and status code. */
export interface Route {
  readonly labels: Readonly<Record<'code' | 'method' | 'protocol' | 'service', string>>;
  readonly requests: number;
  readonly requestBytes: number;
  readonly responseBytes: number;
  readonly duration: SimulatedHistogram;
}

const CHAT_SERVICE = 'ai-apps-open-webui-8080@kubernetes';
/** Traefik's default buckets, in seconds. */
const DURATION_BOUNDS = [0.1, 0.3, 1.2, 5];
/** Keys that have expired in some script are refused all day long; whoever tries keys adds this many a second. */
const REFUSED_PER_SECOND = 0.8;
const KEYS_TRIED_PER_SECOND = 100;
/** The chat application follows office hours. */
const OFFICE = { name: 'open-webui', busiestHour: 13, swing: 0.35, weekend: 0.8, usages: [] };

/** What a moment is like behind the ingress. */
export interface IngressState {
  readonly timeMs: number;
  readonly answerSeconds: number;
  readonly inFlight: number;
  readonly startedMs: number;
  /** Requests that the guardrail stops. */
  readonly stoppedPerSecond: number;
  /** How hard somebody tries keys, 0 to 1. */
  readonly keysTried: number;
}

/** Bytes a second from and to the clients of each service. */
export type Carried = Readonly<Record<'gateway' | 'chat', { readonly received: number; readonly sent: number }>>;

/** Traefik in front of the gateway and a chat application. */
export class Ingress {
  readonly routes: readonly Route[];
  readonly channels;
  readonly #columns: Channels;
  readonly #visits: Drift;
  readonly #refused: Drift;

  constructor(columns: Channels, seed: number) {
    this.#columns = columns;
    const drift = (purpose: string) =>
      new Drift(new Random(seed, purpose), { spread: 0.06, memoryMs: 480_000, stepMs: KNOT_MS });
    this.#visits = drift('ingress');
    this.#refused = drift('refused');
    this.channels = { openConnections: columns.level(), startSeconds: columns.held() };
    const route = (service: string, method: string, code: string): Route => ({
      labels: { code, method, protocol: 'http', service },
      requests: columns.counter(),
      requestBytes: columns.counter(),
      responseBytes: columns.counter(),
      duration: new SimulatedHistogram(columns, DURATION_BOUNDS, 2.5),
    });
    this.routes = [
      route(GATEWAY_SERVICE, 'POST', '200'),
      route(GATEWAY_SERVICE, 'POST', '400'),
      route(GATEWAY_SERVICE, 'POST', '401'),
      route(GATEWAY_SERVICE, 'POST', '408'),
      route(GATEWAY_SERVICE, 'GET', '200'),
      route(CHAT_SERVICE, 'GET', '200'),
      route(CHAT_SERVICE, 'POST', '200'),
    ];
  }

  /** The coming knot. */
  step(traffic: Traffic, state: IngressState): Carried {
    const demand = traffic.total();
    const requests = demand.requestsPerSecond;
    const visits = 30 * profile(OFFICE, state.timeMs) * this.#visits.next();
    const stopped = state.stoppedPerSecond;
    const refused = REFUSED_PER_SECOND * this.#refused.next() + KEYS_TRIED_PER_SECOND * state.keysTried;
    const bytesIn = questionBytes(demand);
    const bytesOut = answerBytes(demand);
    const flows = [
      [requests, bytesIn, bytesOut, state.answerSeconds],
      [stopped, stopped * 1_900, stopped * 310, 0.06],
      [refused, refused * 420, refused * 190, 0.003],
      [requests * 0.0008, requests * 1.9, requests * 0.3, 60],
      [0.5, 110, 380, 0.004],
      [visits, visits * 700, visits * 18_500, 0.03],
      [visits / 12, visits * 180, visits * 820, 0.4],
    ] as const;
    flows.forEach(([perSecond, received, sent, seconds], i) => {
      const route = this.routes[i];
      if (route === undefined) return;
      this.#columns.set(route.requests, perSecond);
      this.#columns.set(route.requestBytes, received);
      this.#columns.set(route.responseBytes, sent);
      route.duration.set(perSecond, seconds);
    });
    this.#columns.set(this.channels.openConnections, state.inFlight + visits / 4);
    this.#columns.set(this.channels.startSeconds, state.startedMs / 1_000);
    return { gateway: { received: bytesIn, sent: bytesOut }, chat: { received: visits * 880, sent: visits * 19_320 } };
  }
}
