import { createHash } from 'node:crypto';
import { openTestDatabase, type TestDatabase } from '../../test/database.ts';
import { ApiTokenStore, type NewToken } from './api-token-store.ts';
import { Database } from './database.ts';

const NOW_MS = Date.UTC(2026, 10, 23, 10, 20);

let test: TestDatabase;
let database: Database;
let tokens: ApiTokenStore;

beforeAll(async () => {
  test = await openTestDatabase();
  database = await Database.open({ url: test.url });
  tokens = new ApiTokenStore(database);
});
afterEach(async () => {
  await database.prisma.apiToken.deleteMany();
});
afterAll(async () => {
  await database.close();
  await test.close();
});

const hashOf = (text: string) => createHash('sha256').update(text).digest();

function given(name: string, changes: Partial<NewToken> = {}): NewToken {
  return { name, role: 'viewer', hash: hashOf(name), createdAtMs: NOW_MS, createdBy: 'local', ...changes };
}

it('keeps tokens, finds them by their hash and lists them by name', async () => {
  const made = await tokens.create(given('grafana', { role: 'operator', expiresAtMs: NOW_MS + 1 }));
  await tokens.create(given('ci'));
  expect((await tokens.list()).map(({ name }) => name)).toEqual(['ci', 'grafana']);
  const found = await tokens.find(hashOf('grafana'));
  expect(found).toMatchObject({ name: 'grafana', role: 'operator', createdAtMs: NOW_MS, expiresAtMs: NOW_MS + 1 });
  expect(made).toMatchObject({ id: found?.id });
  expect(await tokens.find(hashOf('nobody'))).toBeUndefined();
});

it('has each name once', async () => {
  await tokens.create(given('ci'));
  expect(await tokens.create(given('ci', { hash: hashOf('other') }))).toBe('name_taken');
  expect(await tokens.list()).toHaveLength(1);
});

it('revokes, once', async () => {
  await tokens.create(given('a'));
  await tokens.create(given('b'));
  const [a] = await tokens.list();
  expect([await tokens.revoke(a?.id ?? ''), await tokens.revoke(a?.id ?? '')]).toEqual([true, false]);
  expect(await tokens.find(hashOf('a'))).toBeUndefined();
  expect((await tokens.list()).map(({ name }) => name)).toEqual(['b']);
});

it('remembers the last use to the hour', async () => {
  await tokens.create(given('ci'));
  const read = async () => (await tokens.list()).find(({ name }) => name === 'ci') ?? Promise.reject(new Error('gone'));
  await tokens.used(await read(), NOW_MS);
  const hour = Date.UTC(2026, 10, 23, 10);
  expect((await read()).lastUsedAtMs).toBe(hour);
  await tokens.used(await read(), NOW_MS + 60_000);
  await tokens.used({ ...(await read()), lastUsedAtMs: hour }, hour + 3_599_999);
  expect((await read()).lastUsedAtMs).toBe(hour);
  await tokens.used(await read(), hour + 3_600_000);
  expect((await read()).lastUsedAtMs).toBe(hour + 3_600_000);
});

it('gives a role that it does not know the least rights', async () => {
  await tokens.create(given('ci'));
  await database.prisma.apiToken.updateMany({ data: { role: 'emperor' } });
  expect((await tokens.find(hashOf('ci')))?.role).toBe('viewer');
});
