import { bandInWords, besideAxis, dollars, inWords, scoreInWords, share } from './quantity.ts';

it.each([
  [1.808, 'USD/h', '$1.81/h'],
  [0.923, 'ratio', '92 %'],
  [8.4382e10, 'bytes', '84.4 GB'],
  [null, 'bytes', '–'],
  [3, 'apples', '3 apples'],
] as const)('%p %s is %s', (value, unit, want) => expect(inWords(value, unit)).toBe(want));

it.each([
  [0.043, 0.3, '$0.043 to $0.30/h'],
  [null, 2, '$0.00 to $2.00/h'],
  [2, null, '$2.00/h or more'],
  [null, null, 'not known yet'],
])('a band from %p to %p is %s', (lower, upper, want) => expect(bandInWords(lower, upper, 'USD/h')).toBe(want));

it.each([
  [120, 'tokens/request', '120'],
  [8.44e10, 'bytes', '84.4 GB'],
  [2, 'USD/h', '$2.00/h'],
  [0.25, 'ratio', '25 %'],
  [2e-6, 'USD/token', '$2.00'],
])('beside an axis %d %s is %s', (value, unit, want) => expect(besideAxis(value, unit)).toBe(want));

it('rounds sensibly', () => {
  expect([0.144, 4.6, 13.1415, 131.767, null].map(scoreInWords)).toEqual(['0.14', '4.60', '13.1', '132', '–']);
  expect([dollars(12.3), dollars(null), share(0.805), share(undefined)]).toEqual(['$12.30', '–', '81 %', '–']);
});

it.each([
  [0, 0.377, 'seconds', '0 to 377 ms'],
  [0.2, 1.5, 'seconds', '200 ms to 1.5 s'],
  [1.09, 8.67, 'requests/s', '1.09 to 8.67 requests/s'],
  [3.4e-8, 1.2e-7, 'USD/token', '$0.034 to $0.12 per million tokens'],
  [-1, 0, 'ratio', '0 %'],
])('%d to %d %s is %s', (lower, upper, unit, want) => expect(bandInWords(lower, upper, unit)).toBe(want));
