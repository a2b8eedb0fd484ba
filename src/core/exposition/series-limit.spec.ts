import fc from 'fast-check';
import { PageParser } from './page-parser.ts';
import { SeriesLimit } from './series-limit.ts';

/** A target under a limit, and what is left of its pages. */
function target(limit: SeriesLimit) {
  const share = limit.open();
  const parser = new PageParser({ share });
  return {
    share,
    /** Shows these series; returns those that were taken, in the page's order, and how many were not. */
    show(...names: readonly string[]) {
      const page = parser.parse(new TextEncoder().encode(names.map((name) => `${name} 1\n`).join('')));
      const taken = [...page.series.subarray(0, page.count)].map((index) => parser.series[index]?.name);
      return [taken.join(' '), page.droppedCount];
    },
  };
}

const series = (prefix: string, count: number) => Array.from({ length: count }, (_, index) => `${prefix}${index}`);

describe('SeriesLimit', () => {
  it('turns away what a target adds beyond the limit, and keeps what it had', () => {
    const [bomb, quiet] = [new SeriesLimit(6)].flatMap((limit) => [target(limit), target(limit)]);
    expect(quiet?.show('q0')).toEqual(['q0', 0]);
    expect(bomb?.show('a', 'b')).toEqual(['a b', 0]);
    // The new ones stand before the old ones on the page.
    expect(bomb?.show(...series('x', 9), 'a', 'b')).toEqual(['x0 x1 x2 a b', 6]);
    expect(quiet?.show('q0')).toEqual(['q0', 0]);
  });

  it('gives a target below its fair share room at the cost of the newest series of one above', () => {
    const limit = new SeriesLimit(6);
    const bomb = target(limit);
    bomb.show('a', 'b');
    bomb.show('x0', 'a', 'b', ...series('y', 9));
    const late = target(limit);
    expect(late.show('l0', 'l1')).toEqual(['', 2]);
    expect(bomb.show('x0', 'a', 'b', ...series('y', 9))).toEqual(['x0 a b y0', 8]);
    expect(late.show('l0', 'l1')).toEqual(['l0 l1', 0]);
    expect(bomb.show('x0', 'a', 'b', ...series('y', 9))).toEqual(['x0 a b y0', 8]);
    expect(limit).toMatchObject({ used: 6, claimed: 0 });
  });

  it('lets nobody claim more than a fair share', () => {
    const limit = new SeriesLimit(6);
    const first = target(limit);
    first.show(...series('a', 6));
    const second = target(limit);
    for (let pages = 0; pages < 3; pages++) {
      second.show(...series('b', 6));
      first.show(...series('a', 6));
    }
    expect(first.show(...series('a', 6))).toEqual(['a0 a1 a2', 3]);
    expect(second.show(...series('b', 6))).toEqual(['b0 b1 b2', 3]);
  });

  it('has room again when series or targets are gone', () => {
    const limit = new SeriesLimit(4);
    const [first, second] = [target(limit), target(limit)];
    first.show(...series('a', 4));
    second.show('b0');
    first.show('a0');
    expect(limit.used).toBe(1);
    expect(second.show(...series('b', 3))).toEqual(['b0 b1 b2', 0]);
    second.share.close();
    expect(limit).toMatchObject({ used: 1, claimed: 0, fairShare: 4 });
    expect(first.show(...series('a', 4))).toEqual(['a0 a1 a2 a3', 0]);
  });

  it('forgets the claims of a target that leaves', () => {
    const limit = new SeriesLimit(2);
    const first = target(limit);
    first.show('a', 'b');
    const second = target(limit);
    second.show('c');
    second.share.close();
    expect(first.show('a', 'b')).toEqual(['a b', 0]);
  });

  it('is never exceeded, and takes nothing from a target within its fair share', () => {
    const steps = fc.array(fc.tuple(fc.nat(3), fc.nat(12), fc.nat(5)), { maxLength: 60 });
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 20 }), steps, (maximum, all) => {
        const limit = new SeriesLimit(maximum);
        const targets = Array.from({ length: 4 }, () => ({ ...target(limit), had: new Set<string>() }));
        for (const [which, count, from] of all) {
          const one = targets[which]!;
          const names = series(`t${which}_`, count + from).slice(from);
          const taken = new Set(
            String(one.show(...names)[0])
              .split(' ')
              .filter(Boolean),
          );
          const kept = names.filter((name) => one.had.has(name));
          if (one.had.size <= limit.fairShare) expect(kept.filter((name) => !taken.has(name))).toEqual([]);
          one.had = taken;
          expect(limit.used).toBeLessThanOrEqual(maximum);
          expect(limit.used).toBe(targets.reduce((sum, { had }) => sum + had.size, 0));
        }
      }),
    );
  });
});
