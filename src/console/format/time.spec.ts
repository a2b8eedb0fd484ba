import { absolute, clockTime, lasting, relative } from './time.ts';

it.each([
  [-5, '0 s'],
  [59_999, '59 s'],
  [60_000, '1 min'],
  [3_599_999, '59 min'],
  [3_600_000, '1 h'],
  [12_000_000, '3 h 20 min'],
  [40_000_000, '11 h'],
  [100_000_000, '27 h'],
  [3 * 86_400_000, '3 d'],
])('%d ms last %s', (ms, want) => expect(lasting(ms)).toBe(want));

it.each([
  [10_000, '2 s ago'],
  [12_400, 'now'],
  [20_000, 'in 8 s'],
])('%d is %s', (timeMs, want) => expect(relative(timeMs, 12_000)).toBe(want));

it('tells times in UTC', () => {
  const timeMs = Date.UTC(2026, 10, 18, 14, 2, 11, 500);
  expect([absolute(timeMs), clockTime(timeMs)]).toEqual(['2026-11-18 14:02:11 UTC', '14:02:11']);
});
