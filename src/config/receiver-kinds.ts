import { z } from 'zod';
import { SEVERITIES, type Severity } from '../core/model/finding.ts';
import { duration, httpUrl, secretOf, section, text } from './fields.ts';
import { HTTP_CLIENT, httpClient } from './http-client-section.ts';
import { Secret } from './secret.ts';

/** What every receiver is asked: from which severity on it hears of alerts, and whether of their ends. */
function told(minSeverity: Severity) {
  return {
    min_severity: z.enum(SEVERITIES).default(minSeverity).describe('from which severity on it hears of alerts'),
    send_resolved: z.boolean().default(true).describe('also tell when it is over'),
  };
}

function hears(given: { readonly min_severity: Severity; readonly send_resolved: boolean }) {
  return { minSeverity: given.min_severity, sendResolved: given.send_resolved };
}

/** A secret without which the receiver is none. */
function needed(given: Readonly<Record<string, unknown>>, key: string, context: z.RefinementCtx): Secret {
  const secret = secretOf(given, key, context);
  if (secret === undefined)
    context.addIssue({ code: 'custom', message: `has no ${key}; give ${key}_file (or ${key})` });
  return secret ?? new Secret({ text: '' });
}

/** `slack`: a webhook, or a bot with its channel; exactly one of them. */
export const slackSection = section({
  webhook_url: httpUrl.optional().describe('of an incoming webhook; a secret'),
  webhook_url_file: text.optional().describe('a file with it'),
  bot_token: text.optional().describe('of an app that keeps its messages up to date; instead of a webhook'),
  bot_token_file: text.optional().describe('a file with it'),
  signing_secret: text.optional().describe('of the app: with it messages have buttons'),
  signing_secret_file: text.optional().describe('a file with it'),
  api_url: httpUrl.default('https://slack.com/api').describe('of Slack’s API'),
  channel: text.optional().describe('where the bot posts: the id of a channel'),
  ...told('warning'),
}).transform((given, context) => {
  const botToken = secretOf(given, 'bot_token', context);
  const webhookUrl = secretOf(given, 'webhook_url', context);
  const signingSecret = secretOf(given, 'signing_secret', context);
  const issue = (message: string) => context.addIssue({ code: 'custom', message });
  if (webhookUrl === undefined && botToken === undefined) {
    issue('has no address; give webhook_url_file (or webhook_url), or bot_token_file and channel');
  }
  if (webhookUrl !== undefined && botToken !== undefined) issue('has a webhook and a bot token; keep one of them');
  if (botToken !== undefined && given.channel === undefined)
    issue('has a bot token and no channel; give channel: C0123456789');
  if (signingSecret !== undefined && botToken === undefined)
    issue('has buttons with a bot token only; give bot_token_file');
  return {
    /** One of the two is there. */
    webhookUrl,
    botToken,
    /** Verifies what Slack says a person pressed; absent: messages have no buttons. */
    signingSecret,
    apiUrl: given.api_url,
    /** Where the bot posts. Of webhooks only old custom ones heed it; an app's webhook belongs to one channel. */
    channel: given.channel,
    ...hears(given),
  };
});

const { follow_redirects: _, ...SENDER } = HTTP_CLIENT;

/** `webhook`: any HTTP server, in Alertmanager’s form. */
export const webhookSection = section({
  url: httpUrl.optional().describe('where alerts are posted; a secret'),
  url_file: text.optional().describe('a file with it'),
  signing_secret: text.optional().describe('key by which messages are signed (HMAC)'),
  signing_secret_file: text.optional().describe('a file with it'),
  ...SENDER,
  ...told('warning'),
}).transform((given, context) => ({
  url: needed(given, 'url', context),
  /** Absent: messages are not signed. */
  signingSecret: secretOf(given, 'signing_secret', context),
  http: httpClient({ ...given, follow_redirects: false }, context),
  ...hears(given),
}));

