import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { alert, finding, resolvedAlert, tenant } from '../../test/fakes/alerts.ts';
import type { FakeAnswer } from '../../test/fakes/http-receiver.ts';
import { HTTP_REMOTES, REMOTES, type Remote, SHORT_TIMEOUT_MS, TIMEOUT_MS } from '../../test/fakes/remotes.ts';
import { FakeSlack } from '../../test/fakes/slack.ts';
import { Secret } from '../config/secret.ts';
import type { Delivery, Message, Notice, ToldState } from './receiver.ts';
import { SlackReceiver } from './slack/slack-receiver.ts';
import { TerminalReceiver } from './terminal/terminal-receiver.ts';

function message(state: ToldState, given = alert()): Message {
  return { receiver: 'r', alertId: given.id, state, alert: given };
}

const FIRING: Notice = { messages: [message('firing')] };
const RESOLVED: Notice = { messages: [message('resolved', resolvedAlert())] };
const other = alert({
  id: '00000000000000aa-x',
  fingerprint: '00000000000000aa',
  peak: finding({ entity: tenant('globex') }),
});
const BOTH: Notice = {
  messages: [message('firing'), message('firing', other)],
  group: { key: '{}:{}', labels: { alertname: 'cost-spike' } },
};
const LEAK = /SECRET|127\.0\.0\.1|localhost/;

let remote: Remote;
afterEach(async () => {
  await remote?.receiver.close();
  await remote?.close();
});

describe.each(Object.entries({ ...HTTP_REMOTES, ...REMOTES }))('%s', (_, create) => {
  beforeEach(async () => {
    remote = await create(TIMEOUT_MS);
  });

  /** The same, in a hurry. */
  async function remake(): Promise<void> {
    await remote.receiver.close();
    await remote.close();
    remote = await create(SHORT_TIMEOUT_MS);
  }

  it('sends what begins and what ends', async () => {
    expect(await remote.receiver.deliver(FIRING)).toEqual({ outcome: 'sent' });
    expect(await remote.receiver.deliver(RESOLVED)).toEqual({ outcome: 'sent' });
    expect(remote.taken()).toHaveLength(remote.perAlert * 2);
  });

  it('tells a group at once, unless each alert is an event of its own there', async () => {
    expect(await remote.receiver.deliver(BOTH)).toEqual({ outcome: 'sent' });
    const [told = '', ...more] = remote.taken();
    expect(more).toEqual([]);
    const names = remote.receiver.batchMaximum > 1 ? ['acme', 'globex'] : ['acme'];
    for (const name of names) expect(told).toContain(name);
  });

  it('says how long it rests, and that is no negative time', () => {
    expect(remote.receiver.paceMs).toBeGreaterThanOrEqual(0);
    expect(remote.receiver.name).toBe('r');
  });

  it('takes a dropped connection for a passing failure, and works again after it', async () => {
    remote.answer('drop');
    expect(await remote.receiver.deliver(FIRING)).toMatchObject({ outcome: 'retry' });
    remote.answer('take');
    expect(await remote.receiver.deliver(FIRING)).toEqual({ outcome: 'sent' });
  });

  it('waits no longer than its bound', async () => {
    await remake();
    remote.answer('hang');
    expect(await remote.receiver.deliver(FIRING)).toEqual({ outcome: 'retry', reason: 'timeout' });
  });

  it('takes an unreachable other side for a passing failure', async () => {
    await remote.close();
    expect(await remote.receiver.deliver(FIRING)).toEqual({ outcome: 'retry', reason: 'network ECONNREFUSED' });
  });

  it('lets go of what hangs when it is closed', async () => {
    remote.answer('hang');
    const delivery = remote.receiver.deliver(FIRING);
    await remote.receiver.close();
    expect(await delivery).toMatchObject({ outcome: 'retry' });
  });

  it('leaks no secret, neither in what it answers nor in a log', async () => {
    await remake();
    const written: string[] = [];
    const write = process.stdout.write.bind(process.stdout);
    const note = (text: string | Uint8Array) => written.push(String(text)) > 0;
    process.stdout.write = note;
    process.stderr.write = note;
    try {
      for (const answer of ['refuse', 'busy', 'drop', 'hang'] as const) {
        remote.answer(answer);
        expect(JSON.stringify(await remote.receiver.deliver(FIRING))).not.toMatch(LEAK);
      }
      await remote.close();
      expect(JSON.stringify(await remote.receiver.deliver(FIRING))).not.toMatch(LEAK);
    } finally {
      process.stdout.write = write;
      process.stderr.write = write;
    }
    expect(written.join('')).not.toMatch(LEAK);
    expect(JSON.stringify(remote.receiver)).not.toMatch(/SECRET/);
  });

  it('goes to no address where clouds keep credentials', async () => {
    expect(await remote.refused.deliver(FIRING)).toEqual({ outcome: 'retry', reason: 'network REFUSED_ADDRESS' });
    await remote.refused.close();
  });
});

describe.each(Object.entries(HTTP_REMOTES))('%s over HTTP', (_, create) => {
  beforeEach(async () => {
    remote = await create(TIMEOUT_MS);
  });

  it.each<[string, FakeAnswer, Partial<Delivery>]>([
    ['429 with a time', { status: 429, headers: { 'retry-after': '7' } }, { outcome: 'retry', retryAfterMs: 7000 }],
    ['503 with a time', { status: 503, headers: { 'retry-after': '5' } }, { outcome: 'retry', retryAfterMs: 5000 }],
    ['429 with nonsense', { status: 429, headers: { 'retry-after': 'soon' } }, { outcome: 'retry' }],
    [
      '429 for a year',
      { status: 429, headers: { 'retry-after': '31536000' } },
      { outcome: 'retry', retryAfterMs: 600_000 },
    ],
    ['500', { status: 500 }, { outcome: 'retry', reason: 'http_500' }],
    ['503', { status: 503 }, { outcome: 'retry', reason: 'http_503' }],
    ['408', { status: 408 }, { outcome: 'retry', reason: 'http_408' }],
    ['401, which a renewed credential may heal', { status: 401 }, { outcome: 'retry', reason: 'http_401' }],
    ['403, likewise', { status: 403 }, { outcome: 'retry', reason: 'http_403' }],
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
  ])('takes %s for what it is', async (_, answer, delivery) => {
    remote.answerHttp?.(answer);
    expect(await remote.receiver.deliver(FIRING)).toMatchObject(delivery);
  });

  it('reads no more of an answer than it needs', async () => {
    remote.answerHttp?.({ status: 400, body: 'x'.repeat(5_000_000) });
    expect(await remote.receiver.deliver(FIRING)).toEqual({ outcome: 'rejected', reason: 'http_400' });
  });
});

describe('slack', () => {
  it('reads a webhook address from its file anew, and takes a missing or broken one for a passing failure', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'gauger-'));
    const file = join(folder, 'webhook');
    const slack = await new FakeSlack().start();
    const webhookUrl = new Secret({ file });
    const receiver = new SlackReceiver({ name: 'r', webhookUrl, links: {}, timeoutMs: TIMEOUT_MS });
    const unreadable: Delivery = { outcome: 'retry', reason: 'url_unreadable' };
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
