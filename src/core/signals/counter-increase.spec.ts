import fc from 'fast-check';
import { counterIncrease } from './counter-increase.ts';

it.each([
  [0, 5, 5],
  [5, 5, 0],
  [100, 20, 20],
  [100, 0, 0],
  [7, -3, 0],
])('from %s to %s is %s', (before, now, increase) => expect(counterIncrease(before, now)).toBe(increase));

it('adds up to what was counted, whatever restarts there were', () => {
  const steps = fc.array(fc.record({ events: fc.nat(1000), restarts: fc.boolean() }), { minLength: 1 });
  fc.assert(
    fc.property(steps, (history) => {
      let counter = 5000;
      let counted = 0;
      let increase = 0;
      for (const { events, restarts } of history) {
        const before = counter;
        counter = restarts ? events : counter + events;
        // A restart that has overtaken its old value by the next scrape cannot be seen in the numbers.
        counted += restarts && counter >= before ? counter - before : events;
        increase += counterIncrease(before, counter);
      }
      expect(increase).toBe(counted);
    }),
  );
});
