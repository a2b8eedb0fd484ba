/** What a family's `# TYPE` says it is; `untyped` where a text page says nothing, `unknown` where an OpenMetrics page says nothing. */
export const METRIC_TYPES = [
  'counter',
  'gauge',
  'histogram',
  'summary',
  'untyped',
  'info',
  'stateset',
  'gaugehistogram',
  'unknown',
] as const;
/** What a page declares a metric to be; it may lie. */
export type MetricType = (typeof METRIC_TYPES)[number];

const BY_WORD: ReadonlyMap<string, MetricType> = new Map(METRIC_TYPES.map((type) => [type, type]));

/** The type that a word names, undefined if none. */
export function metricTypeOf(word: string): MetricType | undefined {
  return BY_WORD.get(word);
}

/** What a sample's name may add to its family's name, by the family's type (OpenMetrics 1.0; a text page's counter adds nothing). */
export const SAMPLE_SUFFIXES: Readonly<Record<MetricType, readonly string[]>> = {
  counter: ['_total', '_created'],
  gauge: [],
  histogram: ['_bucket', '_count', '_sum', '_created'],
  summary: ['_count', '_sum', '_created'],
  untyped: [],
  info: ['_info'],
  stateset: [],
  gaugehistogram: ['_bucket', '_gcount', '_gsum'],
  unknown: [],
};
