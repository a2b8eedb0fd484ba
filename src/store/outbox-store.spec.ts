import { ON_SERVER, openTestDatabase, type TestDatabase } from '../../test/database.ts';
import { alert, MORNING_MS, resolvedAlert } from '../../test/fakes/alerts.ts';
import { AlertStore } from './alert-store.ts';
import { Database } from './database.ts';
import { OutboxReport } from './outbox-report.ts';
import { type OutboxPlan, OutboxStore } from './outbox-store.ts';

let test: TestDatabase;
let database: Database;
let store: OutboxStore;
beforeAll(async () => {
  test = await openTestDatabase();
  database = await Database.open({ url: test.url });
  store = new OutboxStore(database);
});
beforeEach(() => database.pool.query('TRUNCATE outbox, alerts RESTART IDENTITY CASCADE'));
afterAll(async () => {
  await database.close();
  await test.close();
});

const NOW = MORNING_MS;
const CLAIM_MS = 60_000;
const request = { receiver: 'on-call', nowMs: NOW, claimMs: CLAIM_MS, maximum: 10, muted: [] as readonly string[] };

/** What is claimed, with its first message. */
async function claim(nowMs = NOW, receiver = 'on-call', muted: readonly string[] = []) {
  const claimed = await store.claim({ ...request, nowMs, receiver, muted });
  return claimed && { ids: claimed.ids, attempts: claimed.attempts, ...claimed.messages[0], all: claimed.messages };
}

const ALONE: OutboxPlan = { route: '', waitMs: 0, groupIntervalMs: 0 };
const MINUTE_MS = 60_000;

/** Stores a message for each alert id given, as if it had just begun to fire or been resolved. */
async function enqueue(
  ids: readonly string[],
  { state = 'firing', receiver = 'on-call', atMs = NOW, plan = ALONE } = {},
): Promise<void> {
  const messages = ids.map((id) => {
    const told = state === 'firing' ? alert({ id }) : resolvedAlert({ id });
    return { receiver, alertId: id, state: state as 'firing' | 'resolved', alert: told, plan };
  });
  await new AlertStore(database).apply([], messages, atMs);
}

it('hands out each message once, oldest first, as it was stored', async () => {
  await enqueue(['a']);
  await enqueue(['b'], { atMs: NOW - 1000 });
  const [first, second, third] = [await claim(), await claim(), await claim()];
  expect(first?.alertId).toBe('b');
  expect(second).toMatchObject({
    ids: [1n],
    attempts: 0,
    receiver: 'on-call',
    alertId: 'a',
    state: 'firing',
    alert: alert({ id: 'a' }),
    repeats: 0,
  });
  expect(second?.all).toHaveLength(1);
  expect(third).toBeUndefined();
});

it('gives a receiver its own messages only, and none before they are due', async () => {
  await enqueue(['a'], { receiver: 'security', atMs: NOW + 1 });
  expect(await claim(NOW + 1)).toBeUndefined();
  expect(await claim(NOW, 'security')).toBeUndefined();
  expect((await claim(NOW + 1, 'security'))?.alertId).toBe('a');
});

it('gives a message away again when its claim ends', async () => {
  await enqueue(['a']);
  await claim();
  expect(await claim(NOW + CLAIM_MS - 1)).toBeUndefined();
  expect((await claim(NOW + CLAIM_MS))?.alertId).toBe('a');
});

it('never gives out again what was sent, also when an earlier holder comes late', async () => {
  await enqueue(['a']);
  const held = await claim();
  await store.sent(held?.ids ?? [], NOW + 1);
  await store.postpone(held?.ids ?? [], { nowMs: NOW, nextAttemptMs: NOW + 2 }, 'timeout');
  await store.park(held?.ids ?? [], NOW + 2, 'timeout');
  expect(await claim(NOW + 10 * CLAIM_MS)).toBeUndefined();
  expect(await new OutboxReport(database).counts()).toEqual([]);
});

