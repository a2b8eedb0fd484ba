import { type AlertTimes, alertSpan } from '../../core/model/alert-span.ts';
import type { HistoryPoint } from '../api/types.ts';

/** How much of a signal’s past its own page shows. */
export const SPANS = ['halfHour', 'sixHours', 'all'] as const;
/** Of a signal on the page of an alert, which may be long past. */
export const ALERT_SPANS = ['alert', 'sixHours', 'all'] as const;
export type Span = (typeof SPANS)[number] | (typeof ALERT_SPANS)[number];

export const SPAN_WORDS: Readonly<Record<Span, string>> = {
  alert: 'Alert',
  halfHour: '30 min',
  sixHours: '6 h',
  all: 'All',
};

const SPAN_MS: Readonly<Record<Span, number>> = {
  alert: Number.POSITIVE_INFINITY,
  halfHour: 30 * 60_000,
  sixHours: 6 * 3_600_000,
  all: Number.POSITIVE_INFINITY,
};

/** The points of a span, counted back from the last one; those around the alert, as its drawing shows them. */
export function lastSpan(points: readonly HistoryPoint[], span: Span, alert?: AlertTimes): readonly HistoryPoint[] {
  const last = points.at(-1);
  if (last === undefined) return points;
  const { from, to } =
    span === 'alert' && alert
      ? alertSpan(alert)
      : { from: Date.parse(last.time) - SPAN_MS[span], to: Number.POSITIVE_INFINITY };
  return points.filter(({ time }) => Date.parse(time) >= from && Date.parse(time) <= to);
}
