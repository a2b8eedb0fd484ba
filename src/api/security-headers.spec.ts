import { type HttpApp, startHttpApp } from '../../test/fakes/http-app.ts';
import { ApiModule } from './api.module.ts';

let http: HttpApp | undefined;

afterEach(async () => {
  await http?.close();
  http = undefined;
});

const FORWARDED = { 'x-forwarded-proto': 'https', 'x-forwarded-for': '192.0.2.7' };

async function ask(headers: Record<string, string> = {}) {
  return fetch(`${http?.url}/api/v1/status`, { headers });
}

it('keeps browsers to TLS where a trusted proxy speaks it', async () => {
  http = await startHttpApp([ApiModule], {}, ['127.0.0.1']);
  expect((await ask(FORWARDED)).headers.get('strict-transport-security')).toBe('max-age=31536000');
  expect((await ask()).headers.has('strict-transport-security')).toBe(false);
});

it('believes nobody else about TLS, or about the address that is counted', async () => {
  const rateLimit = { requestsPerMinute: 1, failuresPerMinute: 9 };
  http = await startHttpApp([ApiModule], { rateLimit });
  const [first, second] = [await ask(FORWARDED), await ask({ ...FORWARDED, 'x-forwarded-for': '192.0.2.8' })];
  expect([first.status, second.status, first.headers.has('strict-transport-security')]).toEqual([200, 429, false]);
  await http.close();
  http = await startHttpApp([ApiModule], { rateLimit }, ['127.0.0.0/8']);
  expect([(await ask(FORWARDED)).status, (await ask({ 'x-forwarded-for': '192.0.2.8' })).status]).toEqual([200, 200]);
});