it('takes a postponed message out again when it is due, and counts the attempts', async () => {
  await enqueue(['a']);
  const held = await claim();
  await store.postpone(held?.ids ?? [], { nowMs: NOW, nextAttemptMs: NOW + 5000 }, 'http_status 503');
  expect(await claim(NOW + 4999)).toBeUndefined();
  expect((await claim(NOW + 5000))?.attempts).toBe(1);
});

it('holds a resolved message back until the firing one was sent or parked', async () => {
  await enqueue(['a', 'b']);
  await enqueue(['a', 'b'], { state: 'resolved' });
  const [a, b] = [await claim(), await claim()];
  expect([a?.state, b?.state]).toEqual(['firing', 'firing']);
  await store.postpone(a?.ids ?? [], { nowMs: NOW, nextAttemptMs: NOW + 5000 }, 'timeout');
  await store.park(b?.ids ?? [], NOW, 'no_such_channel');
  const next = await claim();
  expect([next?.alertId, next?.state]).toEqual(['b', 'resolved']);
  expect(await claim()).toBeUndefined();
  await store.sent((await claim(NOW + 5000))?.ids ?? [], NOW + 5000);
  expect((await claim(NOW + 5001))?.state).toBe('resolved');
});

it('parks what it cannot read and goes on with the next', async () => {
  await enqueue(['a', 'b']);
  await database.pool.query(`UPDATE outbox SET payload = '{}' WHERE alert_id = 'a'`);
  expect((await claim())?.alertId).toBe('b');
  const { rows } = await database.pool.query(`SELECT status, reason FROM outbox WHERE alert_id = 'a'`);
  expect(rows).toEqual([{ status: 'parked', reason: 'unreadable' }]);
});

it('counts what waits and what is parked', async () => {
  await enqueue(['a', 'b', 'c']);
  await enqueue(['a'], { receiver: 'security', atMs: NOW + 7 });
  await store.park((await claim())?.ids ?? [], NOW, 'rejected');
  await store.sent((await claim())?.ids ?? [], NOW);
  expect(await new OutboxReport(database).counts()).toEqual([
    { receiver: 'on-call', waiting: 1, parked: 1, oldestMs: NOW },
    { receiver: 'security', waiting: 1, parked: 0, oldestMs: NOW + 7 },
  ]);
});

