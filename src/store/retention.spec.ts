import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { copyTemplate, openTestDatabase, type TestDatabase } from '../../test/database.ts';
import { alert, MORNING_MS, resolvedAlert } from '../../test/fakes/alerts.ts';
import { AlertStore } from './alert-store.ts';
import { AuditStore } from './audit-store.ts';
import { BaselineStore } from './baseline-store.ts';
import { Database } from './database.ts';
import { OutboxStore } from './outbox-store.ts';
import { applyRetention } from './retention.ts';
import { verifyAudit } from './verify-audit.ts';

const DAY_MS = 86_400_000;
const NOW = MORNING_MS + 100 * DAY_MS;
const POLICY = { alertsMs: 90 * DAY_MS, outboxMs: 7 * DAY_MS, baselinesMs: 30 * DAY_MS, auditMs: 40 * DAY_MS };

const claim = (nowMs: number) => ({ receiver: 'on-call', nowMs, claimMs: 1, maximum: 1, muted: [] });

let test: TestDatabase;
let database: Database;
beforeAll(async () => {
  test = await openTestDatabase();
  database = await Database.open({ url: test.url });
});
beforeEach(() => database.pool.query('TRUNCATE alerts, alert_history, outbox, baselines, audit_log CASCADE'));
afterAll(async () => {
  await database.close();
  await test.close();
});

const row = (key: string, updatedMs: number) => ({
  key,
  signal: 's',
  entity: 'e',
  version: 1,
  state: new Uint8Array(8),
  updatedMs,
});
const left = async (table: string, column: string) =>
  (await database.pool.query(`SELECT ${column} AS c FROM ${table} ORDER BY 1`)).rows.map(({ c }) => c);

it('deletes resolved alerts and their history when their time is over, never open ones', async () => {
  const store = new AlertStore(database);
  const ended = (id: string, endsAtMs: number) => ({
    change: 'resolved' as const,
    alert: resolvedAlert({ id, endsAtMs }),
    timeMs: endsAtMs,
  });
  await store.apply([ended('old', NOW - POLICY.alertsMs - 1), ended('young', NOW - POLICY.alertsMs)], [], NOW);
  await store.apply([{ change: 'fired', alert: alert({ id: 'open' }), timeMs: MORNING_MS }], [], NOW);
  expect(await applyRetention(database, POLICY, NOW)).toEqual({ alerts: 1, outbox: 0, baselines: 0, audit: 0 });
  expect(await left('alerts', 'id')).toEqual(['open', 'young']);
  expect(await left('alert_history', 'alert_id')).toEqual(['open', 'young']);
});

it('deletes sent and parked messages when their time is over, never waiting ones', async () => {
  const outbox = new OutboxStore(database);
  const message = (alertId: string) => ({
    receiver: 'on-call',
    alertId,
    state: 'firing' as const,
    alert: alert({ id: alertId }),
  });
  await new AlertStore(database).apply([], ['a', 'b', 'c', 'd'].map(message), MORNING_MS);
  const settled = [NOW - POLICY.outboxMs - 1, NOW - POLICY.outboxMs];
  const ids = [await outbox.claim(claim(NOW)), await outbox.claim(claim(NOW)), await outbox.claim(claim(NOW))];
  await outbox.sent(ids[0]?.ids ?? [], settled[0] ?? 0);
  await outbox.park(ids[1]?.ids ?? [], settled[0] ?? 0, 'rejected');
  await outbox.sent(ids[2]?.ids ?? [], settled[1] ?? 0);
  expect(await applyRetention(database, POLICY, NOW)).toEqual({ alerts: 0, outbox: 2, baselines: 0, audit: 0 });
  expect(await left('outbox', 'alert_id')).toEqual(['c', 'd']);
});

