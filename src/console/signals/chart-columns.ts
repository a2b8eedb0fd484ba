import type { HistoryPoint } from '../api/types.ts';

/** Columns as uPlot takes them: seconds, lower, upper, expected, value; null where there is nothing. */
export type ChartColumns = [number[], (number | null)[], (number | null)[], (number | null)[], (number | null)[]];

/** A band that is open below begins at the lowest value shown, or at zero; one that is open above ends at the highest. */
export function chartColumns(points: readonly HistoryPoint[]): ChartColumns {
  const known = points.flatMap(({ value, upper, lower }) => [value, upper, lower]).filter((one) => one !== null);
  const lowest = Math.min(0, ...known);
  const highest = Math.max(0, ...known);
  return [
    points.map(({ time }) => Date.parse(time) / 1000),
    points.map(({ lower, upper }) => (lower === null && upper === null ? null : (lower ?? lowest))),
    points.map(({ lower, upper }) => (lower === null && upper === null ? null : (upper ?? highest))),
    points.map(({ expected }) => expected),
    points.map(({ value }) => value),
  ];
}

/** The point nearest to a time; undefined where there is none. */
export function nearest<T extends { readonly time: string }>(points: readonly T[], timeMs: number): T | undefined {
  const distance = (point: T) => Math.abs(Date.parse(point.time) - timeMs);
  return points.reduce<T | undefined>(
    (best, point) => (best === undefined || distance(point) < distance(best) ? point : best),
    undefined,
  );
}
