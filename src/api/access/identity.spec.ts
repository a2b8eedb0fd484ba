import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MORNING_MS } from '../../../test/fakes/alerts.ts';
import { type HttpApp, startHttpApp } from '../../../test/fakes/http-app.ts';
import { FakeIssuer } from '../../../test/fakes/issuer.ts';
import { Secret } from '../../config/secret.ts';
import type { Role } from '../../core/model/role.ts';
import { StoreUnavailable } from '../../store/store-unavailable.ts';
import { ApiModule } from '../api.module.ts';
import type { ApiAccess } from '../ports.ts';
import { hashOf, isTokenSecret, newTokenSecret } from './token-secret.ts';

let http: HttpApp | undefined;
let issuer: FakeIssuer | undefined;

afterEach(async () => {
  await http?.close();
  await issuer?.close();
  http = undefined;
  issuer = undefined;
});

async function start(access: ApiAccess): Promise<HttpApp> {
  http = await startHttpApp([ApiModule], access);
  return http;
}

async function ask(token: string | undefined, path = '/api/v1/status', method = 'GET'): Promise<number> {
  const headers: Record<string, string> = token === undefined ? {} : { authorization: `Bearer ${token}` };
  return (await fetch(`${http?.url}${path}`, { method, headers })).status;
}

const admin = { token: new Secret({ text: 'open-sesame' }) };

function stored(secret: string, changes: { role?: Role; expiresAtMs?: number } = {}) {
  return {
    id: 'x',
    name: 'ci',
    role: 'viewer',
    hash: hashOf(secret),
    createdAtMs: 0,
    createdBy: 'local',
    ...changes,
  } as const;
}

it('makes tokens that nobody guesses, of a form of their own', () => {
  const secrets = Array.from({ length: 100 }, newTokenSecret);
  expect(new Set(secrets).size).toBe(100);
  expect(secrets.every(isTokenSecret)).toBe(true);
  expect(['ggr_', 'ggr_abc', `${secrets[0]}x`, 'open-sesame', ''].some(isTokenSecret)).toBe(false);
});

it('knows the tokens of the configuration, each with its role, and follows their files', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'gauger-token-'));
  const file = join(folder, 'token');
  writeFileSync(file, 'first\n');
  const grafana = { name: 'grafana', role: 'viewer', token: new Secret({ file }) } as const;
  const { clock } = await start({ ...admin, tokens: [grafana] });
  expect(await ask('first')).toBe(200);
  expect(await ask('first', '/api/v1/write', 'POST')).toBe(403);
  expect(await ask('open-sesame')).toBe(200);
  writeFileSync(file, 'the-second\n');
  expect(await ask('the-second')).toBe(200);
  await clock.pass(10_000);
  expect(await ask('first')).toBe(401);
  rmSync(folder, { recursive: true });
  await clock.pass(10_000);
  expect([await ask('the-second'), await ask('open-sesame'), await ask('')]).toEqual([401, 200, 401]);
});

it('knows the tokens that were made, until they end', async () => {
  const { tokens, clock } = await start(admin);
  const secret = newTokenSecret();
  tokens.all.push(stored(secret, { expiresAtMs: MORNING_MS + 5000 }));
  expect(await ask(secret)).toBe(200);
  expect(tokens.all[0]?.lastUsedAtMs).toBe(MORNING_MS);
  await clock.pass(4999);
  expect(await ask(secret)).toBe(200);
  await clock.pass(1);
  expect(await ask(secret)).toBe(401);
});

it('looks again after ten seconds, and not before', async () => {
  const { tokens, clock } = await start(admin);
  const secret = newTokenSecret();
  tokens.all.push(stored(secret));
  expect(await ask(secret)).toBe(200);
  tokens.all.length = 0;
  expect(await ask(secret)).toBe(200);
  await clock.pass(10_000);
  expect(await ask(secret)).toBe(401);
});

it('heeds a token that is brought where none is asked for', async () => {
  const { tokens } = await start({});
  const secret = newTokenSecret();
  tokens.all.push(stored(secret));
  expect([await ask(undefined), await ask(secret), await ask(newTokenSecret())]).toEqual([200, 200, 401]);
  expect(await ask(secret, '/api/v1/write', 'POST')).toBe(403);
});

it('is away with the database for those whom the database knows alone', async () => {
  const { tokens } = await start(admin);
  tokens.find = async () => Promise.reject(new StoreUnavailable('unreachable', undefined));
  expect([await ask(newTokenSecret()), await ask('open-sesame')]).toEqual([503, 200]);
});

it('takes what the issuer signed', async () => {
  issuer = await FakeIssuer.start();
  const oidc = {
    issuer: issuer.url,
    audience: 'gauger',
    jwksUri: undefined,
    nameClaim: 'email',
    rolesClaim: 'groups',
    roleMapping: { sre: 'viewer' },
  } as const;
  await start({ oidc });
  expect(await ask(undefined)).toBe(401);
  expect(await ask(await issuer.token(MORNING_MS))).toBe(200);
  expect(await ask(await issuer.token(MORNING_MS), '/api/v1/write', 'POST')).toBe(403);
  expect(await ask(await issuer.token(MORNING_MS, { aud: 'grafana' }))).toBe(401);
  expect(await ask(await issuer.token(MORNING_MS, { groups: [] }))).toBe(403);
  expect(await ask(await issuer.unsignedToken(MORNING_MS))).toBe(401);
  expect(await ask(await issuer.confusedToken(MORNING_MS))).toBe(401);
});

it('is away with an issuer that was never reached', async () => {
  issuer = await FakeIssuer.start();
  const token = await issuer.token(MORNING_MS);
  issuer.mood = 'away';
  const claims = { nameClaim: 'email', rolesClaim: 'groups', roleMapping: { sre: 'viewer' } } as const;
  await start({ oidc: { issuer: issuer.url, audience: 'gauger', jwksUri: undefined, ...claims } });
  expect(await ask(token)).toBe(503);
});
