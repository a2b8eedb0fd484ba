import { Departed } from './departed.ts';

const HOUR_MS = 3_600_000;

it('tells once where a counter stood', () => {
  const departed = new Departed();
  departed.add('a', { value: 5, timeMs: 0 });
  expect(departed.take('a', 1000)).toEqual({ value: 5, timeMs: 0 });
  expect(departed.take('a', 1000)).toBeUndefined();
});

it('forgets after an hour, and never learns of counters without a value', () => {
  const departed = new Departed();
  departed.add('a', { value: 5, timeMs: 0 });
  departed.add('b', { value: Number.NaN, timeMs: 0 });
  expect(departed.take('a', HOUR_MS + 1)).toBeUndefined();
  expect(departed.take('b', 0)).toBeUndefined();
});

it('forgets the oldest of too many', () => {
  const departed = new Departed();
  for (let i = 0; i <= 10_000; i++) departed.add(`${i}`, { value: i, timeMs: 0 });
  expect(departed.take('0', 0)).toBeUndefined();
  expect(departed.take('1', 0)).toBeDefined();
});
