import { type HttpApp, startHttpApp } from '../../../test/fakes/http-app.ts';
import { Secret } from '../../config/secret.ts';
import { ApiModule } from '../api.module.ts';

let http: HttpApp;

afterEach(() => http.close());

async function start(rateLimit: { requestsPerMinute: number; failuresPerMinute: number }): Promise<void> {
  const tokens = ['one', 'two'].map((name) => ({ name, role: 'operator', token: new Secret({ text: name }) }) as const);
  http = await startHttpApp([ApiModule], { tokens, rateLimit });
}

async function ask(token: string, path = '/api/v1/status', method = 'GET') {
  const headers: Record<string, string> = token === '' ? {} : { authorization: `Bearer ${token}` };
  const response = await fetch(http.url + path, { headers, method });
  return { status: response.status, headers: response.headers, json: await response.json().catch(() => undefined) };
}

async function statuses(count: number, token: string): Promise<number[]> {
  const answers: number[] = [];
  for (let index = 0; index < count; index++) answers.push((await ask(token)).status);
  return answers;
}

it('counts each token by itself, and says when to come again', async () => {
  await start({ requestsPerMinute: 3, failuresPerMinute: 100 });
  expect(await statuses(4, 'one')).toEqual([200, 200, 200, 429]);
  expect(await statuses(1, 'two')).toEqual([200]);
  const { headers, json } = await ask('one');
  expect(headers.get('content-type')).toBe('application/problem+json');
  expect(Number(headers.get('retry-after'))).toBeGreaterThan(0);
  expect(Number(headers.get('retry-after'))).toBeLessThanOrEqual(60);
  expect(json).toMatchObject({
    status: 429,
    title: 'Too Many Requests',
    detail: 'Too many requests. Try again later.',
  });
});

it('counts whoever brings no token by the address', async () => {
  await start({ requestsPerMinute: 2, failuresPerMinute: 100 });
  expect(await statuses(3, '')).toEqual([401, 401, 429]);
  expect((await ask('', '/metrics')).status).toBe(429);
});

it('never refuses samples for their number: a sender would lose them', async () => {
  await start({ requestsPerMinute: 1, failuresPerMinute: 100 });
  expect(await statuses(2, 'one')).toEqual([200, 429]);
  expect((await ask('one', '/api/v1/write', 'POST')).status).toBe(415);
});

it('looks at no more tokens of an address that was wrong too often, and lets go on whom it knows', async () => {
  await start({ requestsPerMinute: 100, failuresPerMinute: 2 });
  expect(await statuses(1, 'one')).toEqual([200]);
  expect([await statuses(1, 'a'), await statuses(1, 'b'), await statuses(1, 'c')].flat()).toEqual([401, 401, 401]);
  const { status, headers } = await ask('d');
  expect([status, Number(headers.get('retry-after')) > 0]).toEqual([429, true]);
  expect([await statuses(1, 'one'), await statuses(1, 'two')].flat()).toEqual([200, 429]);
});
