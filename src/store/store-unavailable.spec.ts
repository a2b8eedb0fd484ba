import { createServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { Logger } from '@nestjs/common';
import pg from 'pg';
import { openTestDatabase, type TestDatabase } from '../../test/database.ts';
import { alert, MORNING_MS } from '../../test/fakes/alerts.ts';
import { ManualClock } from '../../test/fakes/manual-clock.ts';
import { AlertStore } from './alert-store.ts';
import { BaselineStore } from './baseline-store.ts';
import { Database } from './database.ts';
import { openDatabase } from './open-database.ts';
import { OutboxReport } from './outbox-report.ts';
import { OutboxStore } from './outbox-store.ts';
import { asStoreUnavailable, StoreUnavailable } from './store-unavailable.ts';

beforeAll(() => Logger.overrideLogger(false));

/** A port at which nobody listens. */
async function deadPort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  return typeof address === 'object' && address !== null ? address.port : 0;
}

describe('a database that went away', () => {
  let test: TestDatabase;
  let database: Database;
  beforeAll(async () => {
    test = await openTestDatabase();
    database = await Database.open({ url: test.url });
    await test.close();
  });
  afterAll(() => database.close());

  it('rejects every call with a reason, and says that it does not answer', async () => {
    const calls = [
      () =>
        new BaselineStore(database).save([
          { key: 'k', signal: 's', entity: 'e', version: 1, state: new Uint8Array(8), updatedMs: 0 },
        ]),
      () => new BaselineStore(database).load().next(),
      () => new BaselineStore(database).delete(['k']),
      () => new AlertStore(database).apply([{ change: 'fired', alert: alert(), timeMs: MORNING_MS }], [], MORNING_MS),
      () => new AlertStore(database).open(),
      () => new AlertStore(database).list({ limit: 5 }),
      () => new AlertStore(database).get('a'),
      () =>
        new OutboxStore(database).claim({ receiver: 'on-call', nowMs: MORNING_MS, claimMs: 1, maximum: 1, muted: [] }),
      () => new OutboxStore(database).sent([1n], MORNING_MS),
      () => new OutboxReport(database).counts(),
      () => new OutboxReport(database).records(),
    ];
    for (const call of calls) await expect(call()).rejects.toBeInstanceOf(StoreUnavailable);
    expect(await database.answers()).toBe(false);
  });
});

it('goes on where it was when its connections are cut', async () => {
  const test = await openTestDatabase();
  const database = await Database.open({ url: test.url });
  const store = new OutboxReport(database);
  await store.counts();
  const client = new pg.Client({ connectionString: test.url });
  await client.connect();
  await client.query(
    `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()`,
  );
  await client.end();
  // The pool may hand out a dead connection before it has noticed; a second call gets a new one.
  await store.counts().catch((error) => expect(error).toBeInstanceOf(StoreUnavailable));
  expect(await store.counts()).toEqual([]);
  await database.close();
  await test.close();
});

it('names the reason and keeps the password to itself', async () => {
  const url = `postgresql://gauger:s3cret@127.0.0.1:${await deadPort()}/gauger`;
  const error = await Database.open({ url }).catch((caught) => caught);
  expect(error).toMatchObject({ name: 'StoreUnavailable', reason: 'unreachable' });
  expect(error.detail).toContain('ECONNREFUSED');
  expect(`${error.message} ${error.detail} ${error.stack}`).not.toContain('s3cret');
});

it('waits a minute for a server that is being started, then gives up', async () => {
  const clock = new ManualClock(0);
  const opened = openDatabase({ url: `postgresql://gauger@127.0.0.1:${await deadPort()}/gauger` }, clock).catch(
    (error) => error,
  );
  let settled = false;
  void opened.then(() => {
    settled = true;
  });
  // An attempt takes real time, the pauses between them none.
  while (!settled) {
    await clock.pass(1000);
    await sleep(5);
  }
  expect(await opened).toMatchObject({ reason: 'unreachable' });
  expect(clock.monotonicMs()).toBeGreaterThanOrEqual(60_000);
});

it('tells outages from faults of ours, by the codes that PostgreSQL, Prisma and Node give', () => {
  const f = (error: unknown, reason: string | undefined) => expect(asStoreUnavailable(error)?.reason).toBe(reason);
  f({ code: 'ECONNREFUSED' }, 'unreachable');
  f(new AggregateError([{ code: 'ECONNREFUSED' }]), 'unreachable');
  f({ code: '57P01' }, 'unreachable');
  f({ code: '08006' }, 'unreachable');
  f({ code: '28P01' }, 'refused');
  f({ code: '53100' }, 'overloaded');
  f({ code: '40P01' }, 'conflict');
  f({ code: '25006' }, 'read_only');
  f({ code: '57014' }, 'timeout');
  f({ code: 'P2010', meta: { driverAdapterError: { cause: { originalCode: '57P03' } } } }, 'unreachable');
  f({ code: 'P1001' }, 'unreachable');
  f(new Error('Connection terminated unexpectedly'), 'unreachable');
  f(new Error('timeout exceeded when trying to connect'), 'timeout');
  f({ code: '23505' }, undefined);
  f({ code: '42601' }, undefined);
  f(new TypeError('x is undefined'), undefined);
  f(undefined, undefined);
});
