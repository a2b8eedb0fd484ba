import { type HttpApp, startHttpApp } from '../../test/fakes/http-app.ts';
import { Secret } from '../config/secret.ts';
import { ApiModule } from './api.module.ts';

let http: HttpApp;
beforeAll(async () => {
  http = await startHttpApp([ApiModule], { token: new Secret({ text: 'token' }) });
});
afterAll(() => http.close());

async function ask(path: string, method = 'GET', headers: Record<string, string> = { authorization: 'Bearer token' }) {
  const response = await fetch(`${http.url}/api/v1/receivers${path}`, { method, headers });
  return { status: response.status, body: await response.json() };
}

it('lists receivers with how they fare', async () => {
  expect(await ask('')).toMatchObject({
    status: 200,
    body: {
      items: [
        { name: 'on-call', kind: 'slack', state: 'healthy', parked: 0, lastSentAt: '2026-11-23T10:00:00.000Z' },
        {
          name: 'siem',
          state: 'failing',
          waiting: 2,
          lastFailure: { at: '2026-11-23T09:59:59.000Z', reason: 'http_503' },
        },
      ],
    },
  });
});

it('tests a receiver, and tells what became of it', async () => {
  expect(await ask('/on-call/test', 'POST')).toEqual({ status: 200, body: { outcome: 'sent', durationMs: 12 } });
  expect(await ask('/siem/test', 'POST')).toMatchObject({
    status: 200,
    body: { outcome: 'retry', reason: 'http_503' },
  });
  expect(await ask('/nowhere/test', 'POST')).toMatchObject({
    status: 404,
    body: { detail: 'There is no receiver "nowhere".' },
  });
});

it('sends again what was given up', async () => {
  expect(await ask('/siem/retry', 'POST')).toEqual({ status: 200, body: { messages: 1 } });
  expect(await ask('/nowhere/retry', 'POST')).toMatchObject({ status: 404 });
  expect(http.receivers.asked.at(-2)).toMatch(/^retry siem .+/);
});

it('wants a token for all that', async () => {
  for (const [path, method] of [
    ['', 'GET'],
    ['/siem/test', 'POST'],
    ['/siem/retry', 'POST'],
  ] as const) {
    expect(await ask(path, method, {})).toMatchObject({ status: 401 });
  }
});

describe('buttons', () => {
  const FORM = 'application/x-www-form-urlencoded';

  async function press(name: string, body: string, headers: Record<string, string>) {
    const given = { 'content-type': FORM, 'x-slack-request-timestamp': '1', ...headers };
    const response = await fetch(`${http.url}/api/v1/receivers/${name}/interactions`, {
      method: 'POST',
      headers: given,
      body,
    });
    return response.status;
  }

  it('need no token but a signature over the very bytes', async () => {
    const body = 'payload=%7B+%22a%22%3A1%7D&payload=';
    expect(await press('on-call', body, { 'x-slack-signature': 'right' })).toBe(200);
    expect(http.interactions.bodies).toEqual([body]);
  });

  it.each([
    ['without a signature', 'on-call', 'payload=', {}, 401],
    ['with a wrong one', 'on-call', 'payload=', { 'x-slack-signature': 'wrong' }, 401],
    ['of a receiver without buttons', 'other', 'payload=', { 'x-slack-signature': 'right' }, 404],
    ['of an alert that is gone', 'on-call', 'payload=gone', { 'x-slack-signature': 'right' }, 404],
    ['that are none', 'on-call', 'x=1', { 'x-slack-signature': 'right' }, 400],
    ['as JSON', 'on-call', '{}', { 'x-slack-signature': 'right', 'content-type': 'application/json' }, 415],
    ['of more than any button says', 'on-call', 'x'.repeat(100_000), { 'x-slack-signature': 'right' }, 413],
  ])('are refused %s', async (_, name, body, headers, status) => expect(await press(name, body, headers)).toBe(status));
});
