import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { parseConfig } from '../../src/config/load-config.ts';
import type { Alert, AlertChange } from '../../src/core/model/alert.ts';
import { createApp, listen } from '../../src/main.ts';
import { OutboxWorker } from '../../src/notify/outbox-worker.ts';
import { Router } from '../../src/notify/routing/router.ts';
import { AlertStore } from '../../src/store/alert-store.ts';
import { openTestDatabase, type TestDatabase } from '../database.ts';
import { alert, finding, MORNING_MS, tenant } from '../fakes/alerts.ts';
import { FastClock } from '../fakes/fast-clock.ts';
import { FakeSlack } from '../fakes/slack.ts';

const ROUTER = new Router([{ receiver: 'on-call', minSeverity: 'info', sendResolved: true }]);

let test: TestDatabase;
let slack: FakeSlack;
let clock: FastClock;
let running: Running | undefined;

interface Running {
  readonly app: NestFastifyApplication;
  readonly url: string;
  tell(...changes: readonly AlertChange[]): Promise<void>;
}

/** The whole service, without targets, on the test's database and Slack. */
async function start(port = slack.port): Promise<Running> {
  const yaml = `receivers: [{ name: on-call, slack: { webhook_url: 'http://127.0.0.1:${port}/services/T0/B0/secret' } }]`;
  const environment = { DATABASE_URL: test.url, PORT: '0' };
  const { config } = parseConfig(yaml, 'gauger.yaml', { environment });
  const app = await createApp(config, { clock, logger: false });
  const url = await listen(app, config);
  const tell = async (...changes: readonly AlertChange[]) => {
    await app.get(AlertStore).apply(changes, ROUTER.messages(changes), clock.now());
    app.get(OutboxWorker).wake();
  };
  running = { app, url, tell };
  return running;
}

async function stop(): Promise<void> {
  await running?.app.close();
  running = undefined;
}

function firing(name: string): Alert {
  const peak = finding({ entity: tenant(name), summary: `Tenant ${name} burns money.` });
  const startsAtMs = clock.now();
  return alert({
    fingerprint: '00000000000000aa',
    id: `00000000000000aa-${name}`,
    startsAtMs,
    firedAtMs: startsAtMs,
    peak,
  });
}

function fired(given: Alert): AlertChange {
  return { change: 'fired', alert: given, timeMs: given.startsAtMs };
}

async function until(holds: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await holds())) await new Promise((resolve) => setTimeout(resolve, 5));
}

const told = () => slack.taken.map(({ text }) => text);

beforeAll(async () => {
  test = await openTestDatabase();
});

beforeEach(async () => {
  clock = new FastClock(50);
  slack = await new FakeSlack(() => clock.now()).start();
});

afterEach(async () => {
  await stop();
  await slack.close();
});

afterAll(async () => test.close());

it('tells each state of an alert once, the beginning before the end', async () => {
  const { tell } = await start();
  const begun = firing('acme');
  const worse: Alert = { ...begun, lastSeenMs: begun.lastSeenMs + 15_000 };
  const ended: Alert = { ...worse, state: 'resolved', endsAtMs: begun.startsAtMs + 600_000 };
  await tell(fired(begun));
  await tell(fired(begun), { change: 'updated', alert: worse, timeMs: MORNING_MS });
  await tell({ change: 'resolved', alert: ended, timeMs: MORNING_MS });
  await tell({ change: 'resolved', alert: ended, timeMs: MORNING_MS }, fired(firing('last')));
  await until(() => told().some((text) => text.includes('Tenant last')));
  expect(told()).toEqual([
    'Critical: Tenant acme burns money.',
    'Resolved: Cost spike: tenant acme, it lasted 10 min',
    'Critical: Tenant last burns money.',
  ]);
});

it('loses nothing while Slack is dead, not even over a restart', async () => {
  const { port } = slack;
  await slack.close();
  const { tell } = await start(port);
  const names = ['dead1', 'dead2', 'dead3', 'dead4', 'dead5'];
  await tell(...names.map((name) => fired(firing(name))));
  await until(async () =>
    /on-call",outcome="retry"} [2-9]/.test(await (await fetch(`${running?.url}/metrics`)).text()),
  );
  await stop();
  await start(port);
  slack = await new FakeSlack(() => clock.now()).start(port);
  await until(() => slack.taken.length === names.length);
  expect(told().sort()).toEqual(names.map((name) => `Critical: Tenant ${name} burns money.`));
});

it('waits as long as Slack asks it to, and sends no faster than one a second', async () => {
  slack.script.push({ status: 429, headers: { 'retry-after': '30' }, body: 'rate_limited' });
  const { tell } = await start();
  await tell(fired(firing('asked1')), fired(firing('asked2')));
  await until(() => slack.taken.length === 2);
  const [refused, first, second] = [...slack.refused, ...slack.taken].map(({ atMs }) => atMs);
  expect(first! - refused!).toBeGreaterThanOrEqual(29_900);
  expect(second! - first!).toBeGreaterThanOrEqual(900);
});

it('shows what Slack will never take, and goes on', async () => {
  slack.script.push({ status: 404, body: 'no_service' });
  const { tell, url } = await start();
  await tell(fired(firing('refused')));
  await until(() => slack.refused.length === 1);
  await tell(fired(firing('taken')));
  await until(() => slack.taken.length === 1);
  expect(told()).toEqual(['Critical: Tenant taken burns money.']);
  const metrics = async () => (await fetch(`${url}/metrics`)).text();
  await until(async () => (await metrics()).includes('gauger_outbox_messages{receiver="on-call",state="parked"} 1'));
  expect(await metrics()).not.toContain('secret');
});
