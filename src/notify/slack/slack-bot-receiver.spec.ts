import { Logger } from '@nestjs/common';
import { alert } from '../../../test/fakes/alerts.ts';
import { MemorySlackPlaces } from '../../../test/fakes/memory-slack-places.ts';
import { ACKNOWLEDGED, FIRING, GROUP, GROWN, LINKS, message, RESOLVED } from '../../../test/fakes/notices.ts';
import { FakeSlackApi } from '../../../test/fakes/slack-api.ts';
import { SYSTEM_CLOCK } from '../../clock.ts';
import { Secret } from '../../config/secret.ts';
import type { Draw } from '../alert-picture.ts';
import { botMessage } from './bot-message.ts';
import { SlackBotReceiver } from './slack-bot-receiver.ts';

beforeAll(() => Logger.overrideLogger(false));

let slack: FakeSlackApi;
let places: MemorySlackPlaces;
let receiver: SlackBotReceiver;
let draw: Draw;
beforeEach(async () => {
  slack = await new FakeSlackApi().start();
  places = new MemorySlackPlaces();
  draw = async () => undefined;
  receiver = new SlackBotReceiver({
    name: 'on-call',
    token: new Secret({ text: 'xoxb-SECRET' }),
    channel: 'C1',
    apiUrl: `${slack.origin}/api`,
    controls: true,
    places,
    links: LINKS,
    draw: (alert) => draw(alert),
    clock: SYSTEM_CLOCK,
    timeoutMs: 500,
  });
});
afterEach(async () => {
  await receiver.close();
  await slack.close();
});

const told = () => slack.calls.map(({ method, ts, thread_ts, text }) => [method, ts ?? thread_ts, text]);
const TS = '1700000000.000001';

it('posts an alert with controls, keeps the message up to date, and replies in its thread', async () => {
  for (const notice of [FIRING, ACKNOWLEDGED, RESOLVED])
    expect(await receiver.deliver(notice)).toEqual({ outcome: 'sent' });
  const summary = 'Critical: Tenant acme spends $42.10/h, usually $1.20 to $3.40/h: mostly more requests.';
  expect(told()).toEqual([
    ['chat.postMessage', undefined, summary],
    ['chat.update', TS, summary],
    ['chat.postMessage', TS, 'Acknowledged by ann: looking at it.'],
    ['chat.update', TS, 'Resolved: Cost spike: tenant acme, it lasted 1 h 5 min'],
    ['chat.postMessage', TS, 'Back to usual; it lasted 1 h 5 min.'],
  ]);
  expect(new Set(slack.calls.map(({ token, channel }) => `${token} ${channel}`))).toEqual(
    new Set(['Bearer xoxb-SECRET C1']),
  );
  const controls = slack.calls.map(({ blocks }) => blocks.some(({ type }) => type === 'actions'));
  expect(controls).toEqual([true, true, false, false, false]);
});

it('posts a group anew when it grows, and tells in the thread how it goes on', async () => {
  await receiver.deliver(GROWN);
  const [grown] = GROWN.messages;
  await receiver.deliver({ ...GROWN, messages: [{ ...grown, state: 'resolved' }] });
  expect(told().map(([method, ts, text]) => [method, ts, text?.slice(0, 16)])).toEqual([
    ['chat.postMessage', undefined, '3 firing (1 new)'],
    ['chat.update', TS, 'Resolved: Cost s'],
    ['chat.postMessage', TS, 'Back to usual; i'],
  ]);
});

const PNG = async () => new Uint8Array(1000);

/** Once so many posts came, of whatever kind. */
async function posts(count: number): Promise<void> {
  while (slack.takenPosts.length < count) await new Promise((resolve) => setTimeout(resolve, 2));
}

it('shows the chart of an alert in the thread of its message, once', async () => {
  draw = PNG;
  await receiver.deliver(FIRING);
  await posts(4);
  await receiver.deliver(RESOLVED);
  const [{ alertId }] = FIRING.messages;
  const shown = { filename: `${alertId}.png`, title: 'Cost spike: tenant acme', channel_id: 'C1', thread_ts: TS };
  expect(slack.files).toEqual([shown]);
});

it('shows the chart a moment later where the evidence is stored after the message went out', async () => {
  const drawn = [undefined, await PNG()];
  draw = async () => drawn.shift();
  await receiver.deliver(FIRING);
  await posts(4);
  expect(slack.files).toHaveLength(1);
});

