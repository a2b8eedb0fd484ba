import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { z } from 'zod';
import { parseConfig } from '../../src/config/load-config.ts';
import type { Alert, AlertChange } from '../../src/core/model/alert.ts';
import { createApp, listen } from '../../src/main.ts';
import { AlertStore } from '../../src/store/alert-store.ts';
import { openTestDatabase, type TestDatabase } from '../database.ts';
import { alert, MORNING_MS, resolvedAlert } from '../fakes/alerts.ts';

let test: TestDatabase;
let app: NestFastifyApplication;
let url: string;

function configOf(port: string) {
  return parseConfig('', 'gauger.yaml', { environment: { DATABASE_URL: test.url, PORT: port } }).config;
}

beforeAll(async () => {
  test = await openTestDatabase();
  const config = configOf('0');
  app = await createApp(config, { logger: false });
  url = await listen(app, config);
});

afterAll(async () => {
  await app.close();
  await test.close();
});

async function get(path: string) {
  const response = await fetch(url + path);
  const text = await response.text();
  return { status: response.status, text, json: () => JSON.parse(text) };
}

it('is ready and answers from its database', async () => {
  expect((await get('/health/ready')).status).toBe(200);
  expect((await get('/api/v1/status')).json()).toMatchObject({ database: 'up', lastTickAt: null });
  expect((await get('/metrics')).text).toContain('gauger_database_up 1\n');
  expect((await get('/api/v1/signals')).json()).toEqual({ items: [] });
});

it('lists what is stored, page by page', async () => {
  const given: Alert[] = [0, 1, 2, 3, 4].map((index) =>
    alert({ id: `9f1c2b3a4d5e6f70-n${index}`, startsAtMs: MORNING_MS + index }),
  );
  const ended = resolvedAlert({ id: '9f1c2b3a4d5e6f70-n9', startsAtMs: MORNING_MS + 9 });
  const changes: AlertChange[] = given.map((one) => ({ change: 'fired', alert: one, timeMs: one.startsAtMs }));
  await app
    .get(AlertStore)
    .apply([...changes, { change: 'resolved', alert: ended, timeMs: MORNING_MS }], [], MORNING_MS);
  const seen: string[] = [];
  const List = z.object({ items: z.array(z.object({ id: z.string() })), next: z.string().optional() });
  for (let cursor: string | undefined = ''; cursor !== undefined; ) {
    const { items, next } = List.parse((await get(`/api/v1/alerts?state=firing&tenant=acme&limit=2&${cursor}`)).json());
    seen.push(...items.map(({ id }) => id.slice(-2)));
    cursor = next === undefined ? undefined : `cursor=${next}`;
  }
  expect(seen).toEqual(['n4', 'n3', 'n2', 'n1', 'n0']);
  const one = (await get('/api/v1/alerts/9f1c2b3a4d5e6f70-n9')).json();
  expect(one).toMatchObject({ state: 'resolved', history: [{ change: 'resolved', severity: 'critical' }] });
  expect((await get('/api/v2/alerts')).json()).toHaveLength(5);
});

it('does not go on where it cannot listen', async () => {
  const config = configOf(new URL(url).port);
  const second = await createApp(config, { logger: false });
  await expect(listen(second, config)).rejects.toThrow(
    'of 127.0.0.1 is taken by another process; give another as PORT',
  );
  await expect(second.get(AlertStore).open()).rejects.toThrow('the database cannot be used now (closed)');
});
