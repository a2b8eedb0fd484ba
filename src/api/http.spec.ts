import { request } from 'node:http';
import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { type HttpApp, startHttpApp } from '../../test/fakes/http-app.ts';
import { Secret } from '../config/secret.ts';
import { ApiModule } from './api.module.ts';

let http: HttpApp;

beforeAll(async () => {
  http = await startHttpApp([ApiModule]);
});
beforeEach(() => http.reset());
afterAll(async () => http.close());

async function get(path: string) {
  const response = await fetch(`${http.url}${path}`);
  const body = await response.text();
  const json = /json/.test(response.headers.get('content-type') ?? '') ? JSON.parse(body) : undefined;
  return { status: response.status, headers: response.headers, body, json };
}

/** For what `fetch` would not send: a header of its own, a broken path. */
async function raw(options: { path: string; method?: string; headers?: Record<string, string>; body?: string }) {
  const { hostname, port } = new URL(http.url);
  return new Promise<{ status: number | undefined; type: string | undefined; body: string }>((resolve, reject) => {
    const sent = request({ hostname, port, ...options }, async (response) => {
      resolve({ status: response.statusCode, type: response.headers['content-type'], body: await text(response) });
    });
    sent.on('error', reject);
    sent.end(options.body);
  });
}

describe('errors', () => {
  it.each([
    ['/api/v1/alerts?limit=0', 'limit', 'must be at least 1'],
    ['/api/v1/alerts?limit=many', 'limit', 'must be a number'],
    ['/api/v1/alerts?limit=501', 'limit', 'must be at most 500'],
    ['/api/v1/alerts?limit=1&limit=2', 'limit', 'must be a number'],
    ['/api/v1/alerts?state=burning', 'state.0', 'must be one of pending, firing, resolved'],
    ['/api/v1/alerts?stat=firing', 'stat', 'is not known here; leave it out'],
    ['/api/v1/alerts?cursor=nonsense', 'cursor', 'is not one this list gave; leave it out to begin at the start'],
    ['/api/v1/signals?cursor=nonsense', 'cursor', 'is not one this list gave; leave it out to begin at the start'],
    ['/api/v1/signals?cursor=WyJhIl0', 'cursor', 'is not one this list gave; leave it out to begin at the start'],
    ['/api/v1/alerts/nonsense', 'id', 'is not an alert id'],
  ])('names the parameter and what it should be: %s', async (path, parameter, detail) => {
    const { status, headers, json } = await get(path);
    expect([status, headers.get('content-type')]).toEqual([400, 'application/problem+json']);
    expect(json).toMatchObject({ type: 'about:blank', title: 'Bad Request', status: 400 });
    expect(json.errors).toEqual([{ parameter, detail }]);
  });

  it('is a text to clients of Alertmanager, who read nothing else', async () => {
    const { status, headers, json } = await get('/api/v2/alerts?active=maybe');
    expect([status, headers.get('content-type')]).toEqual([400, 'application/json']);
    expect(json).toMatch(/^active: /);
  });

  it.each<[string, Parameters<typeof raw>[0], number]>([
    ['an unknown path', { path: '/nowhere' }, 404],
    ['an unknown method', { path: '/api/v1/alerts', method: 'DELETE' }, 404],
    ['a broken path', { path: '/api/v1/signals/%zz' }, 400],
    ['a long name', { path: `/api/v1/signals/${'x'.repeat(3000)}` }, 414],
    [
      'a strange body',
      { path: '/api/v1/alerts', method: 'POST', headers: { 'content-type': 'text/xml' }, body: '<a/>' },
      404,
    ],
  ])('is a problem: %s', async (_, options, status) => {
    const answer = await raw(options);
    expect([answer.status, answer.type]).toEqual([status, 'application/problem+json']);
    expect(JSON.parse(answer.body)).toMatchObject({ status });
    expect(answer.body).not.toMatch(/\.ts|node_modules|\bat /);
  });

  it.each([
    ['no request', 'HELLO\r\n\r\n', 400, 'Bad Request'],
    [
      'two lengths',
      'POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nx',
      400,
      'Bad Request',
    ],
    ['endless headers', `GET / HTTP/1.1\r\nA: ${'x'.repeat(20_000)}\r\n\r\n`, 431, 'Request Header Fields Too Large'],
  ])('is a problem, and the end of the connection: %s', async (_, sent, status, title) => {
    const { hostname, port } = new URL(http.url);
    const socket = connect({ host: hostname, port: Number(port) });
    socket.write(sent);
    const [head = '', body = ''] = (await text(socket)).split('\r\n\r\n');
    expect(head).toContain(`HTTP/1.1 ${status} ${title}\r\nContent-Type: application/problem+json`);
    expect(JSON.parse(body)).toEqual({ type: 'about:blank', title, status });
  });

  it('shows nothing of a fault of ours', async () => {
    http.alerts.failure = new Error('secret path /etc/gauger');
    const { status, json } = await get('/api/v1/alerts');
    expect([status, json]).toEqual([500, { type: 'about:blank', title: 'Internal Server Error', status: 500 }]);
  });
});

