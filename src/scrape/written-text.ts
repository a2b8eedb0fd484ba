import { PageParser } from '../core/exposition/page-parser.ts';
import type { WrittenSamples, WrittenSeries } from '../core/model/page.ts';

/** The Content-Type by which a log knows samples that were written to us: text 0.0.4, every sample with its time. */
export const WRITTEN_TYPE = 'text/plain;version=0.0.4;written=1';

/** Written samples as exposition text with their times; a series that ends is NaN. */
export function formatWritten({ series, values, timesMs }: WrittenSamples): Uint8Array {
  const lines = series.map((one, i) => `${nameOf(one)} ${numberText(values[i] ?? Number.NaN)} ${timesMs[i]}\n`);
  return Buffer.from(lines.join(''));
}

/** Reads what `formatWritten` wrote; lines that are no samples with a time are left out. */
export function readWritten(text: Uint8Array): WrittenSamples {
  const parser = new PageParser();
  const { count, series: indexes, values, timesMs } = parser.parse(text);
  const series: WrittenSeries[] = [];
  const kept: { values: number[]; timesMs: number[] } = { values: [], timesMs: [] };
  for (let i = 0; i < count; i++) {
    const one = parser.series[indexes[i] ?? -1];
    const timeMs = timesMs?.[i] ?? Number.NaN;
    if (one === undefined || Number.isNaN(timeMs)) continue;
    series.push(one);
    kept.values.push(values[i] ?? Number.NaN);
    kept.timesMs.push(timeMs);
  }
  return { series, ...kept };
}

const METRIC_NAME = /^[a-zA-Z_:][a-zA-Z0-9_:]*$/;
const LABEL_NAME = /^[a-zA-Z_][a-zA-Z0-9_]*$/;

/** Names that older pages did not know are quoted, as text 1.0.0 does. */
function nameOf({ name, labels }: WrittenSeries): string {
  const plain = METRIC_NAME.test(name);
  const pairs = Object.entries(labels).map(
    ([label, value]) => `${LABEL_NAME.test(label) ? label : quoted(label)}=${quoted(value)}`,
  );
  const all = plain ? pairs : [quoted(name), ...pairs];
  return `${plain ? name : ''}${all.length === 0 ? '' : `{${all.join(',')}}`}`;
}

function quoted(text: string): string {
  return `"${text.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n')}"`;
}

function numberText(value: number): string {
  if (Number.isFinite(value) || Number.isNaN(value)) return Object.is(value, -0) ? '-0' : String(value);
  return value > 0 ? '+Inf' : '-Inf';
}
