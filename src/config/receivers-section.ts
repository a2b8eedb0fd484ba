import { z } from 'zod';
import { durationOrZero, section, text } from './fields.ts';
import {
  alertmanagerSection,
  emailSection,
  pagerDutySection,
  siemSection,
  slackSection,
  webhookSection,
} from './receiver-kinds.ts';
import type { Secret } from './secret.ts';

const KINDS = ['slack', 'webhook', 'alertmanager', 'pagerduty', 'email', 'siem'] as const;
/** The key that says what a receiver is. */
export type ReceiverKind = (typeof KINDS)[number];

/** One entry of `receivers`: a name, and one place where alerts are sent. */
export const receiverSection = section({
  name: text
    .regex(/^[\w. -]{1,64}$/, 'is no name for a receiver; use letters, digits, spaces, _ . and -')
    .describe('what routes and the API call it'),
  pace: durationOrZero.optional(),
  slack: slackSection.optional().describe('Slack, by a webhook or by a bot'),
  webhook: webhookSection.optional().describe('any HTTP server, in Alertmanager’s form'),
  alertmanager: alertmanagerSection.optional().describe('an Alertmanager'),
  pagerduty: pagerDutySection.optional().describe('PagerDuty'),
  email: emailSection.optional().describe('mail'),
  siem: siemSection.optional().describe('a SIEM'),
})
  .superRefine((given, context) => {
    const [, second] = KINDS.filter((kind) => given[kind] !== undefined);
    if (KINDS.every((kind) => given[kind] === undefined)) {
      context.addIssue({ code: 'custom', message: `sends nowhere; add one of ${KINDS.join(', ')}` });
    }
    if (second !== undefined) {
      const message = 'stands beside another; give each way of sending a receiver of its own';
      context.addIssue({ code: 'custom', path: [second], message });
    }
  })
  .transform(({ pace, ...given }) => ({
    ...given,
    /** Least time between two messages; absent: what the other side's limits ask for. */
    paceMs: pace,
  }));

/** A receiver as configured: one of its kinds is there. */
export type ReceiverConfig = z.output<typeof receiverSection>;
/** What a receiver in Slack is told. */
export type SlackConfig = z.output<typeof slackSection>;

/** What kind of receiver it is. */
export function kindOf(receiver: ReceiverConfig): ReceiverKind {
  return KINDS.find((kind) => receiver[kind] !== undefined) ?? 'slack';
}

/** The secrets of a receiver by the key that names them: they must be readable at the start. */
export function secretsOf({ slack, webhook, pagerduty, email, siem }: ReceiverConfig): [string, string, Secret][] {
  const all: [string, string, Secret | undefined][] = [
    ['slack', 'webhook_url_file', slack?.webhookUrl],
    ['slack', 'bot_token_file', slack?.botToken],
    ['slack', 'signing_secret_file', slack?.signingSecret],
    ['webhook', 'url_file', webhook?.url],
    ['webhook', 'signing_secret_file', webhook?.signingSecret],
    ['pagerduty', 'routing_key_file', pagerduty?.routingKey],
    ['email', 'auth_password_file', email?.auth?.password],
    ['siem', 'url_file', siem?.url],
  ];
  return all.flatMap(([kind, key, secret]): [string, string, Secret][] =>
    secret === undefined ? [] : [[kind, key, secret]],
  );
}
