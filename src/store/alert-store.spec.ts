import { randomBytes } from 'node:crypto';
import { Logger } from '@nestjs/common';
import { openTestDatabase, type TestDatabase } from '../../test/database.ts';
import { alert, finding, MORNING_MS, resolvedAlert, tenant } from '../../test/fakes/alerts.ts';
import type { Alert, AlertChange } from '../core/model/alert.ts';
import { cursorOf } from './alert-cursor.ts';
import { AlertStore } from './alert-store.ts';
import { Database } from './database.ts';
import type { OutboxMessage } from './outbox-store.ts';

let test: TestDatabase;
let database: Database;
let store: AlertStore;
beforeAll(async () => {
  Logger.overrideLogger(false);
  test = await openTestDatabase();
  database = await Database.open({ url: test.url });
  store = new AlertStore(database);
});
beforeEach(() => database.pool.query('TRUNCATE alerts, alert_history, outbox CASCADE'));
afterAll(async () => {
  await database.close();
  await test.close();
});

function changed(change: AlertChange['change'], of: Alert, timeMs = of.endsAtMs ?? of.lastSeenMs): AlertChange {
  return { change, alert: of, timeMs };
}

function numbered(n: number, changes: Partial<Alert> = {}): Alert {
  return alert({ id: `alert-${String(n).padStart(4, '0')}`, startsAtMs: MORNING_MS + n * 1000, ...changes });
}

const message = (of: Alert, receiver = 'on-call'): OutboxMessage => ({
  receiver,
  alertId: of.id,
  state: of.state === 'resolved' ? 'resolved' : 'firing',
  alert: of,
});

const apply = (changes: AlertChange[], messages: OutboxMessage[] = []) => store.apply(changes, messages, MORNING_MS);
const count = async (table: string) => (await database.pool.query(`SELECT count(*)::int AS n FROM ${table}`)).rows[0].n;

it('lists what is in the shadow apart', async () => {
  const hidden = numbered(1, { peak: finding({ shadow: true }) });
  const told = numbered(2);
  await apply([changed('fired', hidden), changed('fired', told)]);
  const ids = async (shadow?: boolean) =>
    (await store.list({ limit: 9, ...(shadow === undefined ? {} : { shadow }) })).alerts.map(({ id }) => id);
  expect(await ids(true)).toEqual([hidden.id]);
  expect(await ids(false)).toEqual([told.id]);
  expect(await ids()).toEqual([told.id, hidden.id]);
  expect(await store.open()).toHaveLength(2);
});

it('keeps the whole alert and its life', async () => {
  const pending = alert({ state: 'pending', firedAtMs: undefined as never, lastSeenMs: MORNING_MS });
  const { firedAtMs: _, ...withoutFired } = pending;
  await apply([changed('pending', withoutFired)]);
  expect(await store.open()).toEqual([withoutFired]);
  const firing = alert();
  await apply([changed('fired', firing)], [message(firing)]);
  expect(await store.open()).toEqual([firing]);
  const resolved = resolvedAlert();
  await apply([changed('resolved', resolved)], [message(resolved)]);
  expect(await store.open()).toEqual([]);
  const { alert: stored, history = [] } = (await store.get(firing.id)) ?? {};
  expect(stored).toEqual(resolved);
  expect(history.map(({ change, timeMs }) => [change, timeMs])).toEqual([
    ['pending', MORNING_MS],
    ['fired', firing.lastSeenMs],
    ['resolved', resolved.endsAtMs],
  ]);
  expect(history[2]).toEqual({
    change: 'resolved',
    timeMs: resolved.endsAtMs,
    severity: 'critical',
    score: 4.21,
    usdTotal: 43.21,
    summary: resolved.latest.summary,
  });
  expect(await store.get('unknown')).toBeUndefined();
});

it('takes the same call twice without a second message or line', async () => {
  const firing = alert();
  for (let i = 0; i < 2; i++) await apply([changed('fired', firing)], [message(firing), message(firing, 'security')]);
  expect([await count('alerts'), await count('alert_history'), await count('outbox')]).toEqual([1, 1, 2]);
});

it('stores alert and messages together or not at all', async () => {
  const firing = alert();
  const broken = { ...message(firing), receiver: null as unknown as string };
  await expect(apply([changed('fired', firing)], [broken])).rejects.toThrow('receiver');
  expect([await count('alerts'), await count('alert_history'), await count('outbox')]).toEqual([0, 0, 0]);
});

