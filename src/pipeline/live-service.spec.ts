import { Logger } from '@nestjs/common';
import { ManualClock, settled } from '../../test/fakes/manual-clock.ts';
import type { BaselineRow } from '../core/model/baseline-row.ts';
import { LiveService, type LiveServiceParts } from './live-service.ts';

beforeAll(() => Logger.overrideLogger(false));

/** A service on parts that write down what is asked of them. */
function service(changes: {
  leads?: boolean;
  warmStart?: LiveServiceParts['warmStart'];
  restore?: () => Promise<number>;
}) {
  const { leads = true, warmStart, restore = async () => 0 } = changes;
  const told: string[] = [];
  const clock = new ManualClock();
  let gain = () => {};
  const gained = new Promise<void>((resolve) => {
    gain = resolve;
  });
  const live = new LiveService({
    clock,
    pipeline: {
      restore,
      unread: 0,
      begin: (rows) => void told.push(`begins with ${rows.length}`),
      accept: () => {},
      close: async () => void told.push('stores'),
    },
    scraper: { start: () => void told.push('scrapes'), stop: async () => void told.push('stops') },
    leadership: { start: async () => leads, stop: async () => void told.push('leaves'), leads, gained },
    recorder: undefined,
    warmStart,
  });
  return { live, told, clock, gain };
}

const row: BaselineRow = { key: 'a|b', signal: 'a', entity: 'b', version: 1, state: new Uint8Array(1), updatedMs: 0 };

it('begins with what the past taught, and asks it for nothing where something is known', async () => {
  const warm = service({ warmStart: async () => [row] });
  await warm.live.onApplicationBootstrap();
  await settled();
  expect([warm.told, warm.live.takesPages]).toEqual([['begins with 1', 'scrapes'], true]);
  const known = service({ warmStart: async () => [row], restore: async () => 5 });
  await known.live.onApplicationBootstrap();
  expect(known.told).toEqual(['scrapes']);
});

it('begins cold where the past fails, and stores at its end what it knows', async () => {
  const { live, told } = service({ warmStart: async () => Promise.reject(new Error('no such file')) });
  await live.onApplicationBootstrap();
  await settled();
  expect([told, live.takesPages]).toEqual([['begins with 0', 'scrapes'], true]);
  await live.beforeApplicationShutdown();
  expect(told.slice(2)).toEqual(['stops', 'stores', 'leaves']);
});

it('scrapes nothing when it is ended while it learns', async () => {
  const { live, told } = service({
    warmStart: (signal) => new Promise((resolve) => signal.addEventListener('abort', () => resolve([]))),
  });
  await live.onApplicationBootstrap();
  await live.beforeApplicationShutdown();
  expect(told).toEqual(['stops', 'stores', 'leaves']);
});

it('takes over when its turn comes, however often the database is away', async () => {
  let failures = 2;
  const restore = async () => (failures-- > 0 ? Promise.reject(new Error('away')) : 3);
  const { live, told, clock, gain } = service({ leads: false, restore });
  await live.onApplicationBootstrap();
  await settled();
  expect(told).toEqual([]);
  gain();
  await clock.pass(1999);
  expect(told).toEqual([]);
  await clock.pass(1);
  expect(told).toEqual(['scrapes']);
});
