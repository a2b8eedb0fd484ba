import { dcgmCount, dcgmFloat, goFloat, pythonCount, pythonFloat, pythonRound } from './number-style.ts';

it.each([
  [0, '0.0'],
  [5, '5.0'],
  [0.0033, '0.0033'],
  [999_999, '999999.0'],
  [1_000_000, '1e+06'],
  [1_048_576, '1.048576e+06'],
  [1_174_093_248, '1.174093248e+09'],
  [39_024_848_896, '3.9024848896e+010'],
  [1_234_567.25, '1.23456725e+06'],
  [Number.POSITIVE_INFINITY, '+Inf'],
])('prints %d as the Python client does', (value, text) => {
  expect(pythonFloat(value)).toBe(text);
});

it.each([
  [0, '0'],
  [307_129, '307129'],
  [1_001_091, '1.001091e+06'],
  [12_345_678_901, '1.2345678901e+10'],
  [0.3, '0.3'],
])('prints %d as Go does', (value, text) => {
  expect(goFloat(value)).toBe(text);
});

it('counts downwards and rounds gauges', () => {
  expect(pythonCount(7.99)).toBe('7.0');
  expect(pythonRound(7.5)).toBe('8.0');
  expect(dcgmCount(775_958_952_449.9)).toBe('775958952449');
  expect(dcgmFloat(113.611)).toBe('113.611000');
});
