import type { HistoryPoint } from '../core/model/history-point.ts';

/** A band may add this many times the reach of the values to the axis; further out it is cut, or a wide band would flatten the line. */
const BAND_SHARE = 1.2;
/** What an axis reaches over that has a flat line at zero. */
const FLAT_REACH = 1e-3;
/** Room above and below, as a share. */
const MARGIN = 0.06;

/** The least and the greatest value that an axis shows; undefined where there is nothing to show. */
export function valueDomain(points: readonly HistoryPoint[]): readonly [number, number] | undefined {
  const there = points.filter(({ value }) => Number.isFinite(value));
  const drawn = there.flatMap(({ value, expected }) => [value, expected]).filter(Number.isFinite);
  if (drawn.length === 0) return undefined;
  const least = minimum(drawn);
  const most = maximum(drawn);
  const isFlat = most - least <= Math.max(1e-9 * Math.abs(most), 1e-12);
  const reach = isFlat ? Math.max(0.2 * Math.abs(most), FLAT_REACH) : most - least;
  const lower = minimum([least, ...there.map((point) => point.lower).filter(Number.isFinite)]);
  const upper = maximum([most, ...there.map((point) => point.upper).filter(Number.isFinite)]);
  const from = Math.max(lower, least - BAND_SHARE * reach);
  const to = Math.min(upper, most + BAND_SHARE * reach);
  const margin = MARGIN * (isFlat ? Math.max(reach, to - from) : to - from);
  // What is never negative shows no negative numbers.
  return [least >= 0 ? Math.max(0, from - margin) : from - margin, to + margin];
}

function minimum(values: readonly number[]): number {
  return values.reduce((a, b) => Math.min(a, b));
}

function maximum(values: readonly number[]): number {
  return values.reduce((a, b) => Math.max(a, b));
}
