import { Lately, WeekHighest } from './past-memory.ts';
import type { SlotMemory } from './slot-memory.ts';

const MINUTE_MS = 60_000;
const DAY_MINUTES = 1440;
const START_MS = Date.UTC(2026, 10, 16);
const WINDOW_MS = 20 * MINUTE_MS;

/** What is told at the end, when each minute from `from` to `to` brings this numerator over this denominator. */
function fed(
  memory: SlotMemory,
  from: number,
  to: number,
  sumAt: (minute: number) => number,
  countAt: (minute: number) => number = () => 0,
): number {
  let told = Number.NaN;
  for (let minute = from; minute < to; minute++) {
    const sum = sumAt(minute);
    const count = countAt(minute);
    const value = count > 0 ? sum / count : sum;
    told = memory.take({ value, sum, count, isFresh: true, timeMs: START_MS + minute * MINUTE_MS });
  }
  return told;
}

describe('lately', () => {
  it('says nothing before a window has been seen', () => {
    expect(fed(new Lately(WINDOW_MS, undefined), 0, 20, () => 3)).toBeNaN();
    expect(fed(new Lately(WINDOW_MS, undefined), 0, 21, () => 3)).toBeCloseTo(3, 9);
  });

  it('follows a step within its window, and forgets one wild tick', () => {
    const memory = new Lately(WINDOW_MS, undefined);
    fed(memory, 0, 200, () => 1);
    expect(fed(memory, 200, 220, () => 5)).toBeCloseTo(1 + 4 * (1 - Math.exp(-1)), 2);
    expect(fed(memory, 220, 320, () => 1)).toBeLessThan(1.05);
  });

  it('divides sums by sums: a tick with one request weighs as much as one request', () => {
    const memory = new Lately(WINDOW_MS, 0.05);
    const isLone = (minute: number) => minute % 2 === 0;
    const told = fed(
      memory,
      0,
      300,
      (minute) => (isLone(minute) ? 1000 : 100 * 9),
      (minute) => (isLone(minute) ? 1 : 9),
    );
    expect(told).toBeCloseTo(190, -1);
  });

  it('has no quotient where less than is worth one was counted', () => {
    expect(
      fed(
        new Lately(WINDOW_MS, 0.05),
        0,
        100,
        () => 1,
        () => 0.01,
      ),
    ).toBeNaN();
  });

  it('is missing while its quotient is', () => {
    const memory = new Lately(WINDOW_MS, undefined);
    fed(memory, 0, 100, () => 1);
    expect(fed(memory, 100, 101, () => Number.NaN)).toBeNaN();
    expect(fed(memory, 101, 102, () => 1)).toBeCloseTo(1, 9);
  });
});

describe('the highest of a week', () => {
  /** 1 by night; by day 10, and twice as much on the third day. */
  const working = (minute: number) => {
    const hour = (minute % DAY_MINUTES) / 60;
    const isDay = hour >= 8 && hour < 18;
    return isDay ? (Math.floor(minute / DAY_MINUTES) === 2 ? 20 : 10) : 1;
  };

  it('says nothing before a week is over', () => {
    const memory = new WeekHighest(WINDOW_MS, undefined);
    expect(fed(memory, 0, 7 * DAY_MINUTES, working)).toBeNaN();
    expect(fed(memory, 7 * DAY_MINUTES, 7 * DAY_MINUTES + 720, working)).toBeCloseTo(20, 1);
  });

  it('knows the time of day', () => {
    const night = 7 * DAY_MINUTES + 180;
    expect(fed(new WeekHighest(WINDOW_MS, undefined), 0, night, working)).toBeCloseTo(1, 1);
  });

  it('is not moved by what goes on now, and forgets after a week', () => {
    const memory = new WeekHighest(WINDOW_MS, undefined);
    const noon = 7 * DAY_MINUTES + 720;
    fed(memory, 0, noon, working);
    expect(fed(memory, noon, noon + 300, () => 500)).toBeCloseTo(20, 1);
    expect(fed(memory, noon + 300, 10 * DAY_MINUTES + 720, working)).toBeGreaterThan(400);
    expect(fed(memory, 10 * DAY_MINUTES + 720, 16 * DAY_MINUTES + 720, working)).toBeCloseTo(10, 1);
  });

  it('has what a person called planned as its highest at once, at other hours as much more', () => {
    const memory = new WeekHighest(WINDOW_MS, undefined);
    const noon = 7 * DAY_MINUTES + 720;
    fed(memory, 0, noon, working);
    // A minute into the jump the mean of the last minutes knows little of it.
    fed(memory, noon, noon + 1, () => 50);
    memory.adopt();
    expect(fed(memory, noon + 1, noon + 60, () => 50)).toBeCloseTo(50, 1);
    expect(fed(memory, noon + 60, noon + 900, working)).toBeCloseTo(31, 1);
    expect(fed(memory, noon + 900, noon + 8 * DAY_MINUTES, working)).toBeCloseTo(10, 1);
  });

  it('stays as it was when what is planned is less', () => {
    const memory = new WeekHighest(WINDOW_MS, undefined);
    const noon = 7 * DAY_MINUTES + 720;
    fed(memory, 0, noon, working);
    memory.adopt();
    expect(fed(memory, noon, noon + 1, working)).toBeCloseTo(20, 1);
  });

  it('does not keep what a person called an attack', () => {
    const memory = new WeekHighest(WINDOW_MS, undefined);
    const noon = 7 * DAY_MINUTES + 720;
    fed(memory, 0, noon, working);
    memory.hold(true);
    fed(memory, noon, noon + 120, () => 500);
    memory.hold(false);
    expect(fed(memory, noon + 120, noon + DAY_MINUTES, working)).toBeLessThan(21);
  });
});
