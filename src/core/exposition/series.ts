import type { Labels } from '../model/labels.ts';
import type { Bytes } from './bytes.ts';
import type { FamilyTypes } from './family-types.ts';
import type { MetricType } from './metric-type.ts';
import { type SeriesScanner, TOKEN_COLUMNS, TOKEN_FLAGS, TOKEN_FROM, TOKEN_HASH, TOKEN_TO } from './series-scanner.ts';
import { StringPool } from './string-pool.ts';

/** One series as the exporter wrote it, or as `admit` changed it. */
export interface Series {
  readonly name: string;
  /** Labels with empty values are left out: to Prometheus they are no labels. */
  readonly labels: Labels;
  /** The type of the series' family. */
  readonly type: MetricType;
}

/** One pool for all targets: the same models, nodes and namespaces stand on many pages. */
const POOL = new StringPool();
const FNV_BASIS = 0x811c9dc5;
const FNV_PRIME = 0x01000193;

/** Labels without a prototype, so that a label may be called `constructor` or `__proto__`; a constructor keeps V8's fast property layout. */
const LabelSet: new () => Record<string, string> = labelSetClass();

/** The series that the scanner found in `bytes`. */
export function readSeries(bytes: Bytes, scanner: SeriesScanner, types: FamilyTypes): Series {
  const labels = new LabelSet();
  for (let label = 0; label < scanner.labelCount; label += 1) {
    const token = TOKEN_COLUMNS * (1 + 2 * label);
    const value = tokenText(bytes, scanner, token + TOKEN_COLUMNS);
    if (value !== '') labels[tokenText(bytes, scanner, token)] = value;
  }
  const name = tokenText(bytes, scanner, 0);
  return { name, labels, type: types.of(name) };
}

/** A hash of name and labels that their order does not change. */
export function seriesHash(series: Series): number {
  let sum = 0;
  const labels = series.labels;
  for (const name in labels) sum = (sum + labelHash(textHash(name), textHash(labels[name] ?? ''))) | 0;
  return sum ^ textHash(series.name);
}

/** `seriesHash` of the series that the scanner found, without reading its strings again. */
export function scannedHash(scanner: SeriesScanner): number | undefined {
  const { tokens, labelCount } = scanner;
  let sum = 0;
  for (let label = 0; label < labelCount; label += 1) {
    const name = TOKEN_COLUMNS * (1 + 2 * label);
    const value = name + TOKEN_COLUMNS;
    if (tokens[name + TOKEN_FLAGS] !== 0 || tokens[value + TOKEN_FLAGS] !== 0) return undefined;
    if (tokens[value + TOKEN_FROM] === tokens[value + TOKEN_TO]) continue;
    sum = (sum + labelHash(tokens[name + TOKEN_HASH] ?? 0, tokens[value + TOKEN_HASH] ?? 0)) | 0;
  }
  return tokens[TOKEN_FLAGS] === 0 ? sum ^ (tokens[TOKEN_HASH] ?? 0) : undefined;
}

/** Whether two series have the same name and the same labels, whatever their order. */
export function isSameSeries(a: Series, b: Series): boolean {
  if (a.name !== b.name) return false;
  let balance = 0;
  for (const name in a.labels) {
    if (a.labels[name] !== b.labels[name]) return false;
    balance += 1;
  }
  for (const _ in b.labels) balance -= 1;
  return balance === 0;
}

function tokenText(bytes: Bytes, scanner: SeriesScanner, token: number): string {
  const { tokens } = scanner;
  const from = tokens[token + TOKEN_FROM] ?? 0;
  const to = tokens[token + TOKEN_TO] ?? 0;
  return POOL.text(bytes, from, to, tokens[token + TOKEN_HASH] ?? 0, tokens[token + TOKEN_FLAGS] ?? 0);
}

/** FNV-1a over UTF-16 units: for ASCII the same as the scanner's hash of the bytes. */
function textHash(text: string): number {
  let hash = FNV_BASIS;
  for (let i = 0; i < text.length; i += 1) hash = Math.imul(hash ^ text.charCodeAt(i), FNV_PRIME);
  return hash;
}

function labelHash(name: number, value: number): number {
  return Math.imul(name ^ Math.imul(value, 0x9e3779b1), 0x85ebca6b);
}

function labelSetClass(): new () => Record<string, string> {
  class Labels {
    [name: string]: string;
  }
  Object.setPrototypeOf(Labels.prototype, null);
  Reflect.deleteProperty(Labels.prototype, 'constructor');
  return Labels;
}