describe('access', () => {
  it('answers without a token only to localhost', async () => {
    expect((await raw({ path: '/api/v1/status', headers: { host: 'localhost:8080' } })).status).toBe(200);
    expect((await raw({ path: '/api/v1/status', headers: { host: 'rebound.example' } })).status).toBe(421);
  });

  it('asks for the token where there is one', async () => {
    const guarded = await startHttpApp([ApiModule], { token: new Secret({ text: 'open-sesame' }) });
    const ask = (path: string, authorization = '') => fetch(guarded.url + path, { headers: { authorization } });
    const refused = await ask('/api/v1/status');
    expect([refused.status, refused.headers.get('www-authenticate')]).toEqual([401, 'Bearer']);
    expect((await ask('/api/v2/alerts', 'Bearer open-sesam')).status).toBe(401);
    expect((await ask('/api/v2/alerts', 'Basic open-sesame')).status).toBe(401);
    expect((await ask('/api/v1/status', 'Bearer open-sesame')).status).toBe(200);
    for (const path of ['/api/openapi.json', '/metrics', '/health/live']) expect((await ask(path)).status).toBe(200);
    await guarded.close();
  });

  it('forbids browsers to do anything with an answer', async () => {
    for (const path of ['/api/v1/status', '/nowhere']) {
      const { headers } = await get(path);
      expect(headers.get('content-security-policy')).toBe("default-src 'none'; frame-ancestors 'none'");
      expect([headers.get('x-content-type-options'), headers.get('cache-control')]).toEqual(['nosniff', 'no-store']);
    }
  });
});

describe('OpenAPI', () => {
  it('describes every route, its parameters and its answers', async () => {
    const { json } = await get('/api/openapi.json');
    expect(json.openapi).toBe('3.1.0');
    expect(Object.keys(json.paths)).toEqual([
      '/api/v1/alerts',
      '/api/v1/alerts/{id}',
      '/api/v1/alerts/{id}/acknowledgement',
      '/api/v1/alerts/{id}/verdict/effect',
      '/api/v1/alerts/{id}/verdict',
      '/api/v1/alerts/{id}/evidence',
      '/api/v1/alerts/{id}/chart.svg',
      '/api/v1/alerts/{id}/chart.png',
      '/api/v1/incidents',
      '/api/v1/incidents/{id}',
      '/api/v1/silences',
      '/api/v1/silences/{id}',
      '/api/v1/audit',
      '/api/v1/signals',
      '/api/v1/signals/{key}',
      '/api/v1/signals/{key}/history',
      '/api/v1/signals/{key}/chart.svg',
      '/api/v1/signals/{key}/chart.png',
      '/api/v1/baselines/export',
      '/api/v1/baselines',
      '/api/v1/baselines/{key}',
      '/api/v1/baselines/{key}/reset',
      '/api/v1/baselines/{key}/pin',
      '/api/v1/stream',
      '/api/v1/targets',
      '/api/v1/receivers',
      '/api/v1/receivers/{name}/test',
      '/api/v1/receivers/{name}/retry',
      '/api/v1/detectors',
      '/api/v1/status',
      '/api/v2/alerts',
      '/api/v2/alerts/groups',
      '/api/v2/receivers',
      '/api/v2/status',
      '/api/v2/silences',
      '/api/v2/silence/{id}',
      '/api/v1/tokens',
      '/api/v1/tokens/{id}',
      '/api/v1/write',
    ]);
    const list = json.paths['/api/v1/alerts'].get;
    expect(list.parameters.map(({ name }: { name: string }) => name)).toEqual([
      'state',
      'severity',
      'detector',
      'entityKind',
      'entity',
      'tenant',
      'shadow',
      'limit',
      'cursor',
    ]);
    expect(JSON.stringify(list.responses['200'])).toContain('#/components/schemas/AlertPage');
    expect(JSON.stringify(list.responses['default'])).toContain('application/problem+json');
    const refs = [...JSON.stringify(json).matchAll(/"#\/components\/schemas\/([^"]+)"/g)].map(([, name]) => name ?? '');
    expect(refs.filter((name) => !(name in json.components.schemas))).toEqual([]);
  });

  it('shows a page that loads nothing from elsewhere', async () => {
    const page = await get('/api/docs');
    expect(page.headers.get('content-security-policy')).toContain("script-src 'self'");
    const files = [...page.body.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, file]) => file ?? '');
    expect(files).toHaveLength(4);
    for (const file of files) expect((await get(`/api/${file}`)).status).toBe(200);
  });
});
