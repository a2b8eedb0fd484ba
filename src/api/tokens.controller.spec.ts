import { MORNING_MS } from '../../test/fakes/alerts.ts';
import { type HttpApp, startHttpApp } from '../../test/fakes/http-app.ts';
import { Secret } from '../config/secret.ts';
import { ApiModule } from './api.module.ts';

let http: HttpApp;

beforeAll(async () => {
  const viewer = { name: 'grafana', role: 'operator', token: new Secret({ text: 'look' }) } as const;
  http = await startHttpApp([ApiModule], { token: new Secret({ text: 'open-sesame' }), tokens: [viewer] });
});
beforeEach(() => http.reset());
afterAll(() => http.close());

async function ask(method: string, path: string, body?: unknown, token = 'open-sesame') {
  const headers = {
    authorization: `Bearer ${token}`,
    ...(body === undefined ? {} : { 'content-type': 'application/json' }),
  };
  const sent = body === undefined ? {} : { body: JSON.stringify(body) };
  const response = await fetch(`${http.url}/api/v1/tokens${path}`, { method, headers, ...sent });
  const text = await response.text();
  return { status: response.status, json: text === '' ? undefined : JSON.parse(text) };
}

it('makes a token, shows it once, and lets its bearer in', async () => {
  const { status, json } = await ask('POST', '', { name: 'ci', role: 'admin', expiresAt: '2026-12-01T00:00:00+01:00' });
  expect([status, json]).toEqual([
    201,
    {
      id: 'ci-id',
      name: 'ci',
      role: 'admin',
      createdAt: new Date(MORNING_MS).toISOString(),
      createdBy: 'token',
      expiresAt: '2026-11-30T23:00:00.000Z',
      token: expect.stringMatching(/^ggr_/),
    },
  ]);
  const list = await ask('GET', '', undefined, json.token);
  expect(list.json.items).toHaveLength(1);
  expect(JSON.stringify(list.json)).not.toContain(json.token);
  expect(http.audit.records).toEqual([
    {
      atMs: MORNING_MS,
      actor: 'token',
      action: 'token.create',
      subject: 'ci',
      details: { role: 'admin', expiresAt: '2026-11-30T23:00:00.000Z' },
    },
  ]);
});

it('revokes it at once, by its name or its id', async () => {
  const { json } = await ask('POST', '', { name: 'ci', role: 'admin' });
  expect((await ask('GET', '', undefined, json.token)).status).toBe(200);
  expect((await ask('DELETE', '/ci')).status).toBe(204);
  expect((await ask('GET', '', undefined, json.token)).status).toBe(401);
  expect((await ask('DELETE', '/ci')).status).toBe(404);
  await ask('POST', '', { name: 'ci', role: 'viewer' });
  expect((await ask('DELETE', '/ci-id')).status).toBe(204);
  expect(http.audit.records.map(({ action }) => action)).toEqual([
    'token.create',
    'token.revoke',
    'token.create',
    'token.revoke',
  ]);
});

it('takes no name twice', async () => {
  await ask('POST', '', { name: 'ci', role: 'viewer' });
  expect((await ask('POST', '', { name: 'ci', role: 'admin' })).status).toBe(409);
  expect(http.audit.records).toHaveLength(1);
});

it.each<[string, Record<string, unknown>, string]>([
  ['an end that is past', { expiresAt: '2020-01-01T00:00:00Z' }, 'expiresAt'],
  ['an end without a zone', { expiresAt: '2030-01-01T00:00:00' }, 'expiresAt'],
  ['a role that is none', { role: 'emperor' }, 'role'],
  ['a name with a new line', { name: 'ci\nadmin' }, 'name'],
  ['a key that nobody knows', { scope: 'all' }, 'scope'],
])('refuses %s', async (_, changes, parameter) => {
  const { status, json } = await ask('POST', '', { name: 'ci', role: 'viewer', ...changes });
  expect([status, json.errors[0].parameter]).toEqual([400, parameter]);
});

it('is for admins', async () => {
  for (const [method, path] of [
    ['GET', ''],
    ['POST', ''],
    ['DELETE', '/ci'],
  ] as const) {
    expect((await ask(method, path, undefined, 'look')).status).toBe(403);
  }
});

it('lists page by page', async () => {
  for (const name of ['c', 'a', 'b']) await ask('POST', '', { name, role: 'viewer' });
  const first = (await ask('GET', '?limit=2')).json;
  const second = (await ask('GET', `?limit=2&cursor=${first.next}`)).json;
  expect([...first.items, ...second.items].map(({ name }: { name: string }) => name)).toEqual(['a', 'b', 'c']);
  expect(second.next).toBeUndefined();
});
