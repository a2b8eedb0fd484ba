import fc from 'fast-check';
import { compileIntervals, type TimeInterval } from './time-interval.ts';

function within(interval: Omit<TimeInterval, 'location'> & { location?: string }, time: string): boolean {
  return compileIntervals([{ location: 'UTC', ...interval }])(Date.parse(time));
}

const NIGHT = { times: [{ first: 22 * 60, last: 24 * 60 }] };
const WORKDAYS = { weekdays: [{ first: 1, last: 5 }] };

it.each([
  [NIGHT, '2026-11-23T21:59:59Z', false],
  [NIGHT, '2026-11-23T22:00:00Z', true],
  [NIGHT, '2026-11-23T23:59:59Z', true],
  [NIGHT, '2026-11-24T00:00:00Z', false],
  [WORKDAYS, '2026-11-23T12:00:00Z', true],
  [WORKDAYS, '2026-11-22T12:00:00Z', false],
  [{ daysOfMonth: [{ first: -3, last: -1 }] }, '2026-02-26T00:00:00Z', true],
  [{ daysOfMonth: [{ first: -3, last: -1 }] }, '2026-02-25T00:00:00Z', false],
  [{ daysOfMonth: [{ first: 29, last: -1 }] }, '2026-02-28T00:00:00Z', false],
  [{ daysOfMonth: [{ first: 1, last: 7 }], ...WORKDAYS }, '2026-12-07T00:00:00Z', true],
  [{ months: [{ first: 1, last: 3 }] }, '2026-04-01T00:00:00Z', false],
  [{ years: [{ first: 2026, last: 2027 }] }, '2027-12-31T23:59:59Z', true],
  [{}, '2026-11-23T00:00:00Z', true],
])('%j at %s: %s', (interval, time, expected) => {
  expect(within(interval, time)).toBe(expected);
});

it('follows the clocks of its place, over daylight saving too', () => {
  const berlin = { ...NIGHT, location: 'Europe/Berlin' };
  expect(within(berlin, '2026-01-15T20:00:00Z')).toBe(false);
  expect(within(berlin, '2026-01-15T21:00:00Z')).toBe(true);
  expect(within(berlin, '2026-07-15T20:00:00Z')).toBe(true);
  expect(within(berlin, '2026-07-15T22:00:00Z')).toBe(false);
});

it('has each minute of a month in exactly one of two parts of the day', () => {
  const moment = fc.integer({ min: 0, max: 31 * 24 * 60 }).map((minutes) => minutes * 60_000);
  const split = fc.integer({ min: 1, max: 1439 });
  fc.assert(
    fc.property(moment, split, (timeMs, at) => {
      const parts = [
        { first: 0, last: at },
        { first: at, last: 1440 },
      ];
      const met = parts.filter((part) => compileIntervals([{ times: [part], location: 'Asia/Kolkata' }])(timeMs));
      expect(met).toHaveLength(1);
    }),
  );
});
