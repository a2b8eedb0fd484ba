import { ON_SERVER, openTestDatabase, type TestDatabase } from '../../test/database.ts';
import { alert, MORNING_MS, resolvedAlert } from '../../test/fakes/alerts.ts';
import { AlertStore } from './alert-store.ts';
import { Database } from './database.ts';
import { OutboxStore } from './outbox-store.ts';

let test: TestDatabase;
let database: Database;
let store: OutboxStore;
beforeAll(async () => {
  test = await openTestDatabase();
  database = await Database.open({ url: test.url });
  store = new OutboxStore(database);
});
beforeEach(() => database.pool.query('TRUNCATE outbox RESTART IDENTITY'));
afterAll(async () => {
  await database.close();
  await test.close();
});

const NOW = MORNING_MS;
const CLAIM_MS = 60_000;
const claim = (atMs = NOW, receiver = 'on-call') => store.claim(receiver, atMs, CLAIM_MS);

/** Stores a message for each alert id given, as if it had just begun to fire or been resolved. */
async function enqueue(
  ids: readonly string[],
  { state = 'firing', receiver = 'on-call', atMs = NOW } = {},
): Promise<void> {
  const messages = ids.map((id) => {
    const told = state === 'firing' ? alert({ id }) : resolvedAlert({ id });
    return { receiver, alertId: id, state: state as 'firing' | 'resolved', alert: told };
  });
  await new AlertStore(database).apply([], messages, atMs);
}

it('hands out each message once, oldest first, as it was stored', async () => {
  await enqueue(['a']);
  await enqueue(['b'], { atMs: NOW - 1000 });
  const [first, second, third] = [await claim(), await claim(), await claim()];
  expect(first?.alertId).toBe('b');
  expect(second).toEqual({
    id: 1n,
    attempts: 0,
    receiver: 'on-call',
    alertId: 'a',
    state: 'firing',
    alert: alert({ id: 'a' }),
  });
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
  await store.sent(held?.id ?? 0n, NOW + 1);
  await store.postpone(held?.id ?? 0n, NOW + 2, 'timeout');
  await store.park(held?.id ?? 0n, NOW + 2, 'timeout');
  expect(await claim(NOW + 10 * CLAIM_MS)).toBeUndefined();
  expect(await store.counts()).toEqual([]);
});

it('takes a postponed message out again when it is due, and counts the attempts', async () => {
  await enqueue(['a']);
  const held = await claim();
  await store.postpone(held?.id ?? 0n, NOW + 5000, 'http_status 503');
  expect(await claim(NOW + 4999)).toBeUndefined();
  expect((await claim(NOW + 5000))?.attempts).toBe(1);
});

it('holds a resolved message back until the firing one was sent or parked', async () => {
  await enqueue(['a', 'b']);
  await enqueue(['a', 'b'], { state: 'resolved' });
  const [a, b] = [await claim(), await claim()];
  expect([a?.state, b?.state]).toEqual(['firing', 'firing']);
  await store.postpone(a?.id ?? 0n, NOW + 5000, 'timeout');
  await store.park(b?.id ?? 0n, NOW, 'no_such_channel');
  const next = await claim();
  expect([next?.alertId, next?.state]).toEqual(['b', 'resolved']);
  expect(await claim()).toBeUndefined();
  await store.sent((await claim(NOW + 5000))?.id ?? 0n, NOW + 5000);
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
  await store.park((await claim())?.id ?? 0n, NOW, 'rejected');
  await store.sent((await claim())?.id ?? 0n, NOW);
  expect(await store.counts()).toEqual([
    { receiver: 'on-call', waiting: 1, parked: 1, oldestMs: NOW },
    { receiver: 'security', waiting: 1, parked: 0, oldestMs: NOW + 7 },
  ]);
});

// On PGlite's one session claims are one after another by nature.
(ON_SERVER ? it : it.skip)('never gives one message to two workers (server only)', async () => {
  const ids = Array.from({ length: 200 }, (_, n) => `alert-${n}`);
  await enqueue(ids);
  const processes = await Promise.all(Array.from({ length: 4 }, () => Database.open({ url: test.url })));
  const taken: string[] = [];
  const work = async (outbox: OutboxStore) => {
    for (
      let next = await outbox.claim('on-call', NOW, CLAIM_MS);
      next;
      next = await outbox.claim('on-call', NOW, CLAIM_MS)
    ) {
      taken.push(next.alertId);
    }
  };
  await Promise.all(processes.flatMap((of) => [work(new OutboxStore(of)), work(new OutboxStore(of))]));
  await Promise.all(processes.map((of) => of.close()));
  expect(taken.sort()).toEqual([...ids].sort());
});