/** `alertmanager`: every member of a cluster. */
export const alertmanagerSection = section({
  urls: z.array(httpUrl).min(1).describe('of every Alertmanager of a cluster: each is told'),
  resend: duration.prefault('1m').describe('how often a firing alert is sent again'),
  ...SENDER,
  ...told('info'),
}).transform((given, context) => ({
  urls: given.urls,
  /** How often a firing alert is sent again. */
  resendMs: given.resend,
  http: httpClient({ ...given, follow_redirects: false }, context),
  ...hears(given),
}));

/** `pagerduty`: the Events API, version 2. */
export const pagerDutySection = section({
  routing_key: text.optional().describe('of an Events API v2 integration; a secret'),
  routing_key_file: text.optional().describe('a file with it'),
  url: httpUrl
    .default('https://events.pagerduty.com')
    .describe('https://events.eu.pagerduty.com for accounts in Europe'),
  ...told('critical'),
}).transform((given, context) => ({
  routingKey: needed(given, 'routing_key', context),
  url: given.url,
  ...hears(given),
}));

const SMTPS_PORT = 465;
const hostPort = /^(?:\[([0-9a-fA-F:.]+)\]|([^\s:]+)):(\d{1,5})$/;

/** `email`: mail over SMTP, in Alertmanager’s words. */
export const emailSection = section({
  smarthost: z.string().regex(hostPort, 'is no host with a port; write one like mail.example:587'),
  from: text.describe('the sender'),
  to: z.union([z.array(text).min(1), text.transform((one) => [one])]).describe('one address or several'),
  auth_username: text.optional(),
  auth_password: text.optional().describe('a secret'),
  auth_password_file: text.optional().describe('a file with it'),
  require_tls: z.boolean().default(true),
  tls_config: HTTP_CLIENT.tls_config,
  ...told('warning'),
}).transform((given, context) => {
  const { host, port } = endpointOf(given.smarthost);
  const password = secretOf(given, 'auth_password', context);
  if ((given.auth_username === undefined) !== (password === undefined)) {
    context.addIssue({
      code: 'custom',
      message: 'has only one of name and password; give auth_username and auth_password_file',
    });
  }
  return {
    host,
    port,
    /** TLS from the first byte; other ports begin it by STARTTLS. */
    implicitTls: port === SMTPS_PORT,
    requireTls: given.require_tls,
    tls: given.tls_config,
    auth:
      given.auth_username === undefined || password === undefined ? undefined : { user: given.auth_username, password },
    from: given.from,
    to: given.to,
    ...hears(given),
  };
});

const syslogAddress = z
  .string()
  .refine(
    (given) => /^(tcp|tls):\/\//.test(given) && hostPort.test(given.slice(6)),
    'is no syslog address; write one like tls://siem.example:6514',
  );

/** `siem`: OCSF over HTTP or CEF over syslog; exactly one of them. */
export const siemSection = section({
  url: httpUrl.optional().describe('takes OCSF over HTTP; a secret'),
  url_file: text.optional().describe('a file with it'),
  syslog: syslogAddress.optional().describe('instead: takes CEF over syslog, as tls://siem.example:6514'),
  ...SENDER,
  ...told('info'),
}).transform((given, context) => {
  const url = secretOf(given, 'url', context);
  const http = httpClient({ ...given, follow_redirects: false }, context);
  if ((url === undefined) === (given.syslog === undefined)) {
    const message = 'needs one way: url_file (or url) for OCSF over HTTP, or syslog: tls://host:6514 for CEF';
    context.addIssue({ code: 'custom', message });
  }
  const syslog =
    given.syslog === undefined
      ? undefined
      : { ...endpointOf(given.syslog.slice(6)), secure: given.syslog.startsWith('tls:') };
  return { url, http, syslog, ...hears(given) };
});

function endpointOf(address: string): { host: string; port: number } {
  const [, v6, name = '', port] = hostPort.exec(address) ?? [];
  return { host: v6 ?? name, port: Number(port) };
}
