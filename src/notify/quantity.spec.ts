import type { Unit } from '../core/model/signal.ts';
import { duration, quantity, range, usd } from './quantity.ts';

it.each<[number, Unit, string]>([
  [42.1, 'USD/h', '$42.10/h'],
  [0.0012345, 'USD/request', '$0.00123/request'],
  [0.0000042, 'USD/token', '$4.20 per million tokens'],
  [0.853, 'ratio', '85.3 %'],
  [78_640_000_000, 'bytes', '73.2 GiB'],
  [512, 'bytes/s', '512 B/s'],
  [1_500_000, 'bytes/request', '1.43 MiB/request'],
  [0.0235, 'seconds', '23.5 ms'],
  [7.25, 'seconds', '7.25 s'],
  [1240.4, 'tokens/s', '1,240 tokens/s'],
  [0, 'requests/s', '0 requests/s'],
  [412.3, 'watts', '412 W'],
  [71, 'celsius', '71 °C'],
  [3, 'count', '3'],
  [Number.NaN, 'tokens', 'unknown'],
  [Number.POSITIVE_INFINITY, 'seconds', 'unknown'],
])('%d %s is %s', (value, unit, text) => expect(quantity(value, unit)).toBe(text));

it.each([
  [0, '0 s'],
  [59_400, '59 s'],
  [60_000, '1 min'],
  [3 * 3_600_000 + 5 * 60_000 + 7000, '3 h 5 min'],
  [3_600_000 + 2000, '1 h'],
  [2 * 86_400_000 + 4 * 3_600_000, '2 d 4 h'],
])('%d ms is %s', (ms, text) => expect(duration(ms)).toBe(text));

it('puts the sign before the dollar', () => expect(usd(-5)).toBe('-$5.00'));

it('says a unit once', () => {
  expect(range(1.2, 3.4, 'USD/h')).toBe('$1.20 to $3.40/h');
  expect(range(1, 4.5, 'requests/s')).toBe('1 to 4.5 requests/s');
  expect(range(950 * 1024 ** 2, 1.2 * 1024 ** 3, 'bytes')).toBe('950 MiB to 1.2 GiB');
  expect(range(1, 2, 'count')).toBe('1 to 2');
});
