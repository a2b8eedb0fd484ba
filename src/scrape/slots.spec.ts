import { settled } from '../../test/fakes/manual-clock.ts';
import { Slots } from './slots.ts';

describe('Slots', () => {
  it('runs so many at once, the others in their order, whether work succeeds or fails', async () => {
    const slots = new Slots(2);
    const running: string[] = [];
    const ends: (() => void)[] = [];
    const results = ['a', 'b', 'c', 'd'].map((name, index) =>
      slots.run(async () => {
        running.push(name);
        await new Promise<void>((resolve) => ends.push(resolve));
        if (index === 0) throw new Error(name);
      }),
    );
    await settled();
    expect(running).toEqual(['a', 'b']);
    ends[0]?.();
    await expect(results[0]).rejects.toThrow('a');
    await settled();
    expect(running).toEqual(['a', 'b', 'c']);
    ends[1]?.();
    ends[2]?.();
    await settled();
    ends[3]?.();
    await Promise.all(results.slice(1));
    expect(running).toEqual(['a', 'b', 'c', 'd']);
  });
});
