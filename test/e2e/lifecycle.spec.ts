import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { explainAlert } from '../../src/commands/explain-alert.ts';
import { parseConfig } from '../../src/config/load-config.ts';
import type { Alert, AlertChange } from '../../src/core/model/alert.ts';
import { createApp, listen } from '../../src/main.ts';
import { AlertWriter } from '../../src/pipeline/alert-writer.ts';
import { AuditStore } from '../../src/store/audit-store.ts';
import { verifyAudit } from '../../src/store/verify-audit.ts';
import { openTestDatabase, type TestDatabase } from '../database.ts';
import { alert, finding, tenant } from '../fakes/alerts.ts';
import { FastClock } from '../fakes/fast-clock.ts';
import { FakeSlack } from '../fakes/slack.ts';
import { WatchedService } from '../fakes/watched-service.ts';

let test: TestDatabase;
let slack: FakeSlack;
let clock: FastClock;
let app: NestFastifyApplication;
let url: string;

beforeAll(async () => {
  test = await openTestDatabase();
  clock = new FastClock(50);
  slack = await new FakeSlack(() => clock.now()).start();
  const hook = `http://127.0.0.1:${slack.port}/services/T0/B0/secret`;
  const yaml = `receivers: [{ name: on-call, slack: { webhook_url: '${hook}' } }]`;
  const environment = { DATABASE_URL: test.url, PORT: '0' };
  const { config } = parseConfig(yaml, 'gauger.yaml', { environment });
  app = await createApp(config, { clock, logger: false });
  url = await listen(app, config);
});

afterAll(async () => {
  await app.close();
  await slack.close();
  await test.close();
});

function firing(name: string): Alert {
  const startsAtMs = clock.now();
  const peak = finding({ entity: tenant(name), summary: `Tenant ${name} burns money.` });
  return alert({ id: `00000000000000aa-${name}`, startsAtMs, firedAtMs: startsAtMs, peak });
}

const write = (...changes: AlertChange[]) => app.get(AlertWriter).write(changes);
const fired = (of: Alert): AlertChange => ({ change: 'fired', alert: of, timeMs: clock.now() });
const over = (of: Alert): AlertChange => {
  return { change: 'resolved', alert: { ...of, state: 'resolved', endsAtMs: clock.now() }, timeMs: clock.now() };
};
const told = () => slack.taken.map(({ text }) => text);

async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await new Promise((resolve) => setTimeout(resolve, 5));
}

async function ask(method: string, path: string, body?: unknown) {
  const json =
    body === undefined ? {} : { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) };
  const response = await fetch(`${url}${path}`, { method, ...json });
  const text = await response.text();
  return { status: response.status, json: text === '' ? undefined : JSON.parse(text) };
}

const inOneHour = () => new Date(clock.now() + 3_600_000).toISOString();

it('keeps a silent alert to itself, and tells it when the silence is ended', async () => {
  const matchers = [{ name: 'tenant', value: 'quiet.*', isRegex: true }];
  const made = await ask('POST', '/api/v1/silences', { matchers, endsAt: inOneHour(), comment: 'load test' });
  expect(made).toMatchObject({ status: 201, json: { state: 'active', createdBy: 'local', comment: 'load test' } });
  await write(fired(firing('quiet')), fired(firing('loud')));
  await until(() => told().some((text) => text.includes('Tenant loud')));
  const { json } = await ask('GET', '/api/v1/alerts/00000000000000aa-quiet');
  expect(json.silencedBy).toEqual([made.json.id]);
  expect((await ask('DELETE', `/api/v1/silences/${made.json.id}`)).status).toBe(204);
  await until(() => told().some((text) => text.includes('Tenant quiet')));
  expect((await ask('GET', '/api/v1/alerts/00000000000000aa-quiet')).json.silencedBy).toEqual([]);
  expect((await ask('GET', `/api/v1/silences/${made.json.id}`)).json.state).toBe('expired');
  expect((await ask('DELETE', `/api/v1/silences/${made.json.id}`)).status).toBe(404);
});

it('refuses a silence that makes no sense, saying what to change', async () => {
  const all = [{ name: 'tenant', value: '.*', isRegex: true }];
  const answer = await ask('POST', '/api/v1/silences', { matchers: all, endsAt: inOneHour(), comment: 'x' });
  expect(answer).toMatchObject({
    status: 400,
    json: { detail: expect.stringContaining('everything would be silent') },
  });
  const past = { matchers: [{ name: 'a', value: 'b' }], endsAt: '2020-01-01T00:00:00Z', comment: 'x' };
  expect((await ask('POST', '/api/v1/silences', past)).status).toBe(400);
});

