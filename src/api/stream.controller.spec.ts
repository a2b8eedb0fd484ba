import { startHttpApp } from '../../test/fakes/http-app.ts';
import { ApiModule } from './api.module.ts';

let started: Awaited<ReturnType<typeof startHttpApp>>;

beforeAll(async () => {
  started = await startHttpApp([ApiModule]);
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

function follow(lastId?: string): Promise<Response> {
  return fetch(`${started.url}/api/v1/stream`, { headers: lastId === undefined ? {} : { 'last-event-id': lastId } });
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
  while (started.feed.following > 0) await new Promise((resolve) => setTimeout(resolve, 5));
  expect(started.feed.following).toBe(0);
});
