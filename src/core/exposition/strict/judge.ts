import type { Bytes } from '../bytes.ts';
import type { Format } from '../format.ts';
import { openMetricsFault } from './openmetrics-page.ts';
import { judgeText } from './text-page.ts';

/** A strict reader's word on a page. */
export type Verdict =
  | { readonly ok: true /** Where the page ends: a text page may end before its last byte. */; readonly end: number }
  | { readonly ok: false; readonly reason: string };

/**
 * Judges `bytes[0, to)`. OpenMetrics pages are held to that specification and its test suite; text pages to what a Prometheus 2.42 scraper does.
 */
export function judge(bytes: Bytes, to: number, format: Format): Verdict {
  if (format.kind === 'text') return judgeText(bytes, to, format);
  const reason = openMetricsFault(bytes, to);
  return reason === undefined ? { ok: true, end: to } : { ok: false, reason };
}