describe('a group', () => {
  const group = { key: '{}:{tenant="acme"}', labels: { tenant: 'acme' } };
  const plan: OutboxPlan = { route: '{}', group, waitMs: 30_000, groupIntervalMs: 5 * MINUTE_MS };

  it('goes together once it has waited, and not beyond the maximum', async () => {
    await enqueue(['a', 'b'], { plan });
    await enqueue(['c'], { plan, atMs: NOW + 10_000 });
    await enqueue(['other'], { plan: { ...plan, group: { key: 'x', labels: {} } } });
    expect(await claim(NOW + 29_999)).toBeUndefined();
    const claimed = await store.claim({ ...request, nowMs: NOW + 30_000 });
    expect(claimed?.messages.map(({ alertId }) => alertId)).toEqual(['a', 'b', 'c']);
    expect(claimed?.group).toEqual(group);
    await store.postpone(claimed?.ids ?? [], { nowMs: NOW, nextAttemptMs: NOW }, 'http_503');
    const small = await store.claim({ ...request, nowMs: NOW + 30_000, maximum: 2 });
    expect(small?.messages).toHaveLength(2);
    expect(small?.attempts).toBe(1);
  });

  it('rests for its interval after it was told', async () => {
    await enqueue(['a'], { plan });
    await store.sent((await claim(NOW + 30_000))?.ids ?? [], NOW + 30_000);
    await enqueue(['a'], { plan, state: 'resolved', atMs: NOW + MINUTE_MS });
    expect(await claim(NOW + 5 * MINUTE_MS)).toBeUndefined();
    expect((await claim(NOW + 5 * MINUTE_MS + 30_000))?.state).toBe('resolved');
  });

  it('brings along what was told of it before and still fires', async () => {
    const firing = ['a', 'b', 'silent', 'over', 'untold'].map((id) => {
      const silent = id === 'silent' ? { silencedBy: ['s'] } : {};
      const given = id === 'over' ? resolvedAlert({ id }) : alert({ id, ...silent });
      return { change: id === 'over' ? 'resolved' : 'fired', alert: given, timeMs: NOW } as const;
    });
    await new AlertStore(database).apply(firing, [], NOW);
    await enqueue(['a', 'b', 'silent', 'over'], { plan });
    const first = await store.claim({ ...request, nowMs: NOW + 30_000 });
    expect(first?.standing).toEqual([]);
    await store.sent(first?.ids ?? [], NOW + 30_000);
    await enqueue(['new'], { plan, atMs: NOW + MINUTE_MS });
    const later = { ...request, nowMs: NOW + 6 * MINUTE_MS };
    const claimed = await store.claim(later);
    expect(claimed?.messages.map(({ alertId }) => alertId)).toEqual(['new']);
    expect(claimed?.standing?.map(({ alertId, state }) => `${alertId} ${state}`)).toEqual(['b firing', 'a firing']);
    await store.postpone(claimed?.ids ?? [], { nowMs: NOW, nextAttemptMs: NOW }, 'http_503');
    expect((await store.claim({ ...later, maximum: 2 }))?.standing).toHaveLength(1);
    await store.postpone(claimed?.ids ?? [], { nowMs: NOW, nextAttemptMs: NOW }, 'http_503');
    expect(await store.claim({ ...later, maximum: 1 })).not.toHaveProperty('standing');
  });

  it('that was refused is tried alone', async () => {
    await enqueue(['a', 'b'], { plan });
    await store.separate((await claim(NOW + 30_000))?.ids ?? [], NOW + 30_000);
    const [first, second] = [await claim(NOW + 30_000), await claim(NOW + 30_000)];
    expect([first?.all.length, second?.all.length]).toEqual([1, 1]);
  });
});

describe('a repetition', () => {
  const plan: OutboxPlan = { ...ALONE, repeatMs: 4 * MINUTE_MS };
  const change = (state: 'fired' | 'resolved') => {
    const told = state === 'fired' ? alert({ id: 'a' }) : resolvedAlert({ id: 'a' });
    return { change: state, alert: told, timeMs: NOW } as const;
  };
  beforeEach(async () => {
    await new AlertStore(database).apply([change('fired')], [], NOW);
    await enqueue(['a'], { plan });
    await store.sent((await claim())?.ids ?? [], NOW);
  });

  it('is due while the alert fires, again and again', async () => {
    expect(await claim(NOW + 4 * MINUTE_MS - 1)).toBeUndefined();
    const again = await claim(NOW + 4 * MINUTE_MS);
    expect(again).toMatchObject({ alertId: 'a', state: 'firing', repeats: 1 });
    await store.sent(again?.ids ?? [], NOW + 4 * MINUTE_MS);
    expect((await claim(NOW + 8 * MINUTE_MS))?.repeats).toBe(2);
  });

  it('is off once somebody looks after the alert, or it is silenced', async () => {
    await database.pool.query(`UPDATE alerts SET acknowledged = '{"by":"ann","atMs":1}'`);
    expect(await claim(NOW + 4 * MINUTE_MS)).toBeUndefined();
    await database.pool.query(`UPDATE alerts SET acknowledged = NULL, silenced_by = '["s"]'`);
    expect(await claim(NOW + 5 * MINUTE_MS)).toBeUndefined();
    await database.pool.query(`UPDATE alerts SET silenced_by = NULL`);
    expect((await claim(NOW + 6 * MINUTE_MS))?.repeats).toBe(1);
  });

  it('never comes after the end', async () => {
    const again = await claim(NOW + 4 * MINUTE_MS);
    await store.postpone(again?.ids ?? [], { nowMs: NOW, nextAttemptMs: NOW + 5 * MINUTE_MS }, 'http_503');
    await new AlertStore(database).apply([change('resolved')], [], NOW);
    await enqueue(['a'], { state: 'resolved', atMs: NOW + 4 * MINUTE_MS });
    const end = await claim(NOW + 6 * MINUTE_MS);
    expect(end?.state).toBe('resolved');
    await store.sent(end?.ids ?? [], NOW + 6 * MINUTE_MS);
    expect(await claim(NOW + 20 * MINUTE_MS)).toBeUndefined();
    expect(await new OutboxReport(database).counts()).toEqual([]);
  });
});

