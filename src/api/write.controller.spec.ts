import { connect } from 'node:net';
import { type HttpApp, startHttpApp } from '../../test/fakes/http-app.ts';
import { Secret } from '../config/secret.ts';
import { ApiModule } from './api.module.ts';
import type { WriteAnswer } from './ports.ts';

let http: HttpApp;

beforeAll(async () => {
  http = await startHttpApp([ApiModule]);
});
beforeEach(() => http.reset());
afterAll(async () => http.close());

const V1 = 'application/x-protobuf';
const V2 = 'application/x-protobuf;proto=io.prometheus.write.v2.Request';

async function write(body: string | Uint8Array, headers: Record<string, string> = {}, app = http) {
  const response = await fetch(`${app.url}/api/v1/write`, {
    method: 'POST',
    body: Buffer.from(body),
    headers: { 'content-type': V1, 'content-encoding': 'snappy', ...headers },
  });
  const text = await response.text();
  const written = response.headers.get('x-prometheus-remote-write-samples-written');
  return { status: response.status, written, headers: response.headers, detail: text && JSON.parse(text).detail };
}

it.each([
  [V1, '1'],
  [`${V1};proto=prometheus.WriteRequest`, '1'],
  [V2, '2'],
  [`${V1}; proto="io.prometheus.write.v2.Request"`, '2'],
])('takes %s', async (type, version) => {
  expect(await write('message', { 'content-type': type })).toMatchObject({ status: 204, written: '3', detail: '' });
  expect(http.writer.taken).toEqual([{ body: 'message', version }]);
});

it.each<[WriteAnswer['outcome'], number]>([
  ['partly', 400],
  ['malformed', 400],
  ['too_large', 413],
  ['not_ready', 503],
])('answers what is %s with %i', async (outcome, status) => {
  http.writer.answer = { outcome, samples: 2, detail: 'Why.' };
  const answer = await write('message');
  expect(answer).toMatchObject({ status, written: '2', detail: 'Why.' });
  expect(answer.headers.get('retry-after')).toBe(outcome === 'not_ready' ? '5' : null);
  expect(answer.headers.get('x-prometheus-remote-write-histograms-written')).toBe('0');
});

it.each([
  [{ 'content-type': 'application/json' }],
  [{ 'content-type': 'application/x-www-form-urlencoded' }],
  [{ 'content-type': `${V1};proto=other.Message` }],
  [{ 'content-encoding': 'gzip' }],
])('does not know %j', async (headers) => {
  expect(await write('{}', headers)).toMatchObject({ status: 415 });
  expect(http.writer.taken).toEqual([]);
});

it('reads no more than the largest message', async () => {
  expect(await write('x'.repeat(1000))).toMatchObject({ status: 204 });
  expect(await write('x'.repeat(1001))).toMatchObject({ status: 413 });
  expect(await write('x'.repeat(20_000_000))).toMatchObject({ status: 413 });
});

it('asks to come back later when too many messages are under way', async () => {
  const sockets = Array.from({ length: 4 }, () => {
    const socket = connect(Number(new URL(http.url).port), '127.0.0.1');
    socket.write(
      `POST /api/v1/write HTTP/1.1\r\nHost: localhost\r\nContent-Type: ${V1}\r\nContent-Length: 1001\r\n\r\n`,
    );
    socket.write('x'.repeat(1000));
    return socket;
  });
  let answer = await write('message');
  while (answer.status === 204) answer = await write('message');
  expect(answer).toMatchObject({ status: 503, detail: 'Too much is being written at once; try again.' });
  for (const socket of sockets) socket.destroy();
  while (answer.status === 503) answer = await write('message');
  expect(answer.status).toBe(204);
});

it('asks for the token before it reads anything', async () => {
  const guarded = await startHttpApp([ApiModule], { token: new Secret({ text: 'open-sesame' }) });
  try {
    expect(await write('x'.repeat(100_000), {}, guarded)).toMatchObject({ status: 401, written: null });
    expect(await write('message', { authorization: 'Bearer open-sesame' }, guarded)).toMatchObject({ status: 204 });
  } finally {
    await guarded.close();
  }
});
