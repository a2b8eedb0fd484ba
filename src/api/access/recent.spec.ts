import { Recent } from './recent.ts';

it('holds an answer until its time', () => {
  const recent = new Recent<string>(2);
  recent.set('a', 'x', 10);
  expect([recent.get('a', 9), recent.get('a', 10), recent.get('b', 0)]).toEqual(['x', undefined, undefined]);
});

it('forgets the oldest when there are too many, and all when it is told to', () => {
  const recent = new Recent<number>(2);
  for (const [index, key] of ['a', 'b', 'a', 'c'].entries()) recent.set(key, index, 10);
  expect(['a', 'b', 'c'].map((key) => recent.get(key, 0))).toEqual([2, undefined, 3]);
  recent.clear();
  expect(recent.get('a', 0)).toBeUndefined();
});
