import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { alert, resolvedAlert } from '../../test/fakes/alerts.ts';
import { FakeSlack, type SlackAnswer } from '../../test/fakes/slack.ts';
import { Secret } from '../config/secret.ts';
import type { Delivery, Message, Receiver } from './receiver.ts';
import { SlackReceiver } from './slack/slack-receiver.ts';
import { TerminalReceiver } from './terminal/terminal-receiver.ts';

const FIRING: Message = { receiver: 'r', alertId: alert().id, state: 'firing', alert: alert() };
const RESOLVED: Message = { receiver: 'r', alertId: alert().id, state: 'resolved', alert: resolvedAlert() };
const TIMEOUT_MS = 300;

/** A receiver over HTTP with the other side it talks to, which answers as the test says. */
interface Remote {
  readonly receiver: Receiver;
  readonly secret: string;
  readonly answer: (answer: SlackAnswer) => void;
  readonly taken: () => number;
  readonly close: () => Promise<void>;
}

const REMOTES: Readonly<Record<string, () => Promise<Remote>>> = {
  slack: async () => {
    const slack = await new FakeSlack().start();
    const secret = new Secret({ text: slack.url });
    return {
      receiver: new SlackReceiver({ name: 'r', webhookUrl: secret, links: {}, timeoutMs: TIMEOUT_MS }),
      secret: slack.url,
      answer: (answer) => {
        slack.otherwise = answer;
      },
      taken: () => slack.taken.length,
      close: () => slack.close(),
    };
  },
};

describe.each(Object.entries(REMOTES))('%s', (_, create) => {
  let remote: Remote;
  beforeEach(async () => {
    remote = await create();
  });
  afterEach(async () => {
    await remote.receiver.close();
    await remote.close();
  });

  it('sends both states', async () => {
    expect(await remote.receiver.deliver(FIRING)).toEqual({ outcome: 'sent' });
    expect(await remote.receiver.deliver(RESOLVED)).toEqual({ outcome: 'sent' });
    expect(remote.taken()).toBe(2);
  });

  it.each<[string, SlackAnswer, Partial<Delivery>]>([
    ['429 with a time', { status: 429, headers: { 'retry-after': '7' } }, { outcome: 'retry', retryAfterMs: 7000 }],
    ['429 with nonsense', { status: 429, headers: { 'retry-after': 'soon' } }, { outcome: 'retry' }],
    [
      '429 for a year',
      { status: 429, headers: { 'retry-after': '31536000' } },
      { outcome: 'retry', retryAfterMs: 600_000 },
    ],
    ['500', { status: 500 }, { outcome: 'retry', reason: 'http_500' }],
    ['503', { status: 503 }, { outcome: 'retry', reason: 'http_503' }],
    ['408', { status: 408 }, { outcome: 'retry', reason: 'http_408' }],
    [
      '400 with a word',
      { status: 400, body: 'invalid_payload' },
      { outcome: 'rejected', reason: 'http_400 invalid_payload' },
    ],
    ['404', { status: 404, body: '<html>nothing here</html>' }, { outcome: 'rejected', reason: 'http_404' }],
    [
      'a redirect',
      { status: 302, headers: { location: 'http://127.0.0.1:1/' } },
      { outcome: 'rejected', reason: 'http_302' },
    ],
    ['a dropped connection', 'drop', { outcome: 'retry' }],
    ['no answer', 'hang', { outcome: 'retry', reason: 'timeout' }],
  ])('takes %s for what it is', async (_, answer, delivery) => {
    remote.answer(answer);
    expect(await remote.receiver.deliver(FIRING)).toMatchObject(delivery);
  });

  it('takes an unreachable other side for a passing failure', async () => {
    await remote.close();
    expect(await remote.receiver.deliver(FIRING)).toEqual({ outcome: 'retry', reason: 'network ECONNREFUSED' });
  });

  it('works again after a failure', async () => {
    remote.answer('drop');
    await remote.receiver.deliver(FIRING);
    remote.answer({ status: 200 });
    expect(await remote.receiver.deliver(FIRING)).toEqual({ outcome: 'sent' });
  });

  it('lets go of what hangs when it is closed', async () => {
    remote.answer('hang');
    const delivery = remote.receiver.deliver(FIRING);
    await remote.receiver.close();
    expect(await delivery).toMatchObject({ outcome: 'retry' });
  });

  it('leaks no secret', async () => {
    const echo = { status: 400, body: `no such hook: ${remote.secret}` };
    for (const answer of [echo, { ...echo, status: 500 }, { ...echo, status: 429 }, 'drop', 'hang'] as const) {
      remote.answer(answer);
      expect(JSON.stringify(await remote.receiver.deliver(FIRING))).not.toMatch(/SECRET|127\.0\.0\.1/);
    }
    await remote.close();
    expect(JSON.stringify(await remote.receiver.deliver(FIRING))).not.toMatch(/SECRET|127\.0\.0\.1/);
  });
});

describe('slack', () => {
  it('reads a webhook address from its file anew, and takes a missing or broken one for a passing failure', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'gauger-'));
    const file = join(folder, 'webhook');
    const slack = await new FakeSlack().start();
    const receiver = new SlackReceiver({
      name: 'r',
      webhookUrl: new Secret({ file }),
      links: {},
      timeoutMs: TIMEOUT_MS,
    });
    const unreadable: Delivery = { outcome: 'retry', reason: 'webhook_url_unreadable' };
    try {
      expect(await receiver.deliver(FIRING)).toEqual(unreadable);
      writeFileSync(file, 'not an address');
      expect(await receiver.deliver(FIRING)).toEqual(unreadable);
      writeFileSync(file, `${slack.url}\n`);
      expect(await receiver.deliver(FIRING)).toEqual({ outcome: 'sent' });
    } finally {
      rmSync(folder, { recursive: true });
      await receiver.close();
      await slack.close();
    }
  });
});

describe('terminal', () => {
  it('writes both states, and reports a closed output', async () => {
    const output = new PassThrough();
    const receiver = new TerminalReceiver({ name: 'terminal', output, colours: false, links: {} });
    expect(await receiver.deliver(FIRING)).toEqual({ outcome: 'sent' });
    expect(await receiver.deliver(RESOLVED)).toEqual({ outcome: 'sent' });
    const written = String(output.read());
    expect(written).toContain('● Cost spike: tenant acme');
    expect(written).toContain('✔ Resolved: Cost spike: tenant acme');
    output.on('error', () => {});
    output.end();
    expect(await receiver.deliver(FIRING)).toEqual({ outcome: 'retry', reason: 'output_closed' });
  });
});
