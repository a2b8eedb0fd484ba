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

const VALUES = [
  '',
  '%00',
  'a%00b',
  '%F0%9F%98%80',
  '%ff%fe',
  '..%2f..%2fetc%2fpasswd',
  '-1',
  '1e9',
  'NaN',
  '99999999999999999999',
  '[]',
  '{}',
  "';drop table alerts;--",
  'a'.repeat(900),
  '0000000000000000-abc',
];
const CURSORS = [
  '999999999999999:a',
  '0:a',
  '-1:a',
  '[1e300]',
  '[9007199254740993]',
  '[1]',
  '{}',
  `999999999999999:${'a'.repeat(200)}`,
];

/** Every route of the OpenAPI document with every value in every place. */
async function attempts(): Promise<string[]> {
  const Paths = z.record(
    z.string(),
    z.object({ get: z.object({ parameters: z.array(z.object({ name: z.string() })).default([]) }).optional() }),
  );
  const paths = Paths.parse((await get('/api/openapi.json')).json().paths);
  return Object.entries(paths).flatMap(([path, { get: route }]) => {
    if (route === undefined) return [];
    const inPath = VALUES.map((value) => path.replace(/\{\w+\}/, value || 'x'));
    const inQuery = [...route.parameters.map(({ name }) => name), 'unknown'].flatMap((name) =>
      VALUES.map((value) => `${path}?${name}=${value}`),
    );
    return [
      ...inPath,
      ...inQuery,
      ...CURSORS.map((text) => `${path}?cursor=${Buffer.from(text).toString('base64url')}`),
    ];
  });
}

it('answers nonsense with a problem of the client, not one of ours', async () => {
  const wrong: string[] = [];
  const waiting = await attempts();
  const work = async () => {
    for (let path = waiting.pop(); path !== undefined; path = waiting.pop()) {
      const { status, text } = await get(path);
      if (status >= 500 || /node_modules|\.[jt]s:\d|postgres/i.test(text)) wrong.push(`${status} ${path} ${text}`);
    }
  };
  await Promise.all(Array.from({ length: 16 }, work));
  expect(wrong).toEqual([]);
});

it('does not go on where it cannot listen', async () => {
  const config = configOf(new URL(url).port);
  const second = await createApp(config, { logger: false });
  await expect(listen(second, config)).rejects.toThrow('EADDRINUSE');
  await expect(second.get(AlertStore).open()).rejects.toThrow('the database cannot be used now (closed)');
});
