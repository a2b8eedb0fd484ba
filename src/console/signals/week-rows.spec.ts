import { DAYS, HOURS, heatStep, weekRows } from './week-rows.ts';

it('cuts a week into days', () => {
  const rows = weekRows(Array.from({ length: 168 }, (_, hour) => hour));
  expect([rows.length, rows[0]?.[0], rows[6]?.[23]]).toEqual([DAYS.length, 0, 167]);
  expect([HOURS[0], HOURS[23]]).toEqual(['00:00', '23:00']);
});

it.each([
  [0, 10, 0],
  [5, 10, 5],
  [12, 10, 10],
  [-3, 10, 0],
  [1, 0, 0],
])('%d of %d has shade %d', (value, highest, want) => expect(heatStep(value, highest)).toBe(want));
