import fc from 'fast-check';
import type { Memory } from '../model/signal.ts';
import { remember } from './slot-memory.ts';

const HOUR_MS = 3_600_000;
const MINUTE_MS = 60_000;
const START_MS = Date.UTC(2026, 10, 23);

/** What a memory tells after each of these quotients, a minute apart; the count is 2 a second unless said otherwise. */
function told(memory: Memory, values: readonly number[], startMs = START_MS, count = 2): number[] {
  const slot = remember(memory);
  return values.map((value, i) =>
    slot.take({ value, sum: value * count, count, isFresh: true, timeMs: startMs + i * MINUTE_MS }),
  );
}

const last = (numbers: readonly number[]) => numbers.at(-1);
const times = (count: number, value: (i: number) => number) => Array.from({ length: count }, (_, i) => value(i));

test('age: since the first sight', () => {
  expect(told({ of: 'age' }, [Number.NaN, 1, 1, Number.NaN, 1])).toEqual([Number.NaN, 0, 60, Number.NaN, 180]);
});

test('missing and presence: what left is known for a while', () => {
  const values = [Number.NaN, 1, Number.NaN, Number.NaN, Number.NaN, 1];
  const forMs = 2 * MINUTE_MS;
  expect(told({ of: 'missing', forMs }, values)).toEqual([Number.NaN, 0, 60, 120, Number.NaN, 0]);
  expect(told({ of: 'presence', forMs }, values)).toEqual([Number.NaN, 1, 0, 0, Number.NaN, 1]);
});

test('previous: what a change has hidden', () => {
  const forMs = 2 * MINUTE_MS;
  expect(told({ of: 'previous', forMs }, [0, 0, 48, 43, 43, 43, 43])).toEqual([0, 0, 0, 48, 48, 48, 43]);
});

describe('growth', () => {
  const growth: Memory = { of: 'growth', windowMs: HOUR_MS };

  test('tells steady growth after a window', () => {
    const values = told(
      growth,
      times(70, (i) => 1e9 + i * 6000),
    );
    expect(values[30]).toBeNaN();
    expect(last(values)).toBeCloseTo(100, 6);
  });

  test('a leap, a fall or a session is no growth', () => {
    expect(
      last(
        told(
          growth,
          times(90, (i) => (i < 60 ? 1e9 : 5e9)),
        ),
      ),
    ).toBe(0);
    expect(
      last(
        told(
          growth,
          times(90, (i) => 5e9 - i * 6000),
        ),
      ),
    ).toBeLessThan(0);
    expect(
      last(
        told(
          growth,
          times(90, (i) => (Math.trunc(i / 20) % 2 === 0 ? 1e9 : 5e9)),
        ),
      ),
    ).toBe(0);
  });

  test('a hole in the samples begins anew', () => {
    const slot = remember(growth);
    const take = (minute: number) =>
      slot.take({
        value: minute,
        sum: minute,
        count: Number.NaN,
        isFresh: true,
        timeMs: START_MS + minute * MINUTE_MS,
      });
    for (let minute = 0; minute <= 70; minute++) take(minute);
    expect(take(100)).toBeNaN();
  });
});

describe('regularity', () => {
  const windowMs = HOUR_MS / 2;
  /** Deterministic numbers between 0 and 1, as uneven as chance. */
  const chance = (i: number) => (Math.sin(i * 12.9898) * 43758.5453) % 1;

  test('burstiness: below 1 by a timer, far above in bursts, whatever the hour of the day', () => {
    const steady = told(
      { of: 'burstiness', windowMs },
      times(90, (i) => 0.6 + i * 1e-4),
    );
    expect(steady[20]).toBeNaN();
    expect(last(steady)).toBeLessThan(0.01);
    expect(
      last(
        told(
          { of: 'burstiness', windowMs },
          times(90, (i) => 0.6 + 0.5 * chance(i)),
        ),
      ),
    ).toBeGreaterThan(2);
  });

  test('spread: of a single one, not of the mean', () => {
    // Means of 120 that vary by 2 % are of single ones that vary by about 20 %.
    const values = times(200, (i) => 200 * (1 + 0.02 * Math.SQRT2 * Math.sin(i * 2.1)));
    expect(last(told({ of: 'spread', windowMs }, values))).toBeGreaterThan(0.15);
    expect(
      last(
        told(
          { of: 'spread', windowMs },
          times(90, () => 200),
        ),
      ),
    ).toBe(0);
    expect(
      last(
        told(
          { of: 'spread', windowMs },
          times(90, () => 0),
        ),
      ),
    ).toBeNaN();
  });

  test('is a finite number or nothing, whatever comes', () => {
    const number = fc.oneof(fc.constant(Number.NaN), fc.constant(0), fc.integer({ min: 0, max: 1e9 }));
    fc.assert(
      fc.property(fc.array(fc.tuple(number, number), { minLength: 60, maxLength: 90 }), (quotients) => {
        for (const kind of ['spread', 'burstiness', 'growth'] as const) {
          const slot = remember({ of: kind, windowMs });
          quotients.forEach(([value, count], i) => {
            const known = slot.take({
              value,
              sum: value * count,
              count,
              isFresh: true,
              timeMs: START_MS + i * MINUTE_MS,
            });
            expect(Number.isNaN(known) || Number.isFinite(known)).toBe(true);
          });
        }
      }),
      { numRuns: 50 },
    );
  });
});

test('dayTotal: a rate by the hour adds up and begins anew at midnight', () => {
  const totals = told(
    { of: 'dayTotal' },
    times(122, () => 60),
    START_MS - HOUR_MS,
  );
  expect(totals[0]).toBe(0);
  expect(totals[59]).toBeCloseTo(59, 6);
  expect(totals[60]).toBe(0);
  expect(last(totals)).toBeCloseTo(61, 6);
});

const EVERY_KIND: readonly Memory[] = [
  { of: 'age' },
  { of: 'dayTotal' },
  { of: 'missing', forMs: HOUR_MS },
  { of: 'presence', forMs: HOUR_MS },
  { of: 'previous', forMs: HOUR_MS },
  { of: 'growth', windowMs: HOUR_MS },
  { of: 'spread', windowMs: HOUR_MS },
  { of: 'burstiness', windowMs: HOUR_MS },
  { of: 'lately', windowMs: HOUR_MS },
];

test.each(EVERY_KIND)('$of goes on in another process from what it dumped', (memory) => {
  const one = remember(memory);
  const other = remember(memory);
  const tick = (slot: typeof one, i: number) => {
    const value = i % 50 === 49 ? Number.NaN : 5 + Math.sin(i * 12.9898) + i / 10;
    return slot.take({ value, sum: 2 * value, count: 2, isFresh: true, timeMs: START_MS + i * MINUTE_MS });
  };
  times(180, (i) => tick(one, i));
  expect(other.load(one.dump())).toBe(true);
  expect(times(90, (i) => tick(other, 180 + i))).toEqual(times(90, (i) => tick(one, 180 + i)));
});

test.each(EVERY_KIND)('$of takes nothing that is of no such memory', (memory) => {
  expect(remember(memory).load([])).toBe(false);
  expect(remember(memory).load(times(40, () => 1))).toBe(false);
});
