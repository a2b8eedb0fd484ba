import { utcOffset } from './utc-offset.ts';

const HOUR_MS = 3_600_000;

it('follows daylight saving at the hour it changes', () => {
  const berlin = utcOffset('Europe/Berlin');
  expect(berlin(Date.parse('2026-03-29T00:59:59Z')) / HOUR_MS).toBe(1);
  expect(berlin(Date.parse('2026-03-29T01:00:00Z')) / HOUR_MS).toBe(2);
  expect(berlin(Date.parse('2026-10-25T00:59:59Z')) / HOUR_MS).toBe(2);
  expect(berlin(Date.parse('2026-10-25T01:00:00Z')) / HOUR_MS).toBe(1);
});

it.each([
  ['UTC', 0],
  ['Asia/Kolkata', 5.5],
  ['America/New_York', -5],
  ['Etc/GMT', 0],
])('knows %s', (zone, hours) => {
  expect(utcOffset(zone)(Date.parse('2026-01-15T12:00:00Z')) / HOUR_MS).toBe(hours);
});
