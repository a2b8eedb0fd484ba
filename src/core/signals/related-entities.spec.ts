import { RelatedEntities } from './related-entities.ts';

it('links all that one series names, both ways', () => {
  const related = new RelatedEntities(100);
  related.add([1, 2, 3]);
  expect([related.of(1), related.of(2), related.of(3), related.of(4)]).toEqual([[2, 3], [1, 3], [1, 2], []]);
});

it('keeps a link as long as any series says so, and a while longer', () => {
  const related = new RelatedEntities(100);
  related.add([1, 2]);
  related.add([1, 2]);
  related.release([1, 2], 0);
  related.expire(1000);
  expect(related.of(1)).toEqual([2]);
  related.release([1, 2], 1000);
  related.expire(1099);
  expect(related.of(1)).toEqual([2]);
  related.expire(1100);
  expect([related.of(1), related.of(2)]).toEqual([[], []]);
});

it('puts the present before the past, and forgets no link that came back', () => {
  const related = new RelatedEntities(100);
  related.add([1, 2]);
  related.release([1, 2], 0);
  related.add([1, 3]);
  expect(related.of(1)).toEqual([3, 2]);
  related.add([1, 2]);
  related.expire(200);
  expect(related.of(1)).toEqual([2, 3]);
});
