import { Logger } from '@nestjs/common';
import { alert } from '../../test/fakes/alerts.ts';
import { ManualClock, settled } from '../../test/fakes/manual-clock.ts';
import { MemoryOutbox } from '../../test/fakes/memory-outbox.ts';
import { type Attempt, type OutboxPolicy, OutboxWorker } from './outbox-worker.ts';
import type { Delivery, Message, Notice, Receiver, ToldState } from './receiver.ts';

const SENT: Delivery = { outcome: 'sent' };
const DOWN: Delivery = { outcome: 'retry', reason: 'http_503' };

class ScriptedReceiver implements Receiver {
  readonly name: string;
  readonly batchMaximum = 10;
  readonly paceMs = 1000;
  readonly attempts: { readonly alertId: string; readonly state: ToldState; readonly atMs: number }[] = [];
  readonly batches: string[][] = [];
  inFlight = 0;
  closed = false;

  constructor(
    name: string,
    private readonly clock: ManualClock,
    public answer: (message: Message) => Delivery | Promise<Delivery> = () => SENT,
  ) {
    this.name = name;
  }

  async deliver({ messages }: Notice): Promise<Delivery> {
    const [message] = messages;
    this.batches.push(messages.map(({ alertId }) => alertId));
    expect(++this.inFlight).toBe(1);
    this.attempts.push({ alertId: message.alertId, state: message.state, atMs: this.clock.now() });
    try {
      return await this.answer(message);
    } finally {
      this.inFlight--;
    }
  }

  async close(): Promise<void> {
    this.closed = true;
  }
}

function message(alertId: string, state: ToldState = 'firing', receiver = 'slack'): Message {
  return { receiver, alertId, state, alert: alert({ id: alertId }) };
}

function setUp(policy: Partial<OutboxPolicy> = {}) {
  const clock = new ManualClock();
  const store = new MemoryOutbox();
  const slack = new ScriptedReceiver('slack', clock);
  const other = new ScriptedReceiver('other', clock);
  const seen: Attempt[] = [];
  const muted: string[] = [];
  const worker = new OutboxWorker({
    destinations: [{ receiver: slack }, { receiver: other }],
    muted: () => muted,
    store,
    clock,
    random: () => 1,
    observe: (attempt) => seen.push(attempt),
    policy,
  });
  const startMs = clock.now();
  return {
    clock,
    store,
    slack,
    other,
    seen,
    muted,
    worker,
    times: () => slack.attempts.map(({ atMs }) => atMs - startMs),
  };
}

beforeAll(() => Logger.overrideLogger(false));

it('sends what waits at its start, one message a second', async () => {
  const { clock, store, worker, times } = setUp();
  for (const id of ['a', 'b', 'c']) store.add(message(id));
  worker.start();
  await clock.pass(5000);
  expect(times()).toEqual([0, 1000, 2000]);
  expect(store.rows.map(({ status }) => status)).toEqual(['sent', 'sent', 'sent']);
});

it('looks at once when it is woken', async () => {
  const { clock, store, worker, times } = setUp({ pollMs: 60_000 });
  worker.start();
  await clock.pass(500);
  store.add(message('a'));
  worker.wake();
  await settled();
  expect(times()).toEqual([500]);
});

it('tries again after a failure, waiting longer each time, and loses nothing', async () => {
  const { clock, store, slack, worker, times } = setUp({ pollMs: 100 });
  slack.answer = () => DOWN;
  store.add(message('a'));
  worker.start();
  await clock.pass(16_000);
  expect(times()).toEqual([0, 1000, 3000, 7000, 15_000]);
  slack.answer = () => SENT;
  await clock.pass(20_000);
  expect(store.rows[0]).toMatchObject({ status: 'sent', attempts: 5, reason: 'http_503' });
});

it('waits as long as it is asked to', async () => {
  const { clock, store, slack, worker, times } = setUp({ pollMs: 100 });
  slack.answer = () =>
    slack.attempts.length === 1 ? { outcome: 'retry', reason: 'http_429', retryAfterMs: 30_000 } : SENT;
  store.add(message('a'));
  store.add(message('b'));
  worker.start();
  await clock.pass(40_000);
  expect(times()).toEqual([0, 30_000, 31_000]);
});

it('asks a dead receiver ever more rarely, however many messages wait', async () => {
  const { clock, store, slack, worker } = setUp();
  slack.answer = () => DOWN;
  for (let index = 0; index < 100; index++) store.add(message(`alert-${index}`));
  worker.start();
  await clock.pass(600_000);
  expect(slack.attempts.length).toBeLessThan(20);
  slack.answer = () => SENT;
  await clock.pass(300_000);
  expect(store.rows.filter(({ status }) => status === 'sent')).toHaveLength(100);
});

it('parks a refused message and goes on with the next', async () => {
  const { clock, store, slack, worker, seen } = setUp();
  slack.answer = ({ alertId }) =>
    alertId === 'a' ? { outcome: 'rejected', reason: 'http_400 invalid_payload' } : SENT;
  store.add(message('a'));
  store.add(message('b'));
  worker.start();
  await clock.pass(3000);
  expect(store.rows).toMatchObject([{ status: 'parked', reason: 'http_400 invalid_payload' }, { status: 'sent' }]);
  expect(seen.map(({ outcome }) => outcome)).toEqual(['parked', 'sent']);
});

