import fc from 'fast-check';
import { EventFeed, type FeedEvent } from './event-feed.ts';

function listener() {
  const heard: FeedEvent[] = [];
  return { heard, hear: (event: FeedEvent) => heard.push(event) };
}

it('tells everybody who follows, until they stop', () => {
  const feed = new EventFeed('a');
  const [early, late] = [listener(), listener()];
  const stop = feed.follow(early.hear);
  feed.publish('alert', { id: 1 });
  feed.follow(late.hear);
  stop();
  feed.publish('alert', { id: 2 });
  expect(early.heard).toEqual([{ id: 'a-1', event: 'alert', data: '{"id":1}' }]);
  expect(late.heard.map(({ id }) => id)).toEqual(['a-2']);
  expect(feed.following).toBe(1);
});

it('misses nothing, whenever a client breaks off and comes back with the last id it has', () => {
  fc.assert(
    fc.property(fc.nat(40), fc.nat(40), (before, meanwhile) => {
      const feed = new EventFeed('a');
      const { heard, hear } = listener();
      const stop = feed.follow(hear);
      for (let n = 0; n < before; n++) feed.publish('alert', n);
      stop();
      for (let n = 0; n < meanwhile; n++) feed.publish('alert', before + n);
      feed.follow(hear, heard.at(-1)?.id ?? 'a-0');
      const told = heard.filter(({ event }) => event === 'alert').map(({ data }) => Number(data));
      // Who has heard nothing yet has no place to go on from, and is told to read the lists.
      if (before === 0 && meanwhile > 0) expect(heard.map(({ event }) => event)).toEqual(['reset']);
      else expect(told).toEqual(Array.from({ length: before + meanwhile }, (_, n) => n));
    }),
  );
});

it.each(['b-1', 'a-1', 'nonsense'])('says that something was missed where %s is known no more', (lastId) => {
  const feed = new EventFeed('a');
  for (let n = 0; n < 1002; n++) feed.publish('alert', n);
  const { heard, hear } = listener();
  feed.follow(hear, lastId);
  expect(heard).toEqual([{ id: 'a-1002', event: 'reset', data: '{}' }]);
});
