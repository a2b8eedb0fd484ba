import { request } from 'node:http';
import { text } from 'node:stream/consumers';
import { type HttpApp, startHttpApp } from '../../test/fakes/http-app.ts';
import { ApiModule } from './api.module.ts';

let http: HttpApp;

beforeAll(async () => {
  http = await startHttpApp([ApiModule]);
});
afterAll(() => http.close());

async function post(path: string, headers: Record<string, string>, body = '{}') {
  const { hostname, port } = new URL(http.url);
  return new Promise<{ status: number | undefined; body: string }>((resolve, reject) => {
    const sent = request({ hostname, port, path, method: 'POST', headers }, async (response) => {
      resolve({ status: response.statusCode, body: await text(response) });
    });
    sent.on('error', reject);
    sent.end(body);
  });
}

it.each([
  [undefined],
  ['text/plain'],
  ['application/x-www-form-urlencoded'],
  ['multipart/form-data; boundary=x'],
  ['application/jsonx'],
  ['application/json, text/plain'],
])('refuses a body of type %s, before it is read', async (type) => {
  const { status, body } = await post(
    '/api/v1/tokens',
    type === undefined ? {} : { 'content-type': type },
    'x'.repeat(100_000),
  );
  expect([status, JSON.parse(body).status]).toEqual([415, 415]);
});

it('takes JSON whatever its parameters and case', async () => {
  for (const type of ['application/json', 'Application/JSON; charset=utf-8'])
    expect((await post('/api/v1/tokens', { 'content-type': type })).status).toBe(400);
});

it('takes of each route its own type alone', async () => {
  const answer = await post('/api/v1/write', { 'content-type': 'application/json' });
  expect(answer.status).toBe(415);
  expect(JSON.parse(answer.body).detail).toContain('application/x-protobuf');
});

it('knows nothing of types where there is no route', async () => {
  expect((await post('/nowhere', { 'content-type': 'text/plain' })).status).toBe(404);
});
