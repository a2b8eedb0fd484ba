import { MemorySlackPlaces } from '../../test/fakes/memory-slack-places.ts';
import { SYSTEM_CLOCK } from '../clock.ts';
import { ConfigError } from '../config/config-error.ts';
import { parseConfig } from '../config/load-config.ts';
import { destinationsOf } from './destinations.ts';

function config(receiver: string) {
  return parseConfig(`receivers: [{ name: r, ${receiver} }]`, 'gauger.yaml', { environment: {} }).config;
}

function made(receiver: string) {
  const [destination] = destinationsOf(config(receiver), {
    clock: SYSTEM_CLOCK,
    places: new MemorySlackPlaces(),
    draw: async () => undefined,
  });
  if (destination === undefined) throw new Error('nothing was made');
  return destination;
}

it.each([
  [
    "slack: { webhook_url: 'https://h.example' }",
    'SlackReceiver',
    { minSeverity: 'warning', acknowledgements: false },
    1000,
  ],
  [
    'slack: { bot_token: x, channel: C1 }',
    'SlackBotReceiver',
    { minSeverity: 'warning', acknowledgements: true },
    1000,
  ],
  ["webhook: { url: 'https://h.example' }", 'WebhookReceiver', { minSeverity: 'warning', sendResolved: true }, 100],
  [
    "alertmanager: { urls: ['http://am:9093'], resend: 30s }",
    'AlertmanagerReceiver',
    { minSeverity: 'info', resendMs: 30_000 },
    100,
  ],
  ['pagerduty: { routing_key: k }', 'PagerDutyReceiver', { minSeverity: 'critical', acknowledgements: true }, 500],
  ["email: { smarthost: 'mail:587', from: a@b.c, to: d@e.f }", 'EmailReceiver', { minSeverity: 'warning' }, 1000],
  ["siem: { url: 'https://h.example' }", 'OcsfReceiver', { minSeverity: 'info', acknowledgements: true }, 10],
  ["siem: { syslog: 'tls://h.example:6514' }", 'SyslogReceiver', { minSeverity: 'info' }, 10],
])('%s makes a %s', (yaml, name, hearing, paceMs) => {
  const destination = made(yaml);
  expect(destination.receiver.constructor.name).toBe(name);
  expect(destination.hearing).toMatchObject({ receiver: 'r', ...hearing });
  expect(destination.receiver.paceMs).toBe(paceMs);
});

it('has buttons where what they say can be verified', () => {
  expect(made('slack: { bot_token: x, channel: C1 }').buttons).toBeUndefined();
  expect(made('slack: { bot_token: x, channel: C1, signing_secret: s }').buttons?.name).toBe('r');
});

it('goes at the pace that is asked for', () => {
  expect(made("pace: 5s, webhook: { url: 'https://h.example' }").paceMs).toBe(5000);
});

it.each([
  ['pace: 1s', 'sends nowhere; add one of slack, webhook'],
  ["slack: { webhook_url: 'https://h' }, webhook: { url: 'https://h' }", 'receivers[0].webhook: stands beside another'],
  ["slack: { webhook_url: 'https://h', bot_token: x, channel: c }", 'has a webhook and a bot token'],
  ['slack: { bot_token: x }', 'has a bot token and no channel'],
  ["slack: { webhook_url: 'https://h', signing_secret: s }", 'has buttons with a bot token only'],
  ['webhook: {}', 'has no url; give url_file (or url)'],
  ['alertmanager: { urls: [] }', 'alertmanager.urls: must have at least 1 item'],
  ['pagerduty: {}', 'has no routing_key; give routing_key_file'],
  ['email: { smarthost: mail, from: a, to: b }', 'is no host with a port'],
  ["email: { smarthost: 'mail:25', from: a, to: b, auth_username: x }", 'has only one of name and password'],
  ['siem: {}', 'needs one way'],
  ["siem: { syslog: 'udp://h:514' }", 'is no syslog address'],
])('%s is refused', (yaml, message) => {
  const judge = () => config(yaml);
  expect(judge).toThrow(ConfigError);
  expect(judge).toThrow(message);
});