it('parks a message that fails too often, and lets others pass meanwhile', async () => {
  const { clock, store, slack, worker } = setUp({ attemptsMaximum: 3, pollMs: 100 });
  slack.answer = ({ alertId }) => (alertId === 'poison' ? DOWN : SENT);
  store.add(message('poison'));
  store.add(message('good'));
  worker.start();
  await clock.pass(1500);
  expect(store.rows[1]?.status).toBe('sent');
  await clock.pass(10_000);
  expect(store.rows[0]).toMatchObject({ status: 'parked', reason: 'http_503' });
  expect(slack.attempts.filter(({ alertId }) => alertId === 'poison')).toHaveLength(3);
});

it('tells an end only after its beginning', async () => {
  const { clock, store, slack, worker } = setUp({ pollMs: 100 });
  slack.answer = () => (slack.attempts.length < 3 ? DOWN : SENT);
  store.add(message('a', 'firing'));
  store.add(message('a', 'resolved'));
  worker.start();
  await clock.pass(20_000);
  expect(slack.attempts.map(({ state }) => state)).toEqual(['firing', 'firing', 'firing', 'resolved']);
});

it('keeps receivers apart', async () => {
  const { clock, store, slack, other, worker } = setUp();
  slack.answer = () => new Promise(() => {});
  store.add(message('a', 'firing', 'slack'));
  store.add(message('a', 'firing', 'other'));
  worker.start();
  await clock.pass(2000);
  expect(other.attempts).toHaveLength(1);
  expect(store.rows.map(({ status }) => status)).toEqual(['waiting', 'sent']);
});

it('survives a receiver that throws', async () => {
  const { clock, store, slack, worker } = setUp();
  slack.answer = () => {
    if (slack.attempts.length === 1) throw new Error('bug');
    return SENT;
  };
  store.add(message('a'));
  worker.start();
  await clock.pass(10_000);
  expect(store.rows[0]).toMatchObject({ status: 'sent', reason: 'internal_error' });
});

it('sends nothing twice while the database is away', async () => {
  const { clock, store, slack, worker } = setUp();
  slack.answer = () => {
    store.away = true;
    return SENT;
  };
  store.add(message('a'));
  worker.start();
  await clock.pass(120_000);
  store.away = false;
  await clock.pass(120_000);
  expect(slack.attempts).toHaveLength(1);
  expect(store.rows[0]?.status).toBe('sent');
});

it('finishes what is in flight when it stops, and takes nothing new', async () => {
  const { store, slack, worker } = setUp();
  let finish = (_: Delivery) => {};
  slack.answer = () => new Promise((resolve) => (finish = resolve));
  store.add(message('a'));
  store.add(message('b'));
  worker.start();
  await settled();
  const stopped = worker.stop();
  finish(SENT);
  await stopped;
  expect(slack.closed).toBe(true);
  expect(store.rows.map(({ status }) => status)).toEqual(['sent', 'waiting']);
});

it('cuts off what hangs when it stops', async () => {
  const { clock, store, slack, worker } = setUp({ graceMs: 1000 });
  slack.answer = async () => {
    while (!slack.closed) await settled();
    return { outcome: 'retry', reason: 'network' };
  };
  store.add(message('a'));
  worker.start();
  await settled();
  const stopped = worker.stop();
  await clock.pass(1000);
  await stopped;
  expect(store.rows[0]).toMatchObject({ status: 'waiting', attempts: 1 });
});

it('tells a group at once', async () => {
  const { clock, store, slack, worker } = setUp();
  store.add(message('a'), { groupKey: 'g' });
  store.add(message('b'));
  store.add(message('c'), { groupKey: 'g' });
  worker.start();
  await clock.pass(5000);
  expect(slack.batches).toEqual([['a', 'c'], ['b']]);
  expect(store.rows.map(({ status }) => status)).toEqual(['sent', 'sent', 'sent']);
});

it('tries one by one what was refused together, so that one bad message costs no other', async () => {
  const { clock, store, slack, seen, worker } = setUp();
  slack.answer = () => (slack.batches.at(-1)?.includes('b') ? { outcome: 'rejected', reason: 'http_400' } : SENT);
  for (const id of ['a', 'b', 'c']) store.add(message(id), { groupKey: 'g' });
  worker.start();
  await clock.pass(10_000);
  expect(store.rows.map(({ status }) => status)).toEqual(['sent', 'parked', 'sent']);
  expect(seen.map(({ outcome }) => outcome)).toEqual(['separated', 'sent', 'parked', 'sent']);
});

it('keeps what a muted route has, and tells it afterwards', async () => {
  const { clock, store, slack, muted, worker } = setUp();
  muted.push('nights');
  store.add(message('a'), { route: 'nights' });
  store.add(message('b'), { route: 'days' });
  worker.start();
  await clock.pass(60_000);
  expect(slack.batches).toEqual([['b']]);
  muted.pop();
  await clock.pass(5000);
  expect(slack.batches).toEqual([['b'], ['a']]);
});

it('goes at the pace of the configuration where it names one', async () => {
  const { clock, store, slack } = setUp();
  for (const id of ['a', 'b', 'c']) store.add(message(id));
  const destinations = [{ receiver: slack, paceMs: 50 }];
  const worker = new OutboxWorker({ destinations, store, clock, random: () => 1, muted: () => [], observe: () => {} });
  const startMs = clock.now();
  worker.start();
  await clock.pass(1000);
  expect(slack.attempts.map(({ atMs }) => atMs - startMs)).toEqual([0, 50, 100]);
});