it('tells an alert whose chart cannot be drawn, or is not wanted, and asks no more for what it may not do', async () => {
  draw = async () => Promise.reject(new Error('no fonts'));
  expect(await receiver.deliver(FIRING)).toEqual({ outcome: 'sent' });
  draw = PNG;
  const another = (id: string) => ({ messages: [message('firing', alert({ id }))] }) as const;
  slack.errors.push(undefined, 'missing_scope');
  expect(await receiver.deliver(another('b'))).toEqual({ outcome: 'sent' });
  await posts(3);
  expect(await receiver.deliver(another('c'))).toEqual({ outcome: 'sent' });
  await receiver.close();
  expect(slack.takenPosts.map(({ path }) => path.split('/').at(-1))).toEqual([
    'chat.postMessage',
    'chat.postMessage',
    'files.getUploadURLExternal',
    'chat.postMessage',
  ]);
  expect(slack.files).toEqual([]);
});

it('has controls that say what they do', () => {
  const [{ alert, state }] = FIRING.messages;
  expect(botMessage(alert, state, {}, true).blocks.at(-1)).toMatchSnapshot();
});

it('makes good what it told before a crash instead of telling it twice', async () => {
  await receiver.deliver(FIRING);
  await receiver.deliver(FIRING);
  expect(told().map(([method]) => method)).toEqual(['chat.postMessage', 'chat.update']);
});

it('says in the thread that an alert still fires', async () => {
  await receiver.deliver(FIRING);
  const [first] = FIRING.messages;
  await receiver.deliver({ messages: [{ ...first, repeats: 1 }] });
  expect(told().at(-1)).toEqual(['chat.postMessage', TS, expect.stringContaining('Still firing (told 2 times)')]);
});

it('tells a group in one message, and what becomes of its alerts in the thread', async () => {
  await receiver.deliver(GROUP);
  const [globex] = GROUP.messages;
  await receiver.deliver({ messages: [message('resolved', { ...globex.alert, state: 'resolved' })] });
  expect(told().map(([method, ts]) => [method, ts])).toEqual([
    ['chat.postMessage', undefined],
    ['chat.postMessage', TS],
  ]);
  expect(await places.alertsAt('on-call', { channel: 'C1', ts: TS })).toHaveLength(2);
});

it('posts anew what Slack lost or lets change no more', async () => {
  await receiver.deliver(FIRING);
  slack.errors.push('message_not_found');
  expect(await receiver.deliver(RESOLVED)).toEqual({ outcome: 'sent' });
  expect(told().at(-1)).toEqual(['chat.postMessage', undefined, expect.stringContaining('Resolved')]);
});

it.each([
  ['ratelimited', 'retry'],
  ['invalid_auth', 'retry'],
  ['channel_not_found', 'retry'],
  ['internal_error', 'retry'],
  ['invalid_blocks', 'rejected'],
  ['Bearer xoxb-SECRET', 'retry'],
])('takes %s for what it is', async (error, outcome) => {
  slack.errors.push(error);
  const delivery = await receiver.deliver(FIRING);
  expect(delivery).toMatchObject({ outcome });
  expect(JSON.stringify(delivery)).not.toContain('SECRET');
});

it('waits as long as Slack asks it to', async () => {
  slack.otherwise = { status: 429, headers: { 'retry-after': '30' } };
  expect(await receiver.deliver(FIRING)).toEqual({ outcome: 'retry', reason: 'http_429', retryAfterMs: 30_000 });
});

it('is told once when the place cannot be written down, and waits while it cannot be read', async () => {
  places.save = async () => {
    throw new Error('away');
  };
  expect(await receiver.deliver(FIRING)).toEqual({ outcome: 'sent' });
  places.away = true;
  expect(await receiver.deliver(RESOLVED)).toEqual({ outcome: 'retry', reason: 'store_unavailable' });
});

it('shows at once what a person did, where the message is the alert’s own', async () => {
  const [{ alert }] = ACKNOWLEDGED.messages;
  await receiver.refresh(alert);
  expect(told()).toEqual([]);
  await receiver.deliver(FIRING);
  await receiver.refresh(alert);
  expect(told().at(-1)?.[0]).toBe('chat.update');
});

it('leaves the message as it is where the database goes away meanwhile', async () => {
  const [{ alert }] = ACKNOWLEDGED.messages;
  await receiver.deliver(FIRING);
  places.alertsAt = async () => {
    throw new Error('away');
  };
  await receiver.refresh(alert);
  expect(told().map(([method]) => method)).toEqual(['chat.postMessage']);
});