it('stores every other alert when the database refuses one', async () => {
  const many = Array.from({ length: 20 }, (_, n) => numbered(n));
  const messages = many.map((of, n) => ({ ...message(of), receiver: (n === 13 ? null : 'on-call') as string }));
  const attempt = apply(
    many.map((of) => changed('fired', of)),
    messages,
  );
  await expect(attempt).rejects.toThrow('receiver');
  expect([await count('alerts'), await count('alert_history'), await count('outbox')]).toEqual([19, 19, 19]);
  expect(await store.get('alert-0013')).toBeUndefined();
});

it('takes an entity with a name that no index would, and finds it again', async () => {
  const entity = tenant(randomBytes(4000).toString('hex'));
  const firing = alert({ peak: finding({ entity }) });
  await apply([changed('fired', firing)]);
  expect((await store.list({ limit: 5, entity: [entity.key] })).alerts).toEqual([firing]);
});

it('remembers an update only where the severity changed, so that a long alert stays small', async () => {
  const mild = alert({ peak: finding({ severity: 'warning' }) });
  await apply([changed('fired', mild)]);
  for (let n = 1; n <= 5; n++) await apply([changed('updated', { ...mild, lastSeenMs: mild.lastSeenMs + n })]);
  const worse = alert({ lastSeenMs: mild.lastSeenMs + 9 });
  await apply([changed('updated', worse)]);
  const { alert: stored, history = [] } = (await store.get(mild.id)) ?? {};
  expect(stored).toEqual(worse);
  expect(history.map(({ change, severity }) => [change, severity])).toEqual([
    ['fired', 'warning'],
    ['updated', 'critical'],
  ]);
});

describe('what people do', () => {
  const by = 'ada';
  const acknowledged = { by, atMs: MORNING_MS, comment: 'mine' };
  const verdict = { verdict: 'planned', by, atMs: MORNING_MS } as const;

  it('stands beside what the engine goes on writing, and is remembered', async () => {
    await apply([changed('fired', alert())]);
    await apply([{ ...changed('acknowledged', alert({ acknowledged })), timeMs: MORNING_MS, by, comment: 'mine' }]);
    await apply([{ ...changed('judged', alert({ verdict })), timeMs: MORNING_MS, by }]);
    await apply([changed('updated', alert({ ticksSeen: 9 }))]);
    const { alert: stored, history } = (await store.get(alert().id)) ?? {};
    expect(stored).toEqual(alert({ ticksSeen: 9, acknowledged, verdict }));
    expect(history?.map((event) => [event.change, event.by, event.comment])).toEqual(
      expect.arrayContaining([
        ['acknowledged', by, 'mine'],
        ['judged', by, undefined],
      ]),
    );
    expect(await store.byIds([alert().id, 'unknown'])).toEqual([stored]);
  });

  it('leaves the verdict, and ends the acknowledgement, when the alert is over', async () => {
    await apply([changed('fired', alert())]);
    await apply([{ ...changed('acknowledged', alert({ acknowledged })), by }]);
    await apply([{ ...changed('judged', alert({ verdict })), by }]);
    await apply([changed('resolved', resolvedAlert())]);
    expect((await store.get(alert().id))?.alert).toEqual(resolvedAlert({ verdict }));
  });

  it('keeps who silenced it as the last write says', async () => {
    await apply([changed('fired', alert({ silencedBy: ['s1'] }))]);
    expect((await store.get(alert().id))?.alert.silencedBy).toEqual(['s1']);
    await apply([changed('unsilenced', alert())], [message(alert())]);
    expect((await store.get(alert().id))?.alert.silencedBy).toBeUndefined();
    expect(await count('outbox')).toBe(1);
  });
});

it('tells that it is over to whom it was told that it fires, and to nobody else', async () => {
  const over = resolvedAlert();
  await apply([changed('fired', alert())], [message(alert(), 'told')]);
  await apply([changed('resolved', over)], [message(over, 'told'), message(over, 'never told')]);
  const { rows } = await database.pool.query('SELECT receiver, state FROM outbox ORDER BY id');
  expect(rows).toEqual([
    { receiver: 'told', state: 'firing' },
    { receiver: 'told', state: 'resolved' },
  ]);
});

it('forgets a pending alert that was dropped, also within one call', async () => {
  const pending = alert({ state: 'pending' });
  await apply([changed('pending', pending)]);
  await apply([changed('dropped', pending)]);
  await apply([changed('pending', pending), changed('dropped', pending)]);
  expect([await count('alerts'), await count('alert_history')]).toEqual([0, 0]);
});

