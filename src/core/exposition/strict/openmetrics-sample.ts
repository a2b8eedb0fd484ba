import { numberOf } from '../number.ts';
import type { OpenMetricsSample, OpenMetricsType } from './openmetrics-line.ts';

/** The family that a sample belongs to. */
export interface SampleFamily {
  readonly name: string;
  readonly type: OpenMetricsType;
}

const COUNTS: ReadonlySet<string> = new Set(['_bucket', '_count', '_gcount']);
const NOT_NEGATIVE: ReadonlySet<string> = new Set([...COUNTS, '_total', '_sum']);

/** What the specification forbids in this sample alone. */
export function sampleFault(sample: OpenMetricsSample, family: SampleFamily): string | undefined {
  const suffix = sample.name.slice(family.name.length);
  return (
    labelFault(sample, family, suffix) ??
    valueFault(sample.value, family.type, suffix) ??
    exemplarFault(sample, family.type, suffix)
  );
}

function labelFault({ labels }: OpenMetricsSample, { name, type }: SampleFamily, suffix: string): string | undefined {
  if (type === 'stateset' && !labels.has(name)) return `stateset without a label ${name}`;
  if (suffix === '_bucket' && !isBound(labels.get('le'))) return 'bucket without a proper le label';
  if (type !== 'summary' || suffix !== '') return undefined;
  const quantile = numberOf(labels.get('quantile') ?? '') ?? Number.NaN;
  return quantile >= 0 && quantile <= 1 ? undefined : 'summary without a proper quantile label';
}

/** A bound is a number, and the infinite one is spelled `+Inf`. */
function isBound(le: string | undefined): boolean {
  const bound = numberOf(le ?? '') ?? Number.NaN;
  return !Number.isNaN(bound) && (bound !== Number.POSITIVE_INFINITY || le === '+Inf');
}

function valueFault(value: number, type: OpenMetricsType, suffix: string): string | undefined {
  const isCounter = type === 'counter' && suffix === '';
  if (type === 'stateset' && value !== 0 && value !== 1) return 'stateset value is neither 0 nor 1';
  if (type === 'info' && value !== 1) return 'info value is not 1';
  if (type === 'summary' && suffix === '' && value < 0) return 'negative quantile';
  if (COUNTS.has(suffix) && !Number.isInteger(value)) return 'count is not an integer';
  if ((NOT_NEGATIVE.has(suffix) || suffix === '_gsum' || isCounter) && Number.isNaN(value)) return 'counter is NaN';
  return (NOT_NEGATIVE.has(suffix) || isCounter) && value < 0 ? 'negative counter' : undefined;
}

function exemplarFault({ exemplar }: OpenMetricsSample, type: OpenMetricsType, suffix: string): string | undefined {
  const isAllowed = type === 'counter' ? suffix === '_total' : type.endsWith('histogram') && suffix === '_bucket';
  return exemplar && !isAllowed ? 'exemplar on a sample that may have none' : undefined;
}
