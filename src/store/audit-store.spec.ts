import { openTestDatabase, type TestDatabase } from '../../test/database.ts';
import { MORNING_MS } from '../../test/fakes/alerts.ts';
import { canonicalJson } from './audit-chain.ts';
import { AuditStore } from './audit-store.ts';
import { Database } from './database.ts';
import { verifyAudit } from './verify-audit.ts';

let test: TestDatabase;
let database: Database;
let audit: AuditStore;
beforeAll(async () => {
  test = await openTestDatabase();
  database = await Database.open({ url: test.url });
});
beforeEach(async () => {
  await database.pool.query('TRUNCATE audit_log');
  audit = new AuditStore(database);
});
afterAll(async () => {
  await database.close();
  await test.close();
});

function line(n: number) {
  return { atMs: MORNING_MS + n, actor: 'ada', action: 'alert.acknowledge', subject: `alert-${n}`, details: { n } };
}

async function fill(count: number): Promise<void> {
  for (let n = 1; n <= count; n++) await audit.record(line(n));
}

/** What nobody should do: it takes the right to switch the trigger off. */
async function tamper(sql: string): Promise<void> {
  await database.pool.query('ALTER TABLE audit_log DISABLE TRIGGER audit_log_append_only');
  await database.pool.query(sql);
  await database.pool.query('ALTER TABLE audit_log ENABLE TRIGGER audit_log_append_only');
}

it('keeps what was recorded, newest first, and its chain holds', async () => {
  await fill(3);
  const lines = await audit.list({ limit: 2 });
  expect(lines.map(({ seq, subject }) => [seq, subject])).toEqual([
    [3, 'alert-3'],
    [2, 'alert-2'],
  ]);
  expect(lines[0]?.previous).toBe(lines[1]?.hash);
  expect(await audit.list({ limit: 9, before: 2 })).toMatchObject([line(1)]);
  expect(await audit.list({ limit: 9, subject: 'alert-2' })).toMatchObject([line(2)]);
  expect(await verifyAudit(audit.lines())).toEqual({ lines: 3, hash: lines[0]?.hash, found: true });
});

it.each([
  ['a byte of what was done', `UPDATE audit_log SET action = 'alert.acknowledgf' WHERE seq = 2`, 2, 'it was changed'],
  ['the person', `UPDATE audit_log SET actor = 'adb' WHERE seq = 1`, 1, 'it was changed'],
  ['a digit of the details', `UPDATE audit_log SET details = '{"n": 9}' WHERE seq = 3`, 3, 'it was changed'],
  ['the time', `UPDATE audit_log SET at = at + interval '1 ms' WHERE seq = 4`, 4, 'it was changed'],
  ['a hash', `UPDATE audit_log SET hash = reverse(hash) WHERE seq = 2`, 2, 'it was changed'],
  ['a line taken out', 'DELETE FROM audit_log WHERE seq = 2', 3, 'line 2 is gone'],
  ['the first lines taken out', 'DELETE FROM audit_log WHERE seq < 3', 3, 'the lines before it are gone'],
])('finds out %s', async (_, sql, seq, reason) => {
  await fill(4);
  await tamper(sql);
  expect((await verifyAudit(audit.lines())).broken).toEqual({ seq, reason });
});

it('finds out that the last lines were taken out, where somebody kept a hash', async () => {
  await fill(4);
  const [last] = await audit.list({ limit: 1 });
  await tamper('DELETE FROM audit_log WHERE seq > 2');
  expect(await verifyAudit(audit.lines())).toMatchObject({ lines: 2, found: true });
  expect(await verifyAudit(audit.lines(), last?.hash)).toMatchObject({ lines: 2, found: false });
});

it('lets nobody change a line by a slip', async () => {
  await fill(1);
  await expect(database.pool.query(`UPDATE audit_log SET actor = 'eve'`)).rejects.toThrow('append-only');
});

it('keeps one chain when two processes append at once', async () => {
  const other = new AuditStore(database);
  await Promise.all(Array.from({ length: 20 }, (_, n) => (n % 2 ? audit : other).record(line(n))));
  expect(await verifyAudit(audit.lines())).toMatchObject({ lines: 20 });
});

it('holds for what a database stores otherwise than it was given', async () => {
  await audit.record({
    ...line(1),
    subject: 'a\0b',
    details: { z: [1e21, -0, 0.1], a: { ü: '\uD800', b: undefined } },
  });
  expect((await verifyAudit(audit.lines())).broken).toBeUndefined();
});

it('has one text for one value', () => {
  expect(canonicalJson({ b: 1, a: [{ d: 'x', c: null }] })).toBe('{"a":[{"c":null,"d":"x"}],"b":1}');
});
