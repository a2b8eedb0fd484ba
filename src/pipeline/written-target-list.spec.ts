import { ManualClock } from '../../test/fakes/manual-clock.ts';
import type { WrittenPage } from '../core/model/page.ts';
import { WrittenTargetList } from './written-target-list.ts';

const MINUTE_MS = 60_000;

function page(instance: string, timeMs: number, samples: Readonly<Record<string, number>>): WrittenPage {
  const series = Object.keys(samples).map((name) => ({ name, labels: {} }));
  const values = Object.values(samples);
  return {
    target: { job: 'vllm', instance },
    timeMs,
    up: true,
    written: { series, values, timesMs: values.map(() => timeMs) },
  };
}

it('tells of each target when it was last written, and what its sender says of it', async () => {
  const clock = new ManualClock(0);
  const targets = new WrittenTargetList(clock);
  for (const [instance, samples] of [
    ['a', { x: 1, up: 1 }],
    ['b', { up: 0 }],
    ['c', { x: 1 }],
  ] as const)
    targets.note(page(instance, 0, samples));
  targets.note(page('a', MINUTE_MS, { x: 2 }));
  const told = () =>
    targets.list().map(({ labels, health, lastScrapeMs }) => [labels['instance'], health, lastScrapeMs]);
  expect(told()).toEqual([
    ['a', 'up', MINUTE_MS],
    ['b', 'down', 0],
    ['c', 'unknown', 0],
  ]);
  expect(targets.list()[1]).toMatchObject({
    scrapePool: 'vllm',
    written: true,
    error: 'its sender could not scrape it',
  });
  await clock.pass(6 * MINUTE_MS + 1);
  expect(told().map(([, health]) => health)).toEqual(['down', 'down', 'down']);
  await clock.pass(54 * MINUTE_MS);
  expect(told()).toEqual([['a', 'down', MINUTE_MS]]);
});

it('lists no more than it can hold', () => {
  const targets = new WrittenTargetList(new ManualClock(0));
  for (let index = 0; index < 10_001; index++) targets.note(page(`${index}`, 0, { up: 1 }));
  expect(targets.list()).toHaveLength(10_000);
});
