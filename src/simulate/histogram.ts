import type { Labels } from '../core/model/labels.ts';
import { exp, log, PI, sin } from './arithmetic.ts';
import type { Channels } from './channels.ts';
import { type NumberStyle, pythonCount, pythonFloat } from './number-style.ts';
import type { PageTemplate } from './page-template.ts';

/** Name and labels on the page; no help for a further label set of a family that has begun. */
interface HistogramFamily {
  readonly name: string;
  readonly help: string | undefined;
  readonly labels: Labels;
}

/**
 * A Prometheus histogram fed by a flow of events whose values follow a log-logistic distribution around a given mean. That law
 * has latency's long right tail and a distribution function that costs one exponential: `F(x) = 1 / (1 + (x / a)^-b)`, mean
 * `a (pi / b) / sin(pi / b)`.
 */
export class SimulatedHistogram {
  readonly #channels: Channels;
  /** Each bound to the power of -b. */
  readonly #powers: readonly number[];
  readonly #bounds: readonly number[];
  readonly #buckets: readonly number[];
  readonly #count: number;
  readonly #sum: number;
  readonly #shape: number;

  /** `bounds` ascend, without +Inf; `shape` is b above: larger is narrower, and it must exceed 1 for a mean to exist. */
  constructor(channels: Channels, bounds: readonly number[], shape = 3.5) {
    this.#channels = channels;
    this.#bounds = bounds;
    this.#powers = bounds.map((bound) => exp(-shape * log(bound)));
    this.#buckets = bounds.map(() => channels.counter());
    this.#count = channels.counter();
    this.#sum = channels.counter();
    this.#shape = shape;
  }

  /** All its channels, to restart them. */
  get channels(): number[] {
    return [...this.#buckets, this.#count, this.#sum];
  }

  /** At the coming knot this many events a second happen, with this mean value. */
  set(perSecond: number, mean: number): void {
    const angle = PI / this.#shape;
    const scale = exp(this.#shape * log((mean * sin(angle)) / angle));
    for (let i = 0; i < this.#buckets.length; i++) {
      const below = 1 / (1 + (this.#powers[i] ?? 0) * scale);
      this.#channels.set(this.#buckets[i] ?? 0, perSecond * below);
    }
    this.#channels.set(this.#count, perSecond);
    this.#channels.set(this.#sum, perSecond * mean);
  }

  /** Adds its samples to a page, in the Python client's number style unless told otherwise. */
  render(page: PageTemplate, family: HistogramFamily, style = PYTHON): void {
    const { name, help, labels } = family;
    if (help !== undefined) page.family(name, 'histogram', help);
    this.#bounds.forEach((bound, i) => {
      page.sample(`${name}_bucket`, sorted({ ...labels, le: style.sum(bound) }), this.#buckets[i] ?? 0, style.count);
    });
    page.sample(`${name}_bucket`, sorted({ ...labels, le: '+Inf' }), this.#count, style.count);
    page.sample(`${name}_count`, labels, this.#count, style.count);
    page.sample(`${name}_sum`, labels, this.#sum, style.sum);
  }
}

const PYTHON: { count: NumberStyle; sum: NumberStyle } = { count: pythonCount, sum: pythonFloat };

/** Client libraries print label names in alphabetical order. */
function sorted(labels: Labels): Labels {
  return Object.fromEntries(Object.entries(labels).sort(([a], [b]) => (a < b ? -1 : 1)));
}