it('lets somebody look after an alert until it is over', async () => {
  const busy = firing('busy');
  await write(fired(busy));
  const path = `/api/v1/alerts/${busy.id}`;
  const taken = await ask('POST', `${path}/acknowledgement`, { comment: 'on it' });
  expect(taken).toMatchObject({ status: 200, json: { acknowledged: { by: 'local', comment: 'on it' } } });
  expect((await ask('DELETE', `${path}/acknowledgement`)).json.acknowledged).toBeUndefined();
  expect((await ask('POST', `${path}/acknowledgement`)).status).toBe(200);
  await write({ change: 'updated', alert: { ...busy, ticksSeen: 9 }, timeMs: clock.now() });
  expect((await ask('GET', path)).json.acknowledged).toMatchObject({ by: 'local' });
  await write(over(busy));
  const { json } = await ask('GET', path);
  expect(json).toMatchObject({
    state: 'resolved',
    history: expect.arrayContaining([expect.objectContaining({ by: 'local' })]),
  });
  expect(json.acknowledged).toBeUndefined();
  expect((await ask('POST', '/api/v1/alerts/00000000000000aa-none/acknowledgement')).status).toBe(404);
});

it('takes a verdict, with who said it and why', async () => {
  const judged = firing('judged');
  await write(fired(judged));
  const path = `/api/v1/alerts/${judged.id}`;
  const answer = await ask('PUT', `${path}/verdict`, { verdict: 'planned', comment: 'launch day' });
  expect(answer.json.verdict).toMatchObject({ verdict: 'planned', by: 'local', comment: 'launch day' });
  await write(over(judged));
  expect((await ask('GET', path)).json.verdict).toMatchObject({ verdict: 'planned' });
  expect((await ask('PUT', `${path}/verdict`, { verdict: 'maybe' })).status).toBe(400);
});

it('shows what an alert rested on, draws it, and judges it again', async () => {
  const [change] = new WatchedService().at(6000, 300).at(60_000, 5).of('fired');
  await write(change!);
  const path = `/api/v1/alerts/${change!.alert.id}`;
  const { json } = await ask('GET', `${path}/evidence`);
  expect(json).toMatchObject({ version: expect.any(String), configHash: expect.stringMatching(/^[0-9a-f]{64}$/) });
  expect(json.signals[0].points.length).toBeGreaterThan(60);
  const svg = await fetch(`${url}${path}/chart.svg`);
  expect(svg.headers.get('content-type')).toBe('image/svg+xml');
  expect(await svg.text()).toMatch(/^<svg[\s\S]*<title>[\w.]+ of service \S+<\/title>/);
  const png = Buffer.from(await (await fetch(`${url}${path}/chart.png`)).arrayBuffer());
  expect(png.subarray(1, 4).toString()).toBe('PNG');
  expect((await ask('GET', `${path}/chart.svg?signal=5`)).status).toBe(404);
  const printed: string[] = [];
  expect(await explainAlert(change!.alert.id, { url }, (line) => printed.push(line))).toBe(0);
  expect(printed.join('\n')).toContain('the same score bit for bit');
});

it('tells what a verdict would change before it is given', async () => {
  const [change] = new WatchedService().at(6000, 300).at(60_000, 5).of('fired');
  const startsAtMs = clock.now();
  const fingerprint = 'abcdefabcdefabcd';
  const recent = { ...change!.alert, fingerprint, id: `${fingerprint}-effect`, startsAtMs, firedAtMs: startsAtMs };
  await write({ ...change!, alert: recent, evidence: { ...change!.evidence!, alert: recent } });
  const effect = await ask('GET', `/api/v1/alerts/${recent.id}/verdict/effect?verdict=false`);
  expect(effect.json).toEqual({
    verdict: 'false',
    fired: 1,
    wouldFire: 1,
    unknown: 0,
    summary: 'fired last week: 1; would have with the verdict: 1',
  });
});

it('keeps incidents, and says of each alert which it is part of', async () => {
  const watched = new WatchedService().at(6000, 300).at(60_000, 5);
  await write(...watched.changes);
  const [fired] = watched.of('fired');
  const { json } = await ask('GET', `/api/v1/incidents/i-${fired!.alert.id}`);
  expect(json).toMatchObject({
    state: 'open',
    alertCount: 1,
    rootCause: { alertId: fired!.alert.id, reason: 'began_first' },
  });
  expect((await ask('GET', `/api/v1/alerts/${fired!.alert.id}`)).json.incidentId).toBe(json.id);
  await write(...watched.at(6000, 10).of('resolved'));
  const list = await ask('GET', '/api/v1/incidents?state=resolved&limit=1');
  expect(list.json.items).toEqual([expect.objectContaining({ id: json.id, openCount: 0 })]);
  expect((await ask('GET', '/api/v1/incidents/i-0000000000000000-none')).status).toBe(404);
});

it('has written all of it down', async () => {
  const lines = await app.get(AuditStore).list({ limit: 100 });
  const actions = new Set(lines.map(({ action }) => action));
  for (const action of [
    'silence.create',
    'silence.expire',
    'alert.acknowledge',
    'alert.unacknowledge',
    'alert.judge',
  ]) {
    expect(actions).toContain(action);
  }
  expect((await verifyAudit(app.get(AuditStore).lines())).broken).toBeUndefined();
});
