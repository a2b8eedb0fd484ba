import type { HistoryPoint } from '../core/model/history-point.ts';
import { alertPoints } from './alert-points.ts';

const MINUTE_MS = 60_000;
const START_MS = Date.UTC(2026, 10, 18, 12);

/** Points at these minutes from the start of the alert on. */
function points(value: number, ...minutes: readonly number[]): HistoryPoint[] {
  const rest = { value, expected: 1, lower: 0, upper: 2, score: 0 };
  return minutes.map((minute) => ({ timeMs: START_MS + minute * MINUTE_MS, ...rest }));
}

const shown = (chosen: readonly HistoryPoint[]) =>
  chosen.map(({ timeMs, value }) => [(timeMs - START_MS) / MINUTE_MS, value]);

it('shows half an hour before the start, the frozen points as they were, and what came after until now', () => {
  const chosen = alertPoints(points(1, -400, -20, 0, 2), points(2, -401, -29, -20, 0, 1, 2, 4, 300), {
    startsAtMs: START_MS,
  });
  expect(shown(chosen)).toEqual([
    [-20, 1],
    [0, 1],
    [2, 1],
    [4, 2],
    [300, 2],
  ]);
});

it('goes further back than what was frozen, and ends ten minutes after the end', () => {
  const remembered = points(2, -40, -30, -5, 1, 5, 15, 16);
  const chosen = alertPoints(points(1, -1, 0), remembered, {
    startsAtMs: START_MS,
    endsAtMs: START_MS + 5 * MINUTE_MS,
  });
  expect(shown(chosen)).toEqual([
    [-30, 2],
    [-5, 2],
    [-1, 1],
    [0, 1],
    [1, 2],
    [5, 2],
    [15, 2],
  ]);
});

it('has the remembered points where none were frozen, and the frozen ones where none are remembered', () => {
  const alert = { startsAtMs: START_MS };
  expect(shown(alertPoints([], points(2, 0, 1), alert))).toEqual([
    [0, 2],
    [1, 2],
  ]);
  expect(shown(alertPoints(points(1, 0), [], alert))).toEqual([[0, 1]]);
});
