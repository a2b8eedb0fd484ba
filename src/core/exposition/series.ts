import type { Labels } from '../model/labels.ts';
import { hashText } from './hash.ts';
import type { MetricType } from './metric-type.ts';

/** One series as the exporter wrote it, or as `admit` changed it. */
export interface Series {
  readonly name: string;
  /** Labels with empty values are left out: to Prometheus they are no labels. */
  readonly labels: Labels;
  /** The type of the series' family. */
  readonly type: MetricType;
}

/** What makes two series the same one. */
type Name = Pick<Series, 'name' | 'labels'>;

/** What a new series goes through; undefined turns it away. */
export type Admit = (series: Series) => Series | undefined;

/** A hash of name and labels that the labels' order does not change. */
export function seriesHash(series: Name): number {
  let sum = hashText(series.name);
  const { labels } = series;
  for (const name in labels) sum = (sum + labelHash(hashText(name), hashText(labels[name] ?? ''))) | 0;
  return sum;
}

/** A label's share of its series' hash, from the hashes of its name and value. */
export function labelHash(name: number, value: number): number {
  return Math.imul(name ^ Math.imul(value, 0x9e3779b1), 0x85ebca6b);
}

/** Whether two series have the same name and the same labels, whatever their order. */
export function isSameSeries(a: Name, b: Name): boolean {
  if (a.name !== b.name) return false;
  let balance = 0;
  for (const name in a.labels) {
    if (a.labels[name] !== b.labels[name]) return false;
    balance += 1;
  }
  for (const _ in b.labels) balance -= 1;
  return balance === 0;
}
