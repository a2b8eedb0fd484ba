import { type HttpApp, startHttpApp } from '../../test/fakes/http-app.ts';
import { Secret } from '../config/secret.ts';
import { hashOf, newTokenSecret } from './access/token-secret.ts';
import { ApiModule } from './api.module.ts';

const ADMIN = 'open-sesame';

let started: HttpApp;

beforeAll(async () => {
  started = await startHttpApp([ApiModule], { token: new Secret({ text: ADMIN }) });
});
afterEach(() => {
  started.tokens.all.length = 0;
});
afterAll(() => started.close());

/** The stream's text up to and with a part. */
async function until(response: Response, part: string): Promise<string> {
  const reader = response.body!.pipeThrough(new TextDecoderStream()).getReader();
  let text = '';
  while (!text.includes(part)) text += (await reader.read()).value ?? '';
  await reader.cancel();
  return text;
}

function follow(lastId?: string, token = ADMIN): Promise<Response> {
  const authorization = `Bearer ${token}`;
  const headers: Record<string, string> =
    lastId === undefined ? { authorization } : { authorization, 'last-event-id': lastId };
  return fetch(`${started.url}/api/v1/stream`, { headers });
}

/** Makes a viewer's token known. */
function viewer(name: string): string {
  const secret = newTokenSecret();
  started.tokens.all.push({ id: name, name, role: 'viewer', hash: hashOf(secret), createdAtMs: 0, createdBy: 'local' });
  return secret;
}

/** Once so many follow. */
async function following(count: number): Promise<void> {
  while (started.feed.following !== count) await new Promise((resolve) => setTimeout(resolve, 5));
}

it('tells what happens as it happens, and goes on where a client was', async () => {
  const { feed } = started;
  const first = await follow();
  expect(first.headers.get('content-type')).toBe('text/event-stream; charset=utf-8');
  feed.publish('alert', { change: 'fired' });
  expect(await until(first, '"fired"')).toContain('id: test-1\nevent: alert\ndata: {"change":"fired"}\n\n');
  feed.publish('alert', { change: 'updated' });
  feed.publish('alert', { change: 'resolved' });
  const again = await until(await follow('test-1'), 'resolved');
  expect([...again.matchAll(/"change":"(\w+)"/g)].map(([, change]) => change)).toEqual(['updated', 'resolved']);
});

it('says when something was missed', async () => {
  expect(await until(await follow('another-17'), 'reset')).toContain('event: reset');
});

it('forgets who went away', async () => {
  await until(await follow(), ': gauger');
  await following(0);
  expect(started.feed.following).toBe(0);
});

it('ends ten seconds after its token does, and that one alone', async () => {
  const ended = await follow(undefined, viewer('grafana'));
  const stays = await follow();
  await following(2);
  started.tokens.all.length = 0;
  await started.clock.pass(9999);
  expect(started.feed.following).toBe(2);
  await started.clock.pass(1);
  await following(1);
  await expect(ended.text()).rejects.toThrow('terminated');
  started.feed.publish('alert', { change: 'acknowledged' });
  expect(await until(stays, 'acknowledged')).toContain(':\n\n');
  await following(0);
});

it('keeps places for others', async () => {
  const greedy = viewer('greedy');
  const held = await Promise.all(Array.from({ length: 20 }, () => follow(undefined, greedy)));
  expect(held.map(({ status }) => status)).toEqual(held.map(() => 200));
  const refused = await follow(undefined, greedy);
  expect([refused.status, refused.headers.get('retry-after')]).toEqual([429, '60']);
  expect(await refused.json()).toMatchObject({
    title: 'Too Many Requests',
    detail: expect.stringContaining('end one'),
  });
  await until(await follow(), ': gauger');
  await held[0]?.body?.cancel();
  await following(19);
  const again = await follow(undefined, greedy);
  expect(again.status).toBe(200);
  for (const { body } of [...held.slice(1), again]) await body?.cancel();
  await following(0);
});
