import { numberOf } from '../number.ts';
import { unescapeText } from '../unescape-text.ts';

/** The types that OpenMetrics 1.0 knows. */
export const OPENMETRICS_TYPES = [
  'counter',
  'gauge',
  'histogram',
  'gaugehistogram',
  'stateset',
  'info',
  'summary',
  'unknown',
] as const;
export type OpenMetricsType = (typeof OPENMETRICS_TYPES)[number];

/** A comment that says something of a family of metrics. */
export interface Metadata {
  readonly kind: 'TYPE' | 'HELP' | 'UNIT';
  readonly family: string;
  readonly text: string;
}

/** A sample’s line, read in full. */
export interface OpenMetricsSample {
  readonly kind: 'sample';
  readonly name: string;
  readonly labels: ReadonlyMap<string, string>;
  readonly value: number;
  /** Nanoseconds: the specification's resolution. */
  readonly timeNs: bigint | undefined;
  /** Whether an exemplar follows. */
  readonly exemplar: boolean;
}

const NAME = /[a-zA-Z_:][a-zA-Z0-9_:]*/y;
const LABEL = /([a-zA-Z_][a-zA-Z0-9_]*|"[^"\\]*(?:\\.[^"\\]*)*")(?:="([^"\\]*(?:\\.[^"\\]*)*)")?/sy;
const METADATA = /^# (TYPE|HELP|UNIT) ([a-zA-Z_:][a-zA-Z0-9_:]*|"[^"\\]*(?:\\.[^"\\]*)*") (.*)$/s;
const REAL = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/;
const PLAIN = /^([+-]?)(\d+)(?:\.(\d*))?$/;
/** The specification's bound on an exemplar's labels, in characters. */
const EXEMPLAR_CHARACTERS_MAXIMUM = 128;

/** Reads a `# TYPE`, `# HELP` or `# UNIT` line; undefined if it is none of them. */
export function readMetadata(line: string): Metadata | undefined {
  const [, kind, name = '', text = ''] = METADATA.exec(line) ?? [];
  if (kind !== 'TYPE' && kind !== 'HELP' && kind !== 'UNIT') return undefined;
  const family = name.startsWith('"') ? unescapeText(name.slice(1, -1)) : name;
  return family === '' ? undefined : { kind, family, text };
}

/** Reads one sample by the specification's grammar, which knows single spaces only; a string says what is wrong. */
export function readSample(line: string): OpenMetricsSample | string {
  NAME.lastIndex = 0;
  const plainName = NAME.exec(line)?.[0];
  const series = readLabels(line, plainName?.length ?? 0);
  if (typeof series === 'string') return series;
  const name = plainName ?? series.name;
  if (name === undefined) return 'no metric name';
  if (plainName !== undefined && series.name !== undefined) return 'two metric names';
  const [before = '', ...exemplars] = line.slice(series.end).split(' # ');
  const [blank, valueText = '', timeText, ...rest] = before.split(' ');
  const value = numberOf(valueText);
  if (blank !== '' || value === undefined || rest.length > 0) return 'no single number after the series';
  const timeNs = timeText === undefined ? undefined : nanosecondsOf(timeText);
  if (timeText !== undefined && timeNs === undefined) return 'timestamp is not a number';
  const fault = exemplars.length === 0 ? undefined : exemplarFault(exemplars.join(' # '));
  return fault ?? { kind: 'sample', name, labels: series.labels, value, timeNs, exemplar: exemplars.length > 0 };
}

interface ReadLabels {
  readonly labels: ReadonlyMap<string, string>;
  /** A metric name in quotes. */
  readonly name: string | undefined;
  readonly end: number;
}

function readLabels(line: string, from: number): ReadLabels | string {
  const labels = new Map<string, string>();
  let name: string | undefined;
  if (line[from] !== '{') return { labels, name, end: from };
  let at = from + 1;
  while (line[at] !== '}' || line[at - 1] === ',') {
    LABEL.lastIndex = at;
    const [all, key = '', value] = LABEL.exec(line) ?? [];
    if (all === undefined) return 'no label where one is expected';
    const text = key.startsWith('"') ? unescapeText(key.slice(1, -1)) : key;
    if (value === undefined) {
      if (!key.startsWith('"') || text === '' || name !== undefined) return 'label without a value';
      name = text;
    } else if (labels.has(text) || text === '__name__') return `label ${text} twice`;
    else labels.set(text, unescapeText(value));
    at += all.length;
    if (line[at] === ',') at += 1;
    else if (line[at] !== '}') return 'no comma between labels';
  }
  return { labels, name, end: at + 1 };
}

/** What is wrong with the text after ` # `. */
function exemplarFault(text: string): string | undefined {
  const read = text.startsWith('{') ? readLabels(text, 0) : 'exemplar without labels';
  if (typeof read === 'string') return read;
  if (read.name !== undefined) return 'metric name in an exemplar';
  const [blank, valueText = '', timeText, ...rest] = text.slice(read.end).split(' ');
  if (blank !== '' || numberOf(valueText) === undefined || rest.length > 0) return 'exemplar without a number';
  if (timeText !== undefined && nanosecondsOf(timeText) === undefined) return 'exemplar timestamp is not a number';
  const characters = [...read.labels].flat().join('');
  return [...characters].length > EXEMPLAR_CHARACTERS_MAXIMUM ? 'exemplar labels too long' : undefined;
}

/** Nanoseconds of a timestamp in seconds, cut off as the specification allows; undefined if it is no finite number. */
function nanosecondsOf(text: string): bigint | undefined {
  const [, sign, whole, fraction = ''] = PLAIN.exec(text) ?? [];
  if (whole !== undefined) return BigInt(`${sign === '-' ? '-' : ''}${whole}${fraction.slice(0, 9).padEnd(9, '0')}`);
  const seconds = REAL.test(text) ? Number(text) : Number.NaN;
  return Number.isFinite(seconds * 1e9) ? BigInt(Math.trunc(seconds * 1e9)) : undefined;
}
