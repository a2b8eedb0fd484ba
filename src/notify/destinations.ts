import type { Clock } from '../clock.ts';
import type { Config } from '../config/config.ts';
import { kindOf, type ReceiverConfig, type SlackConfig } from '../config/receivers-section.ts';
import type { Secret } from '../config/secret.ts';
import type { SlackMessageStore } from '../store/slack-message-store.ts';
import type { Draw } from './alert-picture.ts';
import { AlertmanagerReceiver } from './alertmanager/alertmanager-receiver.ts';
import { EmailReceiver } from './email/email-receiver.ts';
import type { Links } from './links.ts';
import { PagerDutyReceiver } from './pagerduty/pagerduty-receiver.ts';
import type { Receiver } from './receiver.ts';
import type { Hearing } from './routing/router.ts';
import { OcsfReceiver } from './siem/ocsf-receiver.ts';
import { SyslogReceiver } from './siem/syslog-receiver.ts';
import { SlackBotReceiver } from './slack/slack-bot-receiver.ts';
import type { ButtonReceiver } from './slack/slack-interactions.ts';
import { SlackReceiver } from './slack/slack-receiver.ts';
import { WebhookReceiver } from './webhook/webhook-receiver.ts';

/** A receiver and what it wants to hear. */
export interface Destination {
  readonly receiver: Receiver;
  /** `slack`, `webhook`, ... */
  readonly kind: string;
  readonly hearing: Hearing;
  /** Absent: its messages have none, or nobody answers them. */
  readonly buttons?: ButtonReceiver;
  /** Rest between two messages; absent: the receiver's own. */
  readonly paceMs?: number | undefined;
}

/** Other sides answer in well under a second; the outbox tries again what takes longer. */
const TIMEOUT_MS = 10_000;

/** What receivers need beside their configuration. */
export interface DestinationParts {
  readonly clock: Clock;
  readonly places: Pick<SlackMessageStore, 'find' | 'alertsAt' | 'save'>;
  readonly draw: Draw;
}

/** The receivers of the configuration. */
export function destinationsOf(
  {
    receivers,
    externalUrl,
    dashboardUrl,
    runbookUrl,
  }: Pick<Config, 'receivers' | 'externalUrl' | 'dashboardUrl' | 'runbookUrl'>,
  parts: DestinationParts,
): Destination[] {
  const links = { externalUrl, dashboardUrl, runbookUrl };
  return receivers.map((given) => {
    const common = { ...parts, name: given.name, links, timeoutMs: TIMEOUT_MS };
    const told = { kind: kindOf(given), hearing: hearingOf(given), paceMs: given.paceMs };
    return given.slack?.botToken === undefined
      ? { ...told, receiver: receiverOf(given, common) }
      : { ...told, ...bot(given.slack, given.slack.botToken, common) };
  });
}

interface Common extends DestinationParts {
  readonly name: string;
  readonly links: Links;
  readonly timeoutMs: number;
}

function receiverOf(given: ReceiverConfig, common: Common): Receiver {
  const { slack, webhook, alertmanager, pagerduty, email, siem } = given;
  if (webhook !== undefined) return new WebhookReceiver({ ...common, ...webhook });
  if (alertmanager !== undefined) return new AlertmanagerReceiver({ ...common, ...alertmanager });
  if (pagerduty !== undefined) return new PagerDutyReceiver({ ...common, ...pagerduty });
  if (email !== undefined) return new EmailReceiver({ ...common, ...email });
  if (siem?.url !== undefined) return new OcsfReceiver({ ...common, url: siem.url, http: siem.http });
  if (siem?.syslog !== undefined) return syslogReceiver(siem, common);
  if (slack?.webhookUrl !== undefined) return new SlackReceiver({ ...common, ...slack, webhookUrl: slack.webhookUrl });
  throw new Error(`receiver ${given.name} has no place to send to: its section let it through`);
}

function bot(slack: SlackConfig, token: Secret, common: Common): Pick<Destination, 'receiver' | 'buttons'> {
  const { signingSecret, channel = '', apiUrl } = slack;
  const receiver = new SlackBotReceiver({ ...common, token, channel, apiUrl, controls: signingSecret !== undefined });
  if (signingSecret === undefined) return { receiver };
  return { receiver, buttons: { name: common.name, signingSecret, refresh: (alert) => receiver.refresh(alert) } };
}

function syslogReceiver({ syslog, http }: NonNullable<ReceiverConfig['siem']>, common: Common): SyslogReceiver {
  const { host = '', port = 0, secure = false } = syslog ?? {};
  return new SyslogReceiver({ ...common, endpoint: { host, port, secure, tls: http.tls } });
}

const EVERYTHING: Pick<Hearing, 'minSeverity' | 'sendResolved'> = { minSeverity: 'info', sendResolved: true };

/** What a receiver of the configuration wants to hear. */
export function hearingOf(given: ReceiverConfig): Hearing {
  const kind = kindOf(given);
  const { minSeverity, sendResolved } = given[kind] ?? EVERYTHING;
  const acknowledgements = kind === 'pagerduty' || kind === 'siem' || given.slack?.botToken !== undefined;
  const resendMs = given.alertmanager?.resendMs;
  return {
    receiver: given.name,
    minSeverity,
    sendResolved,
    acknowledgements,
    ...(resendMs !== undefined && { resendMs }),
  };
}
