import { Logger } from '@nestjs/common';
import pg from 'pg';
import { ON_SERVER, openTestDatabase, type TestDatabase } from '../../test/database.ts';
import { SYSTEM_CLOCK } from '../clock.ts';
import { Leadership } from './leadership.ts';

Logger.overrideLogger(false);

const competing = ON_SERVER ? it : it.skip;

function replica(url?: string, advertisedUrl?: string): Leadership {
  return new Leadership({ url, advertisedUrl, clock: SYSTEM_CLOCK });
}

it('is at once of the one process that has an embedded database', async () => {
  const alone = replica();
  expect(await alone.start()).toBe(true);
  await alone.gained;
  expect(alone.leaderUrl).toBeUndefined();
  await alone.stop();
});

it('waits for a database that cannot be reached, without leading', async () => {
  const alone = replica('postgresql://postgres@127.0.0.1:1/postgres');
  expect(await alone.start()).toBe(false);
  expect([alone.leads, alone.leaderUrl]).toEqual([false, undefined]);
  await alone.stop();
});

describe('on a server', () => {
  let database: TestDatabase;

  beforeAll(async () => {
    database = await openTestDatabase();
  });
  afterAll(() => database.close());

  competing('is of the first; the others know where it is, and the next one follows when it stops', async () => {
    const first = replica(database.url, 'http://10.0.0.1:8080');
    const second = replica(database.url);
    expect([await first.start(), await second.start()]).toEqual([true, false]);
    expect([first.leaderUrl, second.leaderUrl]).toEqual([undefined, 'http://10.0.0.1:8080']);
    await first.stop();
    await second.gained;
    expect(second.leads).toBe(true);
    await second.stop();
  });

  competing('is lost when the session breaks and another replica was quicker', async () => {
    const first = replica(database.url);
    const second = replica(database.url);
    await first.start();
    await second.start();
    await endSessions(database.url);
    await Promise.all([first.lost, second.gained]);
    expect([first.leads, second.leads]).toEqual([false, true]);
    await Promise.all([first.stop(), second.stop()]);
  });
});

/** As a restart of the server does, for those who hold an advisory lock. */
async function endSessions(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await client.query(`SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory'`);
  await client.end();
}
