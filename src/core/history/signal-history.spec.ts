import fc from 'fast-check';
import { type JudgedColumns, SignalHistory } from './signal-history.ts';

const TICK_MS = 15_000;
const START_MS = Date.UTC(2026, 10, 18);

function judged(scores: readonly number[]): JudgedColumns {
  const of = (value: number) => new Float64Array(scores.length).fill(value);
  return { expected: of(10), lower: of(8), upper: of(12), score: Float64Array.from(scores) };
}

/** Notes a value of slot 0 at each tick; NaN: missing. */
function fed(values: readonly number[], scores: readonly number[] = []): SignalHistory {
  const history = new SignalHistory(1, TICK_MS);
  for (const [tick, value] of values.entries()) {
    history.begin(START_MS + tick * TICK_MS);
    if (Number.isNaN(value)) history.missing(0);
    else history.note(0, value, judged([scores[tick] ?? 0]));
  }
  return history;
}

it('tells points with their band, the oldest first', () => {
  const history = fed([10, 11.5], [0.25, 0.5]);
  expect(history.points(0)).toEqual([
    { timeMs: START_MS, value: 10, expected: 10, lower: 8, upper: 12, score: 0.25 },
    { timeMs: START_MS + TICK_MS, value: 11.5, expected: 10, lower: 8, upper: 12, score: 0.5 },
  ]);
});

it('ends at a gap once, and begins again after it', () => {
  const values = fed([1, Number.NaN, Number.NaN, 2]).points(0);
  expect(values.map(({ timeMs, value }) => [(timeMs - START_MS) / TICK_MS, value])).toEqual([
    [0, 1],
    [1, Number.NaN],
    [3, 2],
  ]);
});

it('keeps the most unusual of older points', () => {
  const scores = Array.from({ length: 1000 }, (_, tick) => (tick === 100 ? 3 : 0.1));
  const points = fed(
    scores.map((_, tick) => tick),
    scores,
  ).points(0);
  const older = points.slice(0, -360);
  expect(older.length).toBe(640 / 16);
  expect(older.find(({ score }) => score === 3)).toMatchObject({ value: 100, timeMs: START_MS + 96 * TICK_MS });
  expect(points.at(-1)).toMatchObject({ value: 999 });
});

it('never holds more than 720 points, in order of time, of the latest 360 evaluations every value', () => {
  const value = fc.oneof(
    { weight: 9, arbitrary: fc.double({ min: 0, max: 1e6, noNaN: true }) },
    fc.constant(Number.NaN),
  );
  fc.assert(
    fc.property(
      fc.array(value, { minLength: 1, maxLength: 50 }),
      fc.integer({ min: 1, max: 400 }),
      (pattern, times) => {
        const values = Array.from({ length: times }, () => pattern).flat();
        const points = fed(values).points(0);
        expect(points.length).toBeLessThanOrEqual(720);
        for (const [index, { timeMs }] of points.slice(1).entries())
          expect(timeMs).toBeGreaterThan(points[index]!.timeMs);
        const fromMs = START_MS + Math.max(0, values.length - 360) * TICK_MS;
        const latest = points.filter(({ timeMs, value }) => timeMs >= fromMs && !Number.isNaN(value));
        const known = values.slice(-360).filter((one) => !Number.isNaN(one));
        expect(latest.map((point) => point.value)).toEqual(known.map(Math.fround));
      },
    ),
    { numRuns: 30 },
  );
});

describe('when there are more signals than places', () => {
  function crowded(): SignalHistory {
    const history = new SignalHistory(2, TICK_MS);
    history.begin(START_MS);
    for (const slot of [0, 1, 2]) history.note(slot, slot, judged([0, 0, 0]));
    return history;
  }

  it('keeps the first', () => {
    const history = crowded();
    expect([0, 1, 2].map((slot) => history.points(slot).length)).toEqual([1, 1, 0]);
  });

  it('gives one near the line the place of a quiet one', () => {
    const history = crowded();
    history.begin(START_MS + TICK_MS);
    history.note(0, 0, judged([0.9, 0, 0]));
    history.note(2, 2, judged([0, 0, 1.5]));
    expect([0, 1, 2].map((slot) => history.points(slot).length)).toEqual([2, 0, 1]);
    history.begin(START_MS + 2 * TICK_MS);
    history.note(1, 1, judged([0, 0.9, 0]));
    expect([0, 1, 2].map((slot) => history.points(slot).length)).toEqual([0, 1, 1]);
  });

  it('keeps what a finding rests on', () => {
    const history = crowded();
    history.begin(START_MS + TICK_MS);
    history.want(1);
    history.want(2);
    history.note(2, 2, judged([0, 0, 0]));
    expect([0, 1, 2].map((slot) => history.points(slot).length)).toEqual([0, 1, 1]);
  });
});

it('keeps nothing where none are to be kept', () => {
  const history = new SignalHistory(0, TICK_MS);
  history.begin(START_MS);
  history.note(0, 1, judged([5]));
  history.want(0);
  history.missing(0);
  expect(history.points(0)).toEqual([]);
});
