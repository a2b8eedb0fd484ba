import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { copyTemplate, openTestDatabase, type TestDatabase } from '../../test/database.ts';
import { type HttpApp, startHttpApp } from '../../test/fakes/http-app.ts';
import { ApiModule } from '../api/api.module.ts';
import { parseConfig } from '../config/load-config.ts';
import { Secret } from '../config/secret.ts';
import { AuditStore } from '../store/audit-store.ts';
import { Database } from '../store/database.ts';
import { createToken, listTokens, revokeToken } from './token.ts';
import { inDatabase } from './token-place.ts';

const folder = mkdtempSync(join(tmpdir(), 'gauger-token-'));
const tokenFile = join(folder, 'admin');
writeFileSync(tokenFile, 'open-sesame\n');
afterAll(() => rmSync(folder, { recursive: true }));

describe('of a running service', () => {
  let http: HttpApp;
  let place: { url: string; tokenFile: string };
  beforeAll(async () => {
    http = await startHttpApp([ApiModule], { token: new Secret({ text: 'open-sesame' }) });
    place = { url: http.url, tokenFile };
  });
  afterAll(() => http.close());

  it('makes, lists and revokes', async () => {
    const said: string[] = [];
    const print = (text: string) => said.push(text);
    expect(await createToken({ ...place, name: 'ci', role: 'viewer', expires: 86_400_000 * 36_500 }, print)).toBe(0);
    expect(said).toEqual([expect.stringMatching(/^ggr_[\w-]{43}$/)]);
    const answer = await fetch(`${http.url}/api/v1/status`, { headers: { authorization: `Bearer ${said[0]}` } });
    expect(answer.status).toBe(200);
    await listTokens(place, print);
    expect(said.slice(1).map((row) => row.split(/ {2,}/).slice(0, 2))).toEqual([
      ['NAME', 'ROLE'],
      ['ci', 'viewer'],
    ]);
    expect([await revokeToken('ci', place), await revokeToken('ci', place)]).toEqual([0, 1]);
  });

  it('says what is wrong', async () => {
    const request = { ...place, name: 'grafana', role: 'viewer' } as const;
    await createToken(request, () => {});
    await expect(createToken(request, () => {})).rejects.toThrow(/answered 409: there is a token of this name/);
    writeFileSync(join(folder, 'wrong'), 'wrong');
    await expect(listTokens({ ...place, tokenFile: join(folder, 'wrong') })).rejects.toThrow(/answered 401: The token/);
    await expect(listTokens({ ...place, url: 'http://127.0.0.1:1' })).rejects.toThrow('is Gauger running there?');
  });
});

describe('in the database', () => {
  let test: TestDatabase;
  beforeAll(async () => {
    test = await openTestDatabase();
  });
  afterAll(() => test.close());

  it('makes, lists and revokes, and writes it down', async () => {
    const { config } = parseConfig('', 'gauger.yaml', { environment: { DATABASE_URL: test.url } });
    await inDatabase(config, async (place) => {
      expect(await place.create({ name: 'ci', role: 'operator' })).toMatch(/^ggr_/);
      await expect(place.create({ name: 'ci', role: 'viewer' })).rejects.toThrow('there is a token of this name');
      expect(await place.list()).toMatchObject([
        { name: 'ci', role: 'operator', createdBy: expect.stringMatching(/^cli:/) },
      ]);
      expect([await place.revoke('ci'), await place.revoke('ci'), await place.list()]).toEqual([true, false, []]);
    });
    const database = await Database.open({ url: test.url });
    const lines = await new AuditStore(database).list({ limit: 10 });
    await database.close();
    expect(lines.map(({ action, subject }) => `${action} ${subject}`)).toEqual(['token.revoke ci', 'token.create ci']);
  });

  it('sends to the service that holds the data directory', async () => {
    const dataDirectory = join(folder, 'data');
    await copyTemplate(dataDirectory);
    const held = await Database.open({ dataDirectory });
    const { config } = parseConfig(`storage: { data_directory: ${dataDirectory} }`, 'gauger.yaml', { environment: {} });
    await expect(inDatabase(config, (place) => place.list())).rejects.toThrow(/in use .* is asked with --url$/);
    await held.close();
  });
});
