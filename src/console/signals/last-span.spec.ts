import { lastSpan } from './last-span.ts';

const none = { value: 1, expected: 1, lower: 0, upper: 2, score: 0 };
const POINTS = ['06:00', '13:00', '13:29', '13:59'].map((at) => ({ time: `2026-11-18T${at}:00.000Z`, ...none }));

it.each([
  ['halfHour', 2],
  ['sixHours', 3],
  ['all', 4],
] as const)('%s has %d points', (span, want) => expect(lastSpan(POINTS, span)).toHaveLength(want));

it('is empty where nothing is known', () => expect(lastSpan([], 'halfHour')).toEqual([]));

it.each([
  ['2026-11-18T13:20:00.000Z', undefined, 3],
  ['2026-11-18T06:20:00.000Z', '2026-11-18T06:30:00.000Z', 1],
])('an alert of %s to %s has %d', (startsAt, endsAt, want) => {
  const alert = { startsAtMs: Date.parse(startsAt), endsAtMs: endsAt === undefined ? undefined : Date.parse(endsAt) };
  expect(lastSpan(POINTS, 'alert', alert)).toHaveLength(want);
});
