import { duration } from './duration.ts';

it.each([
  [0, '0 s'],
  [59_400, '59 s'],
  [60_000, '1 min'],
  [3 * 3_600_000 + 5 * 60_000 + 7000, '3 h 5 min'],
  [3_600_000 + 2000, '1 h'],
  [2 * 86_400_000 + 4 * 3_600_000, '2 d 4 h'],
])('%d ms is %s', (ms, text) => expect(duration(ms)).toBe(text));