it('takes several changes of one alert in one call: the last one stands, all are remembered', async () => {
  await apply([
    changed('pending', alert({ state: 'pending' }), MORNING_MS),
    changed('fired', alert()),
    changed('resolved', resolvedAlert()),
  ]);
  const { alert: stored, history = [] } = (await store.get(alert().id)) ?? {};
  expect(stored).toEqual(resolvedAlert());
  expect(history).toHaveLength(3);
});

it('stores names that PostgreSQL refuses, and numbers that JSON lacks', async () => {
  const odd = finding({
    entity: tenant('a\0b\uD800'),
    summary: 'Tenant a\0b',
    upper: Number.POSITIVE_INFINITY,
    lower: Number.NaN,
  });
  const firing = alert({ peak: odd });
  await apply([changed('fired', firing)], [message(firing)]);
  const [stored] = await store.open();
  expect(stored?.peak).toMatchObject({ summary: 'Tenant a\uFFFDb', upper: Number.MAX_VALUE, lower: 0 });
  expect(stored?.peak.entity.identity).toEqual({ tenant: 'a\uFFFDb\uFFFD' });
});

it('leaves out a stored alert that this version cannot read', async () => {
  await apply([changed('fired', numbered(1)), changed('fired', numbered(2))]);
  await database.pool.query(`UPDATE alerts SET body = '{"state": "melted"}' WHERE id = 'alert-0001'`);
  expect(await store.open()).toEqual([numbered(2)]);
  expect((await store.list({ limit: 10 })).alerts).toEqual([numbered(2)]);
  expect(await store.get('alert-0001')).toBeUndefined();
});

it('writes a storm of alerts', async () => {
  const storm = Array.from({ length: 2500 }, (_, n) => numbered(n));
  await apply(
    storm.map((of) => changed('fired', of)),
    storm.map((of) => message(of)),
  );
  expect([await count('alerts'), await count('outbox')]).toEqual([2500, 2500]);
});

describe('list', () => {
  const SEVERITIES = ['info', 'warning', 'critical'] as const;
  const many = Array.from({ length: 20 }, (_, n) =>
    // Two alerts a second: the cursor must tell alerts of the same moment apart.
    numbered(n, {
      startsAtMs: MORNING_MS + Math.floor(n / 2) * 1000,
      peak: finding({
        severity: SEVERITIES[n % 3] ?? 'info',
        detector: n % 2 === 0 ? 'cost-spike' : 'output-exfiltration',
        entity: tenant(`t${n % 5}`),
      }),
      ...(n < 10 && { state: 'resolved', endsAtMs: MORNING_MS + 100_000 }),
    }),
  );
  beforeEach(() => apply(many.map((of) => changed('fired', of))));

  it('is newest first, page by page, without gap or double', async () => {
    const ids: string[] = [];
    let pages = 0;
    for (let after: string | undefined = ''; after !== undefined; pages++) {
      const page = await store.list({ limit: 7, ...(after !== '' && { after: cursorOf(after) as never }) });
      ids.push(...page.alerts.map(({ id }) => id));
      after = page.next;
    }
    expect(pages).toBe(3);
    expect(ids).toEqual(many.map(({ id }) => id).reverse());
  });

  it('ends exactly where the last full page ends', async () => {
    expect((await store.list({ limit: 20 })).next).toBeUndefined();
    expect((await store.list({ limit: 19 })).next).toBeDefined();
  });

  it('filters by state, severity, detector and entity', async () => {
    const ids = async (filter: object) => (await store.list({ limit: 50, ...filter })).alerts.map(({ id }) => id);
    const expected = (keep: (of: Alert) => boolean) =>
      many
        .filter(keep)
        .map(({ id }) => id)
        .reverse();
    expect(await ids({ state: ['firing'] })).toEqual(expected(({ state }) => state === 'firing'));
    expect(await ids({ severity: ['info', 'critical'] })).toEqual(expected(({ peak }) => peak.severity !== 'warning'));
    expect(await ids({ detector: ['cost-spike'] })).toEqual(expected(({ peak }) => peak.detector === 'cost-spike'));
    const { key } = tenant('t3');
    expect(await ids({ entity: [key], state: ['resolved'] })).toEqual(
      expected(({ peak, state }) => peak.entity.key === key && state === 'resolved'),
    );
    expect(await ids({ entityKind: ['tenant'] })).toHaveLength(20);
    expect(await ids({ entityKind: ['gpu'] })).toEqual([]);
    expect(await ids({ entity: ['nobody'] })).toEqual([]);
  });
});
