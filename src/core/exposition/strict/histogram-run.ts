import { numberOf } from '../number.ts';
import type { OpenMetricsSample } from './openmetrics-line.ts';

/** The samples of one histogram at one time: what OpenMetrics asks of them together. */
export class HistogramRun {
  readonly #family: string;
  #isEmpty = true;
  #bound: number | undefined;
  #bucketValue = 0;
  #count: number | undefined;
  #sum: number | undefined;
  #gaugeSum: number | undefined;
  #hasNegativeBounds = false;

  /** `family`: the name that the samples' suffixes follow. */
  constructor(family: string) {
    this.#family = family;
  }

  /** Takes up the next sample; buckets come in the order of their bounds, and their values do not fall. */
  add({ name, labels, value }: OpenMetricsSample): string | undefined {
    this.#isEmpty = false;
    const suffix = name.slice(this.#family.length);
    if (suffix === '_bucket') return this.#addBucket(numberOf(labels.get('le') ?? '') ?? Number.NaN, value);
    if (suffix === '_count' || suffix === '_gcount') this.#count = value;
    if (suffix === '_sum') this.#sum = value;
    if (suffix === '_gsum') this.#gaugeSum = value;
    return undefined;
  }

  /** Ends the run, which then may begin anew; says what is wrong with it as a whole. */
  finish(): string | undefined {
    const fault = this.#isEmpty ? undefined : this.#fault();
    this.#isEmpty = true;
    this.#bound = undefined;
    this.#bucketValue = 0;
    this.#count = undefined;
    this.#sum = undefined;
    this.#gaugeSum = undefined;
    this.#hasNegativeBounds = false;
    return fault;
  }

  #addBucket(bound: number, value: number): string | undefined {
    if (this.#bound !== undefined && bound <= this.#bound) return 'buckets are not in order';
    if (value < this.#bucketValue) return 'bucket values fall';
    this.#hasNegativeBounds ||= bound < 0;
    this.#bound = bound;
    this.#bucketValue = value;
    return undefined;
  }

  #fault(): string | undefined {
    const hasSum = this.#sum !== undefined || this.#gaugeSum !== undefined;
    if (this.#bound !== Number.POSITIVE_INFINITY) return `${this.#family} has no +Inf bucket`;
    if (this.#count !== undefined && this.#count !== this.#bucketValue)
      return `${this.#family}'s count is not its +Inf bucket`;
    if (hasSum !== (this.#count !== undefined)) return `${this.#family} has one of sum and count only`;
    if (this.#hasNegativeBounds && this.#sum !== undefined) return `${this.#family} has a sum and negative bounds`;
    if (!this.#hasNegativeBounds && (this.#gaugeSum ?? 0) < 0)
      return `${this.#family} has a negative sum without negative bounds`;
    return undefined;
  }
}
