import { MORNING_MS } from '../../../test/fakes/alerts.ts';
import { FakeIssuer } from '../../../test/fakes/issuer.ts';
import { ManualClock } from '../../../test/fakes/manual-clock.ts';
import type { OidcConfig } from '../../config/api-section.ts';
import { isJwt, Oidc } from './oidc.ts';
import { OidcKeys } from './oidc-keys.ts';

let issuer: FakeIssuer;
let clock: ManualClock;

beforeEach(async () => {
  issuer = await FakeIssuer.start();
  clock = new ManualClock(MORNING_MS);
});
afterEach(() => issuer.close());

function reader(changes: Partial<OidcConfig> = {}): Oidc {
  const config: OidcConfig = {
    issuer: issuer.url,
    audience: 'gauger',
    jwksUri: undefined,
    nameClaim: 'email',
    rolesClaim: 'groups',
    roleMapping: { readers: 'viewer', sre: 'operator', platform: 'admin' },
    ...changes,
  };
  return new Oidc(config, new OidcKeys(config, clock, 0), clock);
}

const roleOf = (result: Awaited<ReturnType<Oidc['verify']>>) => (result.ok ? result.actor.role : result.reason);

it('takes what the issuer signed, found by discovery', async () => {
  const oidc = reader();
  expect(await oidc.verify(await issuer.token(MORNING_MS))).toEqual({
    ok: true,
    actor: { name: 'oidc:ada@example.com', role: 'operator' },
    expiresAtMs: MORNING_MS + 300_000,
  });
  await oidc.verify(await issuer.token(MORNING_MS));
  expect(issuer.asked).toEqual(['/.well-known/openid-configuration', '/keys']);
});

it('asks only for the keys where their place is configured', async () => {
  expect((await reader({ jwksUri: `${issuer.url}/keys` }).verify(await issuer.token(MORNING_MS))).ok).toBe(true);
  expect(issuer.asked).toEqual(['/keys']);
});

it('follows a rotation of keys, and forgets the old ones', async () => {
  const oidc = reader();
  const before = await issuer.token(MORNING_MS);
  expect((await oidc.verify(before)).ok).toBe(true);
  await issuer.rotate('second', 'RS256');
  expect((await oidc.verify(await issuer.token(MORNING_MS))).ok).toBe(true);
  expect(roleOf(await oidc.verify(before))).toBe('refused');
});

const nowS = MORNING_MS / 1000;

it.each<[string, Record<string, unknown>]>([
  ['another audience', { aud: 'grafana' }],
  ['another issuer', { iss: 'https://other.example' }],
  ['an end that is past', { exp: nowS - 31 }],
  ['a beginning to come', { nbf: nowS + 31 }],
  ['no end', { exp: undefined }],
  ['nobody', { sub: undefined }],
])('refuses a token of %s', async (_, changes) => {
  expect(roleOf(await reader().verify(await issuer.token(MORNING_MS, changes)))).toBe('refused');
});

it('bears with a clock that is a little off', async () => {
  expect((await reader().verify(await issuer.token(MORNING_MS, { exp: nowS - 29, nbf: nowS + 29 }))).ok).toBe(true);
});

it('refuses what nobody signed, or what everybody could have', async () => {
  const oidc = reader();
  const token = await issuer.token(MORNING_MS);
  expect((await oidc.verify(token)).ok).toBe(true);
  expect(roleOf(await oidc.verify(await issuer.unsignedToken(MORNING_MS)))).toBe('refused');
  expect(roleOf(await oidc.verify(await issuer.confusedToken(MORNING_MS)))).toBe('refused');
  const [header, , signature] = token.split('.');
  const forged = Buffer.from(
    JSON.stringify({ iss: issuer.url, aud: 'gauger', sub: 'me', exp: nowS + 9, groups: ['platform'] }),
  );
  expect(roleOf(await oidc.verify(`${header}.${forged.toString('base64url')}.${signature}`))).toBe('refused');
  expect(roleOf(await oidc.verify('a.b.c'))).toBe('refused');
});

it.each<[string, Record<string, unknown>, string]>([
  ['the highest of several', { groups: ['readers', 'platform', 'sre'] }, 'admin'],
  ['one that is no list', { groups: 'readers' }, 'viewer'],
  ['none for unknown ones', { groups: ['hr', 'constructor', 7] }, 'no_role'],
  ['none without the claim', { groups: undefined }, 'no_role'],
])('gives a role: %s', async (_, changes, want) => {
  expect(roleOf(await reader().verify(await issuer.token(MORNING_MS, changes)))).toBe(want);
});

it('finds roles by a path, and by a name with dots first', async () => {
  const nested = await issuer.token(MORNING_MS, { realm_access: { roles: ['platform'] } });
  expect(roleOf(await reader({ rolesClaim: 'realm_access.roles' }).verify(nested))).toBe('admin');
  const dotted = await issuer.token(MORNING_MS, { 'https://x.example/roles': ['readers'] });
  expect(roleOf(await reader({ rolesClaim: 'https://x.example/roles' }).verify(dotted))).toBe('viewer');
});

it.each<[string, Record<string, unknown>, string | undefined]>([
  ['an address that was not checked', { email_verified: false }, 'oidc:u-1'],
  ['no address', { email: undefined }, 'oidc:u-1'],
  ['a name that could be taken for two lines', { email: 'ada\nby: bob' }, 'oidc:u-1'],
  ['nothing usable', { email: '', sub: 'a\u0000' }, undefined],
])('names the person: %s', async (_, changes, want) => {
  const result = await reader().verify(await issuer.token(MORNING_MS, changes));
  expect(result.ok ? result.actor.name : undefined).toBe(want);
});

it('says when the issuer is away, and asks again later', async () => {
  const oidc = reader();
  const token = await issuer.token(MORNING_MS);
  issuer.mood = 'away';
  expect(roleOf(await oidc.verify(token))).toBe('unavailable');
  issuer.mood = 'good';
  expect(roleOf(await oidc.verify(token))).toBe('unavailable');
  expect(issuer.asked).toHaveLength(1);
  await clock.pass(5000);
  expect((await oidc.verify(token)).ok).toBe(true);
});

it('believes no discovery document of another issuer', async () => {
  issuer.mood = 'lying';
  const result = await reader().verify(await issuer.token(MORNING_MS));
  expect(result).toMatchObject({ ok: false, reason: 'unavailable', detail: expect.stringContaining('other.example') });
});

it('knows the form of a JWT', () => {
  expect(['a.b.c', 'a.b.', 'ggr_x', 'a.b', 'a.b.c.d', 'a.b c.d'].map(isJwt)).toEqual([
    true,
    true,
    false,
    false,
    false,
    false,
  ]);
});
