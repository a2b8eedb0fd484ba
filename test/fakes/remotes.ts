import { SYSTEM_CLOCK } from '../../src/clock.ts';
import { Secret } from '../../src/config/secret.ts';
import { AlertmanagerReceiver } from '../../src/notify/alertmanager/alertmanager-receiver.ts';
import { EmailReceiver } from '../../src/notify/email/email-receiver.ts';
import { NO_CREDENTIALS } from '../../src/notify/http-sender.ts';
import { PagerDutyReceiver } from '../../src/notify/pagerduty/pagerduty-receiver.ts';
import type { Receiver } from '../../src/notify/receiver.ts';
import { OcsfReceiver } from '../../src/notify/siem/ocsf-receiver.ts';
import { SyslogReceiver } from '../../src/notify/siem/syslog-receiver.ts';
import { SlackBotReceiver } from '../../src/notify/slack/slack-bot-receiver.ts';
import { SlackReceiver } from '../../src/notify/slack/slack-receiver.ts';
import { WebhookReceiver } from '../../src/notify/webhook/webhook-receiver.ts';
import { type FakeAnswer, FakeHttpReceiver } from './http-receiver.ts';
import { MemorySlackPlaces } from './memory-slack-places.ts';
import { FakeSmtp } from './smtp.ts';
import { FakeSyslog } from './syslog.ts';

/** Far beyond what a slow machine needs. */
export const TIMEOUT_MS = 10_000;
/** For what never answers. */
export const SHORT_TIMEOUT_MS = 200;

/** What the other side does, whatever it speaks. `busy`: refused for now, `refuse`: for ever. */
export type RemoteAnswer = 'take' | 'busy' | 'refuse' | 'hang' | 'drop';

/** A receiver with the other side it talks to, which answers as the test says. */
export interface Remote {
  readonly receiver: Receiver;
  /** The same one, sending to the address where clouds keep credentials. */
  readonly refused: Receiver;
  readonly answer: (answer: RemoteAnswer) => void;
  readonly answerHttp?: (answer: FakeAnswer) => void;
  /** What was taken, as text. */
  readonly taken: () => string[];
  /** Calls to the other side for one alert. */
  readonly perAlert: number;
  readonly close: () => Promise<void>;
}

const COMMON = { name: 'r', links: {}, clock: SYSTEM_CLOCK, http: NO_CREDENTIALS };

/** Makes a receiver that waits so long for its other side. */
export type MakeRemote = (timeoutMs: number) => Promise<Remote>;
const METADATA = 'http://169.254.169.254';
const KEY = 'whsec_SECRETSECRETSECRETSECRET';

function secret(text: string): Secret {
  return new Secret({ text });
}

/** `make` is given the other side's address; where people put no secret into it, it has no path. */
async function httpRemote(make: (address: string) => Receiver, path = '/SECRETpath'): Promise<Remote> {
  const fake = await new FakeHttpReceiver().start();
  const answerHttp = (answer: FakeAnswer) => {
    fake.otherwise = answer;
  };
  const echo = `no such hook: ${fake.origin}${path} ${KEY}`;
  const answers: Record<RemoteAnswer, FakeAnswer> = {
    take: { status: 202 },
    busy: { status: 500, body: echo },
    refuse: { status: 400, body: echo },
    hang: 'hang',
    drop: 'drop',
  };
  return {
    receiver: make(fake.origin + path),
    refused: make(METADATA),
    answer: (answer) => answerHttp(answers[answer]),
    answerHttp,
    taken: () => fake.takenPosts.map(({ body }) => body),
    perAlert: 1,
    close: () => fake.close(),
  };
}

/** Receivers that post. */
export const HTTP_REMOTES: Readonly<Record<string, MakeRemote>> = {
  slack: (timeoutMs) => httpRemote((url) => new SlackReceiver({ ...COMMON, timeoutMs, webhookUrl: secret(url) })),
  webhook: (timeoutMs) =>
    httpRemote((url) => new WebhookReceiver({ ...COMMON, timeoutMs, url: secret(url), signingSecret: secret(KEY) })),
  alertmanager: (timeoutMs) =>
    httpRemote((url) => new AlertmanagerReceiver({ ...COMMON, timeoutMs, urls: [url], resendMs: 60_000 }), ''),
  'slack as a bot': botRemote,
  pagerduty: (timeoutMs) =>
    httpRemote((url) => new PagerDutyReceiver({ ...COMMON, timeoutMs, url, routingKey: secret(KEY) }), ''),
  ocsf: (timeoutMs) => httpRemote((url) => new OcsfReceiver({ ...COMMON, timeoutMs, url: secret(url) })),
};

/** Slack's API answers with status 200 also what it refuses. */
async function botRemote(timeoutMs: number): Promise<Remote> {
  const make = (apiUrl: string) => {
    const places = new MemorySlackPlaces();
    return new SlackBotReceiver({
      ...COMMON,
      timeoutMs,
      apiUrl,
      token: secret(KEY),
      channel: 'C1',
      controls: true,
      places,
      draw: async () => undefined,
    });
  };
  const remote = await httpRemote(make, '');
  const taken = { status: 200, body: '{"ok":true,"channel":"C1","ts":"1.1"}' };
  remote.answerHttp?.(taken);
  return {
    ...remote,
    answer: (answer) => (answer === 'take' ? remote.answerHttp?.(taken) : remote.answer(answer)),
    // The end is told in the message and in its thread.
    taken: () => remote.taken().filter((body) => !body.includes('thread_ts')),
  };
}

/** Receivers that speak something else. */
export const REMOTES: Readonly<Record<string, MakeRemote>> = {
  email: emailRemote,
  'syslog over TCP': (timeoutMs) => syslogRemote(false, timeoutMs),
  'syslog over TLS': (timeoutMs) => syslogRemote(true, timeoutMs),
};

/** The fakes' certificate signs itself. */
const UNVERIFIED = { insecureSkipVerify: true } as const;
const TLS = {
  ca: undefined,
  cert: undefined,
  key: undefined,
  serverName: undefined,
  minVersion: undefined,
  maxVersion: undefined,
  ...UNVERIFIED,
};

async function emailRemote(timeoutMs: number): Promise<Remote> {
  const smtp = await new FakeSmtp().start();
  const make = (host: string, port: number) =>
    new EmailReceiver({
      ...COMMON,
      timeoutMs,
      host,
      port,
      implicitTls: false,
      requireTls: true,
      tls: TLS,
      auth: { user: 'gauger', password: secret('SECRETpassword') },
      from: 'Gauger <gauger@example.org>',
      to: ['on-call@example.org'],
    });
  return {
    receiver: make('127.0.0.1', smtp.port),
    refused: make('169.254.169.254', 25),
    answer: (answer) => {
      smtp.answer = answer;
    },
    taken: () => smtp.taken.map(({ raw }) => raw),
    perAlert: 1,
    close: () => smtp.close(),
  };
}

async function syslogRemote(secure: boolean, timeoutMs: number): Promise<Remote> {
  const syslog = await new FakeSyslog(secure).start();
  const make = (host: string, port: number) =>
    new SyslogReceiver({ ...COMMON, timeoutMs, endpoint: { host, port, secure, tls: TLS } });
  return {
    receiver: make('127.0.0.1', syslog.port),
    refused: make('169.254.169.254', 514),
    answer: (answer) => {
      // Syslog cannot refuse.
      syslog.answer = answer === 'busy' || answer === 'refuse' ? 'drop' : answer;
    },
    taken: () => syslog.taken,
    perAlert: 1,
    close: () => syslog.close(),
  };
}
