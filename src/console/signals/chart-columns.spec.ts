import { chartColumns, nearest } from './chart-columns.ts';

const POINTS = [
  { time: '2026-11-18T14:00:00.000Z', value: 5, expected: 4, lower: null, upper: 8, score: 0.2 },
  { time: '2026-11-18T14:00:05.000Z', value: null, expected: null, lower: null, upper: null, score: 0 },
  { time: '2026-11-18T14:00:10.000Z', value: 9, expected: 4, lower: -2, upper: null, score: 2 },
];

it('closes bands that are open on one side, and leaves out what is missing', () => {
  const seconds = Date.UTC(2026, 10, 18, 14) / 1000;
  expect(chartColumns(POINTS)).toEqual([
    [seconds, seconds + 5, seconds + 10],
    [-2, null, -2],
    [8, null, 9],
    [4, null, 4],
    [5, null, 9],
  ]);
  expect(chartColumns([])).toEqual([[], [], [], [], []]);
});

it('finds the nearest point', () => {
  expect(nearest(POINTS, Date.UTC(2026, 10, 18, 14, 0, 4))).toBe(POINTS[1]);
  expect(nearest([], 0)).toBeUndefined();
});
