import { grouped } from './grouped.ts';

it('keeps the order', () => {
  expect(grouped(['bee', 'ant', 'bat', 'ape'], (word) => word.slice(0, 1))).toEqual([
    ['b', ['bee', 'bat']],
    ['a', ['ant', 'ape']],
  ]);
});
