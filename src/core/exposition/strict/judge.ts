import type { Bytes } from '../bytes.ts';
import type { Format } from '../format.ts';
import { openMetricsFault } from './openmetrics-page.ts';
import { textFault } from './text-page.ts';

/**
 * Why a strict reader rejects the page, undefined when it accepts it. OpenMetrics pages are held to that specification and its test suite; text
 * pages to what a Prometheus 2.42 scraper does.
 */
export function judge(bytes: Bytes, to: number, format: Format): string | undefined {
  return format.kind === 'openmetrics' ? openMetricsFault(bytes, to) : textFault(bytes, to, format);
}
