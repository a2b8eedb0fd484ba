import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { Alert, AlertChange } from '../../src/core/model/alert.ts';
import { Router } from '../../src/notify/routing/router.ts';
import { AlertStore } from '../../src/store/alert-store.ts';
import { Database } from '../../src/store/database.ts';
import { ON_SERVER, openTestDatabase, type TestDatabase } from '../database.ts';
import { alert, finding, tenant } from '../fakes/alerts.ts';
import { FakeHttpReceiver, type FakePost } from '../fakes/http-receiver.ts';
import { BuiltService, eventually } from './built-service.ts';

const SEED = 20_261_123;
const ROUNDS = 3;
const ALERTS_A_ROUND = 20;
const ROUTER = new Router([{ receiver: 'hook', minSeverity: 'info', sendResolved: true }]);

/** mulberry32 (https://gist.github.com/tommyettinger/46a874533244883189143505d203312c): the same kills in every run. */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

let directory: string;
let test: TestDatabase;
let database: Database;
let hook: FakeHttpReceiver;
const services: (BuiltService | undefined)[] = [];

/** Posts of what the ledger calls sent already: there must be none. */
const afterSent: string[] = [];

beforeAll(async () => {
  if (!ON_SERVER) {
    process.stdout.write('skipped: two processes under kill -9 (needs a PostgreSQL: set DATABASE_URL)\n');
    return;
  }
  directory = await mkdtemp(join(tmpdir(), 'gauger-test-'));
  test = await openTestDatabase();
  database = await Database.open({ url: test.url });
  hook = await new FakeHttpReceiver().start();
  hook.onPost = checkLedger;
  const yaml = `receivers: [{ name: hook, pace: 0s, webhook: { url: '${hook.origin}', min_severity: info } }]\n`;
  await writeFile(join(directory, 'gauger.yaml'), yaml);
});

afterAll(async () => {
  if (!ON_SERVER) return;
  await Promise.all(services.map((service) => service?.end('SIGKILL')));
  await Promise.all([database.close(), hook.close()]);
  await test.close();
  await rm(directory, { recursive: true, force: true });
});

/** Asks the ledger while the message is on its way, and takes long enough for a kill to come in between. */
async function checkLedger({ headers }: FakePost): Promise<void> {
  const id = String(headers['webhook-id']);
  const [alertId, state] = id.split('.');
  const { rows } = await database.pool.query('SELECT status FROM outbox WHERE alert_id = $1 AND state = $2', [
    alertId,
    state,
  ]);
  if (rows[0]?.status === 'sent') afterSent.push(id);
  await pause(15);
}

function firing(round: number): Alert[] {
  return Array.from({ length: ALERTS_A_ROUND }, (_, index) => {
    const peak = finding({ entity: tenant(`t${round}-${index}`) });
    return alert({ id: `r${round}-${index}`, fingerprint: '00000000000000aa', peak, startsAtMs: Date.now() });
  });
}

async function tell(change: 'fired' | 'resolved', alerts: readonly Alert[]): Promise<void> {
  const changes = alerts.map((given): AlertChange => {
    const now = Date.now();
    return { change, timeMs: now, alert: change === 'fired' ? given : { ...given, state: 'resolved', endsAtMs: now } };
  });
  await new AlertStore(database).apply(changes, ROUTER.messages(changes), Date.now());
}

function start(): Promise<BuiltService> {
  return BuiltService.start(join(directory, 'gauger.yaml'), { DATABASE_URL: test.url });
}

async function startBoth(): Promise<void> {
  services.splice(0, 2, ...(await Promise.all([start(), start()])));
}

async function kill(which: number): Promise<void> {
  await services[which]?.end('SIGKILL');
  services[which] = undefined;
}

(ON_SERVER ? it : it.skip)(
  'loses no alert and sends none twice that the ledger calls sent, whenever it is killed',
  async () => {
    const random = seeded(SEED);
    await startBoth();
    for (let round = 0; round < ROUNDS; round++) {
      const alerts = firing(round);
      await tell('fired', alerts);
      await pause(random() * 400);
      const which = random() < 0.5 ? 0 : 1;
      await kill(which);
      await tell('resolved', alerts);
      await pause(random() * 200);
      services[which] = await start();
    }
    await Promise.all([kill(0), kill(1)]);
    // Nobody lives who holds a claim: this is the minute after which claims of the dead end.
    await database.pool.query("UPDATE outbox SET claimed_until = NULL WHERE status = 'waiting'");
    await startBoth();
    await eventually(async () => {
      const { rows } = await database.pool.query("SELECT count(*)::int AS left FROM outbox WHERE status <> 'sent'");
      return rows[0]?.left === 0 ? true : undefined;
    });

    const ids = hook.takenPosts.map(({ headers }) => String(headers['webhook-id']));
    const expected = Array.from({ length: ROUNDS }, (_, round) => firing(round)).flat();
    const want = expected.flatMap(({ id }) => [`${id}.firing.0`, `${id}.resolved.0`]);
    expect([...new Set(ids)].sort()).toEqual(want.sort());
    expect(afterSent).toEqual([]);
    // Only what was in flight at a kill may come twice: one message a process.
    expect(ids.length - want.length).toBeLessThanOrEqual(ROUNDS + 2);
    for (const { id } of expected) expect(ids.indexOf(`${id}.firing.0`)).toBeLessThan(ids.indexOf(`${id}.resolved.0`));
  },
  120_000,
);
