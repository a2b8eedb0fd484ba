import { FakeTickView } from '../../../test/fakes/tick-view.ts';
import { band, listed, money, percent, quantity, times, usual } from './wording.ts';

test('quantities read like a person would say them', () => {
  const f = (value: number, unit: Parameters<typeof quantity>[1], want: string) =>
    expect(quantity(value, unit)).toBe(want);
  f(41.2, 'USD/h', '$41.20/h');
  f(0.0043, 'USD/h', '$0.0043/h');
  f(12345.678, 'USD/h', '$12,345.68/h');
  f(0.0000009, 'USD/token', '$0.90 per million tokens');
  f(1516.4, 'tokens/request', '1,516 tokens/request');
  f(0.9234, 'ratio', '92 %');
  f(0.0123, 'ratio', '1.2 %');
  f(0.35, 'seconds', '350 ms');
  f(2.125, 'seconds', '2.13 s');
  f(3_600, 'seconds', '3,600 s');
  f(9_000, 'seconds', '2.5 h');
  f(604_865, 'seconds', '7 d');
  f(1_234_567, 'bytes/s', '1.23 MB/s');
  f(80e9, 'bytes', '80 GB');
  f(12, 'bytes/request', '12 B/request');
  f(0.04, 'events/s', '0.04 events/s');
  f(5.92e-9, 'events/s', '0 events/s');
  f(-5.92e-9, 'watts', '0 W');
  f(0.0000234, 'events/s', '0.0000234 events/s');
  f(8, 'GPUs', '8 GPUs');
  f(-3, 'count', '-3');
  f(0, 'USD/h', '$0.00/h');
});

test('bands, shares, factors and lists', () => {
  expect(band(2.1, 3.4, 'USD/h')).toBe('$2.10 to $3.40/h');
  expect(band(-0.5, 3.4, 'requests/s')).toBe('0 to 3.4 requests/s');
  expect(band(0, 0, 'ratio')).toBe('0 %');
  expect(money(-0.5)).toBe('-$0.50');
  expect(percent(1)).toBe('100 %');
  expect(times(15.2)).toBe('15 times');
  expect(times(1.44)).toBe('1.4 times');
  expect(listed([])).toBe('');
  expect(listed(['a', 'b', 'c'])).toBe('a, b and c');
});

test('a reading is compared with its band only where it left it', () => {
  const view = new FakeTickView();
  const tenant = view.add('tenant', { tenant: 'acme' });
  const said = (value: number) => {
    const reading = view
      .set('cost.rate', tenant, { value, expected: 2, lower: 1, upper: 3 })
      .reading('cost.rate', tenant);
    return reading && usual(reading, 'USD/h');
  };
  expect(said(4)).toBe('usually $1.00 to $3.00/h');
  expect(said(2.5)).toBe('expected $2.00/h');
});
