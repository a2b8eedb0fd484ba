import { ManualClock, settled } from '../../test/fakes/manual-clock.ts';
import { Lane } from './lane.ts';

const RECEIVER = {
  name: 'r',
  batchMaximum: 1,
  paceMs: 1000,
  deliver: async () => ({ outcome: 'sent' as const }),
  close: async () => {},
};

function lane() {
  const clock = new ManualClock(0);
  const ended: string[] = [];
  const made = new Lane(RECEIVER, clock, undefined);
  const wait = (how: 'idle' | 'rest', delayMs: number) => void made[how](delayMs).then(() => ended.push(how));
  return { clock, ended, lane: made, wait };
}

it('rests as long as its receiver asks for, or the configuration', () => {
  const clock = new ManualClock(0);
  expect([new Lane(RECEIVER, clock, undefined).paceMs, new Lane(RECEIVER, clock, 0).paceMs]).toEqual([1000, 0]);
});

it('is idle until it is woken or the time has passed', async () => {
  const { clock, ended, lane: made, wait } = lane();
  made.listen();
  wait('idle', 1000);
  await clock.pass(999);
  expect(ended).toEqual([]);
  made.wake();
  await settled();
  expect(ended).toEqual(['idle']);
  made.listen();
  wait('idle', 1000);
  await clock.pass(1000);
  expect(ended).toEqual(['idle', 'idle']);
});

it('loses no word that comes between looking and waiting', async () => {
  const { ended, lane: made, wait } = lane();
  made.listen();
  made.wake();
  wait('idle', 1000);
  await settled();
  expect(ended).toEqual(['idle']);
});

it('rests whoever wakes it, until it is stopped', async () => {
  const { clock, ended, lane: made, wait } = lane();
  made.listen();
  wait('rest', 1000);
  made.wake();
  await clock.pass(999);
  expect(ended).toEqual([]);
  made.stop();
  await settled();
  expect([ended, made.stopped]).toEqual([['rest'], true]);
  wait('rest', 1000);
  wait('idle', 1000);
  await settled();
  expect(ended).toHaveLength(3);
});
