import type { SlotMemory } from './slot-memory.ts';
import { WeekHighest } from './week-memory.ts';

const MINUTE_MS = 60_000;
const DAY_MINUTES = 1440;
const START_MS = Date.UTC(2026, 10, 16);
const WINDOW_MS = 20 * MINUTE_MS;

/** What is told at the end, when each minute from `from` to `to` brings this much. */
function fed(memory: SlotMemory, from: number, to: number, valueAt: (minute: number) => number): number {
  let told = Number.NaN;
  for (let minute = from; minute < to; minute++) {
    const value = valueAt(minute);
    told = memory.take({ value, sum: value, count: 0, isFresh: true, timeMs: START_MS + minute * MINUTE_MS });
  }
  return told;
}

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

  it('goes on in another process, and is kept once a half hour', () => {
    const memory = new WeekHighest(WINDOW_MS, undefined);
    const noon = 7 * DAY_MINUTES + 720;
    fed(memory, 0, noon, working);
    const restored = new WeekHighest(WINDOW_MS, undefined);
    expect(restored.load(memory.dump())).toBe(true);
    expect(memory.isKept).toBe(true);
    fed(memory, noon, noon + 29, working);
    expect(memory.isKept).toBe(false);
    expect(restored.dump()).not.toEqual(memory.dump());
    expect(fed(restored, noon, noon + 29, working)).toBe(fed(memory, noon + 29, noon + 30, working));
    expect(fed(restored, noon + 30, noon + DAY_MINUTES, working)).toBeCloseTo(20, 1);
  });

  it('takes nothing that is no week', () => {
    expect(new WeekHighest(WINDOW_MS, undefined).load([1, 2, 3])).toBe(false);
  });
});