it('keeps the messages of an alert that still fires: they must not be sent again', async () => {
  const store = new AlertStore(database);
  const firing = alert();
  const message = { receiver: 'on-call', alertId: firing.id, state: 'firing' as const, alert: firing };
  const outbox = new OutboxStore(database);
  await store.apply([{ change: 'fired', alert: firing, timeMs: MORNING_MS }], [message], MORNING_MS);
  await outbox.sent((await outbox.claim(claim(MORNING_MS)))?.ids ?? [], MORNING_MS);
  expect(await applyRetention(database, POLICY, NOW)).toEqual({ alerts: 0, outbox: 0, baselines: 0, audit: 0 });
  await store.apply([{ change: 'updated', alert: firing, timeMs: NOW }], [message], NOW);
  expect(await outbox.claim(claim(NOW))).toBeUndefined();
});

it('leaves the embedded database no larger, though it has no autovacuum', async () => {
  const dataDirectory = mkdtempSync(join(tmpdir(), 'gauger-test-'));
  await copyTemplate(dataDirectory);
  const embedded = await Database.open({ dataDirectory });
  const store = new BaselineStore(embedded);
  const sizes: number[] = [];
  for (let round = 0; round < 4; round++) {
    const rows = Array.from({ length: 2000 }, (_, n) => row(`${round}-${n}`, NOW - POLICY.baselinesMs - 1));
    await store.save(rows);
    await applyRetention(embedded, POLICY, NOW);
    sizes.push((await embedded.pool.query(`SELECT pg_indexes_size('baselines')::int AS n`)).rows[0].n);
  }
  expect(sizes.at(-1)).toBe(sizes[1]);
  await embedded.close();
  rmSync(dataDirectory, { recursive: true });
});

it('deletes baselines not seen for long, also more than one batch of them', async () => {
  const old = Array.from({ length: 4500 }, (_, n) => row(`old-${n}`, NOW - POLICY.baselinesMs - 1));
  await new BaselineStore(database).save([...old, row('young', NOW - POLICY.baselinesMs)]);
  expect(await applyRetention(database, POLICY, NOW)).toEqual({ alerts: 0, outbox: 0, baselines: 4500, audit: 0 });
  expect(await left('baselines', 'key')).toEqual(['young']);
});

it('keeps the audit log’s chain where it takes lines from its beginning, once a day', async () => {
  const audit = new AuditStore(database);
  const line = (atMs: number) => ({ atMs, actor: 'ada', action: 'silence.create', subject: 's', details: {} });
  for (const days of [50, 45, 41, 39, 1]) await audit.record(line(NOW - days * DAY_MS));
  expect(await applyRetention(database, POLICY, NOW)).toMatchObject({ audit: 3 });
  expect(await left('audit_log', 'seq')).toEqual(['4', '5', '6']);
  expect(await verifyAudit(audit.lines())).toMatchObject({ lines: 3 });
  expect((await verifyAudit(audit.lines())).broken).toBeUndefined();
  expect(await applyRetention(database, POLICY, NOW + DAY_MS / 2)).toMatchObject({ audit: 0 });
});

it('keeps history in months, and drops one whose alerts are all past their time', async () => {
  const store = new AlertStore(database);
  const spring = Date.UTC(2026, 2, 10);
  const ended = (id: string, atMs: number) => ({
    change: 'resolved' as const,
    alert: resolvedAlert({ id, startsAtMs: atMs, endsAtMs: atMs + 1000 }),
    timeMs: atMs + 1000,
  });
  const months = async () =>
    (await left('pg_inherits', `inhrelid::regclass::text`)).filter((name) => /^alert_history_2026_0\d$/.test(name));
  await store.apply([ended('spring', spring)], [], spring);
  await applyRetention(database, POLICY, spring);
  expect(await months()).toEqual(['alert_history_2026_03', 'alert_history_2026_04', 'alert_history_2026_05']);
  expect(await left('alert_history_2026_03', 'alert_id')).toEqual(['spring']);
  await store.apply([ended('later', Date.UTC(2026, 3, 2))], [], spring);
  await applyRetention(database, POLICY, Date.UTC(2026, 3, 1) + POLICY.alertsMs);
  expect((await months())[0]).toBe('alert_history_2026_04');
  expect(await left('alerts', 'id')).toEqual(['later']);
});
