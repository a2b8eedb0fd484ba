import { Departed } from './departed.ts';

const HOUR_MS = 3_600_000;

it('tells once where a counter stood', () => {
  const departed = new Departed();
  departed.add({ value: 5, timeMs: 0 }, () => 'a');
  expect(departed.take('a', 1000)).toEqual({ value: 5, timeMs: 0 });
  expect(departed.take('a', 1000)).toBeUndefined();
});

it('forgets after an hour, and never learns of counters without a value', () => {
  const departed = new Departed();
  departed.add({ value: 5, timeMs: 0 }, () => 'a');
  departed.add({ value: Number.NaN, timeMs: 0 }, () => 'b');
  expect(departed.take('a', HOUR_MS + 1)).toBeUndefined();
  expect(departed.take('b', 0)).toBeUndefined();
});

it('takes no more than it has room for, until the oldest are too old', () => {
  const departed = new Departed();
  for (let i = 0; i <= 10_000; i++) departed.add({ value: i, timeMs: 0 }, () => `${i}`);
  expect(departed.take('10000', 0)).toBeUndefined();
  expect(departed.take('0', 0)).toBeDefined();
  departed.add({ value: 1, timeMs: 0 }, () => 'last');
  departed.add({ value: 1, timeMs: HOUR_MS + 1 }, () => 'later');
  expect(departed.take('later', HOUR_MS + 1)).toBeDefined();
});