describe('a muted route', () => {
  const plan: OutboxPlan = { ...ALONE, route: '{}/{team="a"}/0' };

  it('keeps what it has until it is muted no longer', async () => {
    await enqueue(['a'], { plan });
    expect(await claim(NOW, 'on-call', [plan.route])).toBeUndefined();
    expect((await claim())?.alertId).toBe('a');
  });

  it('tells nothing of what began and ended meanwhile, but the end of what was told before', async () => {
    await enqueue(['a-told', 'b-passed'], { plan });
    await store.sent((await claim())?.ids ?? [], NOW);
    await enqueue(['a-told', 'b-passed'], { plan, state: 'resolved' });
    expect(await claim(NOW, 'on-call', [plan.route])).toBeUndefined();
    expect(await claim()).toMatchObject({ alertId: 'a-told', state: 'resolved' });
    expect(await claim()).toBeUndefined();
    const { rows } = await database.pool.query(`SELECT state FROM outbox WHERE status = 'skipped' ORDER BY id`);
    expect(rows).toEqual([{ state: 'firing' }, { state: 'resolved' }]);
  });
});

describe('the report', () => {
  it('tells how each receiver has fared', async () => {
    await enqueue(['a', 'b', 'c']);
    await store.sent((await claim())?.ids ?? [], NOW + 1);
    await store.postpone((await claim())?.ids ?? [], { nowMs: NOW + 2, nextAttemptMs: NOW + 9 }, 'http_500');
    await store.park((await claim())?.ids ?? [], NOW + 3, 'http_400');
    const want = { receiver: 'on-call', waiting: 1, parked: 1, oldestMs: NOW, lastSentMs: NOW + 1 };
    expect(await new OutboxReport(database).records()).toEqual([
      { ...want, lastFailure: { atMs: NOW + 3, reason: 'http_400' } },
    ]);
  });

  it('sends parked messages again, but no beginning after its end', async () => {
    await enqueue(['a', 'over']);
    for (const _ of ['a', 'over']) await store.park((await claim())?.ids ?? [], NOW, 'http_404');
    await enqueue(['over'], { state: 'resolved' });
    await store.sent((await claim())?.ids ?? [], NOW);
    expect(await new OutboxReport(database).retry('on-call', NOW)).toBe(1);
    expect(await claim()).toMatchObject({ alertId: 'a', attempts: 0 });
    expect(await claim()).toBeUndefined();
  });
});

// On PGlite's one session claims are one after another by nature.
(ON_SERVER ? it : it.skip)('never gives one message to two workers (server only)', async () => {
  const ids = Array.from({ length: 200 }, (_, n) => `alert-${n}`);
  await enqueue(ids.slice(0, 100));
  await enqueue(ids.slice(100), { plan: { ...ALONE, group: { key: 'g', labels: {} } } });
  const processes = await Promise.all(Array.from({ length: 4 }, () => Database.open({ url: test.url })));
  const taken: string[] = [];
  const work = async (outbox: OutboxStore) => {
    for (
      let next = await outbox.claim({ ...request, maximum: 3 });
      next;
      next = await outbox.claim({ ...request, maximum: 3 })
    ) {
      taken.push(...next.messages.map(({ alertId }) => alertId));
    }
  };
  await Promise.all(processes.flatMap((of) => [work(new OutboxStore(of)), work(new OutboxStore(of))]));
  await Promise.all(processes.map((of) => of.close()));
  expect(taken.sort()).toEqual([...ids].sort());
});
