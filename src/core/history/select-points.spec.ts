import type { HistoryPoint } from '../model/history-point.ts';
import { selectPoints } from './select-points.ts';

function point(timeMs: number, score = 0, value = 1): HistoryPoint {
  return { timeMs, value, expected: 1, lower: 0, upper: 2, score };
}

const POINTS = [point(0), point(10, 2), point(20), point(30, 0, Number.NaN), point(50), point(60, 1)];
const times = (points: readonly HistoryPoint[]) => points.map(({ timeMs }) => timeMs);

it('takes all, or those of a time with both ends', () => {
  expect(selectPoints(POINTS, {})).toEqual(POINTS);
  expect(times(selectPoints(POINTS, { from: 10, to: 30 }))).toEqual([10, 20, 30]);
});

it('keeps the most unusual of each step, and every gap', () => {
  expect(times(selectPoints(POINTS, { step: 50 }))).toEqual([10, 30, 60]);
});
