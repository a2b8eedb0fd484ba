import { isDcgmBlank } from './dcgm-blank.ts';

it.each([2147483632, 2147483635, 140737488355328, 140737488355331, 2 ** 63])('%s is blank', (value) =>
  expect(isDcgmBlank(value)).toBe(true),
);

it.each([0, -1, 100, 81559, 2147483631, 2147483636, 140737488355327, 140737488355332, 9e18])('%s is a value', (value) =>
  expect(isDcgmBlank(value)).toBe(false),
);
