import { SAMPLE_SUFFIXES } from '../metric-type.ts';
import { HistogramRun } from './histogram-run.ts';
import { type Metadata, OPENMETRICS_TYPES, type OpenMetricsSample, type OpenMetricsType } from './openmetrics-line.ts';
import { sampleFault } from './openmetrics-sample.ts';

/** Types whose samples may bear the family's own name. */
const BARE: ReadonlySet<OpenMetricsType> = new Set(['gauge', 'unknown', 'stateset', 'summary']);
/** Types for which the specification asks for a suffix, while Prometheus accepts the bare name too. */
const BARE_IN_PROMETHEUS: ReadonlySet<OpenMetricsType> = new Set(['counter', 'info']);
const UNITLESS: ReadonlySet<OpenMetricsType> = new Set(['info', 'stateset']);
const UNIT = /^[a-zA-Z0-9_:]*$/;

/** One metric family as its lines come in. */
export class OpenMetricsFamily {
  readonly name: string;
  isDescribed = false;
  #type: OpenMetricsType | undefined;
  #unit: string | undefined;
  #hasHelp = false;
  #hasSamples = false;
  readonly #seenGroups = new Set<string>();
  readonly #seenSamples = new Set<string>();
  #group: string | undefined;
  #groupTimeNs: bigint | undefined;
  #histogram: HistogramRun | undefined;

  constructor(name: string) {
    this.name = name;
  }

  /** All sample names that belong to the family. */
  names(): string[] {
    const suffixes = SAMPLE_SUFFIXES[this.#type ?? 'unknown'];
    return [this.name, ...suffixes.map((suffix) => this.name + suffix)];
  }

  owns(sampleName: string): boolean {
    const type = this.#type ?? 'unknown';
    if (sampleName === this.name) return BARE.has(type) || BARE_IN_PROMETHEUS.has(type);
    return this.names().includes(sampleName);
  }

  describe({ kind, text }: Metadata): string | undefined {
    if (this.#hasSamples) return `# ${kind} after the family's samples`;
    this.isDescribed = true;
    if (kind === 'TYPE') return this.#setType(text);
    if (kind === 'UNIT') return this.#setUnit(text);
    if (this.#hasHelp) return 'second # HELP of the family';
    this.#hasHelp = true;
    return undefined;
  }

  add(sample: OpenMetricsSample): string | undefined {
    const type = this.#type ?? 'unknown';
    this.#hasSamples = true;
    const fault = sampleFault(sample, { name: this.name, type }) ?? this.#groupFault(sample, type);
    if (fault !== undefined || this.#histogram === undefined || this.#isRepeated(sample)) return fault;
    return this.#histogram.add(sample);
  }

  /** What is wrong with the family as a whole. */
  finish(): string | undefined {
    if (this.#unit !== undefined && this.#unit !== '') {
      if (!this.name.endsWith(`_${this.#unit}`)) return `unit ${this.#unit} is not a suffix of ${this.name}`;
      if (UNITLESS.has(this.#type ?? 'unknown')) return `unit on ${this.name}, which is of type ${this.#type}`;
    }
    return this.#histogram?.finish();
  }

  #setType(text: string): string | undefined {
    if (this.#type !== undefined) return 'second # TYPE of the family';
    this.#type = OPENMETRICS_TYPES.find((type) => type === text);
    if (this.#type === 'histogram' || this.#type === 'gaugehistogram') this.#histogram = new HistogramRun(this.name);
    return this.#type === undefined ? 'unknown metric type' : undefined;
  }

  #setUnit(text: string): string | undefined {
    if (this.#unit !== undefined) return 'second # UNIT of the family';
    this.#unit = text;
    return UNIT.test(text) ? undefined : 'unit is no part of a metric name';
  }

  /** The points of one metric stand together, and their times do not go back. */
  #groupFault(sample: OpenMetricsSample, type: OpenMetricsType): string | undefined {
    const group = groupOf(sample, this.name, type);
    if (group === this.#group) {
      if ((sample.timeNs === undefined) !== (this.#groupTimeNs === undefined))
        return 'some samples of a metric have times, some none';
      const goesBack =
        sample.timeNs !== undefined && this.#groupTimeNs !== undefined && sample.timeNs < this.#groupTimeNs;
      if (goesBack && type !== 'info') return 'times go back';
    } else if (this.#seenGroups.has(group)) return 'samples of a metric are not together';
    this.#seenGroups.add(group);
    if (group === this.#group && sample.timeNs === this.#groupTimeNs) return undefined;
    this.#group = group;
    this.#groupTimeNs = sample.timeNs;
    this.#seenSamples.clear();
    return this.#histogram?.finish();
  }

  /** The same sample at the same time: times may have been cut off, so this is no fault, and the first one counts. */
  #isRepeated({ name, labels }: OpenMetricsSample): boolean {
    const key = `${name}|${labels.get('le') ?? ''}`;
    if (this.#seenSamples.has(key)) return true;
    this.#seenSamples.add(key);
    return false;
  }
}

/** The labels that tell one metric of a family from another: all but the one that tells its samples apart. */
function groupOf({ name, labels }: OpenMetricsSample, family: string, type: OpenMetricsType): string {
  if (type === 'info') return '';
  const without =
    type === 'stateset'
      ? family
      : type === 'summary' && name === family
        ? 'quantile'
        : name === `${family}_bucket`
          ? 'le'
          : undefined;
  return [...labels]
    .filter(([label]) => label !== without)
    .map((pair) => JSON.stringify(pair))
    .sort()
    .join();
}
