import type { HistoryPoint } from '../model/history-point.ts';

/** Which points, and how many of them. */
export interface PointRange {
  /** Unix milliseconds; both ends belong to it. */
  readonly from?: number | undefined;
  readonly to?: number | undefined;
  /** Milliseconds; absent: every point. */
  readonly step?: number | undefined;
}

/** The points of a time, the most unusual one of each step; where a signal was missing at the end of a step, that stays. */
export function selectPoints(points: readonly HistoryPoint[], { from, to, step }: PointRange): HistoryPoint[] {
  const wanted = points.filter(({ timeMs }) => timeMs >= (from ?? timeMs) && timeMs <= (to ?? timeMs));
  if (step === undefined) return wanted;
  const kept: HistoryPoint[] = [];
  for (const point of wanted) {
    const last = kept.at(-1);
    const isSameStep = last !== undefined && Math.floor(last.timeMs / step) === Math.floor(point.timeMs / step);
    if (!isSameStep || Number.isNaN(last.value) !== Number.isNaN(point.value)) kept.push(point);
    else if (point.score > last.score) kept[kept.length - 1] = point;
  }
  return kept;
}
