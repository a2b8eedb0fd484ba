import type { PageSamples, SeriesTable } from './samples.ts';

/** A process that says it started longer ago than this before the page has a history that we did not see. */
const YOUNG_MS = 300_000;

/**
 * When the process behind a page started, if that was a moment ago: its counters were 0 then, so the first page of a new pod already tells a
 * rate. NaN for an older process, or for a page that does not say (`process_start_time_seconds`, all official client libraries).
 */
export function youngProcessStartMs({ series: table }: SeriesTable, page: PageSamples, timeMs: number): number {
  for (let i = 0; i < page.count; i++) {
    if (table[page.series[i]!]?.name !== 'process_start_time_seconds') continue;
    const startMs = page.values[i]! * 1000;
    return startMs <= timeMs && timeMs - startMs <= YOUNG_MS ? startMs : Number.NaN;
  }
  return Number.NaN;
}
