import type { HistoryPoint } from '../api/types.ts';

export const SPANS = ['halfHour', 'sixHours', 'all'] as const;
export type Span = (typeof SPANS)[number];

export const SPAN_WORDS: Readonly<Record<Span, string>> = { halfHour: '30 min', sixHours: '6 h', all: 'All' };

const SPAN_MS: Readonly<Record<Span, number>> = {
  halfHour: 30 * 60_000,
  sixHours: 6 * 3_600_000,
  all: Number.POSITIVE_INFINITY,
};

/** The points of a span, counted back from the last one. */
export function lastSpan(points: readonly HistoryPoint[], span: Span): readonly HistoryPoint[] {
  const last = points.at(-1);
  if (last === undefined) return points;
  const fromMs = Date.parse(last.time) - SPAN_MS[span];
  return points.filter(({ time }) => Date.parse(time) >= fromMs);
}
