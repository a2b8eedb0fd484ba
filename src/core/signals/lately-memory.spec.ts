import { Lately } from './lately-memory.ts';
import type { SlotMemory } from './slot-memory.ts';

const MINUTE_MS = 60_000;
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
