import { OpenMetricsFamily } from './openmetrics-family.ts';
import type { Metadata, OpenMetricsSample } from './openmetrics-line.ts';

/**
 * The families of one page. Each has its lines together, and no two share a sample name. Samples without any metadata are families of unknown
 * type; these may return later, because nothing tells one family from the next and Prometheus accepts them in any order.
 */
export class OpenMetricsFamilies {
  readonly #described = new Set<string>();
  readonly #undescribed = new Set<string>();
  #open: OpenMetricsFamily | undefined;

  /** Takes up a metadata line; says what is wrong with it. */
  describe(metadata: Metadata): string | undefined {
    if (this.#open?.name === metadata.family) return this.#open.describe(metadata);
    const fault = this.finish();
    if (fault !== undefined) return fault;
    this.#open = new OpenMetricsFamily(metadata.family);
    return this.#open.describe(metadata);
  }

  /** Takes up a sample; says what is wrong with it. */
  add(sample: OpenMetricsSample): string | undefined {
    if (this.#open?.owns(sample.name) !== true) {
      const fault = this.finish();
      if (fault !== undefined) return fault;
      this.#open = new OpenMetricsFamily(sample.name);
    }
    return this.#open?.add(sample);
  }

  /** Closes the family that is open; says what is wrong with it as a whole. */
  finish(): string | undefined {
    const family = this.#open;
    this.#open = undefined;
    return family === undefined ? undefined : (family.finish() ?? this.#clash(family));
  }

  #clash(family: OpenMetricsFamily): string | undefined {
    for (const name of family.names()) {
      if (this.#described.has(name) || (family.isDescribed && this.#undescribed.has(name))) {
        return `metric family ${family.name} is not in one piece, or shares the name ${name} with another`;
      }
    }
    for (const name of family.names()) (family.isDescribed ? this.#described : this.#undescribed).add(name);
    return undefined;
  }
}
