import { selectPoints } from '../core/history/select-points.ts';
import { type AlertTimes, alertSpan } from '../core/model/alert-span.ts';
import type { HistoryPoint } from '../core/model/history-point.ts';

/**
 * What a chart of an alert shows of a signal: the points that were frozen when it fired, and those that are remembered from before and after
 * them.
 */
export function alertPoints(
  frozen: readonly HistoryPoint[],
  remembered: readonly HistoryPoint[],
  alert: AlertTimes,
): HistoryPoint[] {
  const [first, last] = [frozen[0]?.timeMs ?? 0, frozen.at(-1)?.timeMs ?? 0];
  const before = remembered.filter(({ timeMs }) => timeMs < first);
  const after = remembered.filter(({ timeMs }) => timeMs > last);
  return selectPoints([...before, ...frozen, ...after], alertSpan(alert));
}
