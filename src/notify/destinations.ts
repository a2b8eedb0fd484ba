import { type Clock, SYSTEM_CLOCK } from '../clock.ts';
import type { Config } from '../config/config.ts';
import { kindOf, type ReceiverConfig } from '../config/receivers-section.ts';
import type { Severity } from '../core/model/finding.ts';
import { AlertmanagerReceiver } from './alertmanager/alertmanager-receiver.ts';
import { EmailReceiver } from './email/email-receiver.ts';
import type { Links } from './links.ts';
import { PagerDutyReceiver } from './pagerduty/pagerduty-receiver.ts';
import type { Receiver } from './receiver.ts';
import type { Hearing } from './routing/router.ts';
import { OcsfReceiver } from './siem/ocsf-receiver.ts';
import { SyslogReceiver } from './siem/syslog-receiver.ts';
import { SlackReceiver } from './slack/slack-receiver.ts';
import { WebhookReceiver } from './webhook/webhook-receiver.ts';

/** A receiver and what it wants to hear. */
export interface Destination {
  readonly receiver: Receiver;
  readonly hearing: Hearing;
  /** Rest between two messages; absent: the receiver's own. */
  readonly paceMs?: number | undefined;
}

/** Other sides answer in well under a second; the outbox tries again what takes longer. */
const TIMEOUT_MS = 10_000;

/** The receivers of the configuration. */
export function destinationsOf(
  config: Pick<Config, 'receivers' | 'externalUrl' | 'dashboardUrl'>,
  clock: Clock = SYSTEM_CLOCK,
): Destination[] {
  const { receivers, externalUrl, dashboardUrl } = config;
  const links = { externalUrl, dashboardUrl };
  return receivers.map((given) => {
    const receiver = receiverOf(given, { name: given.name, links, clock, timeoutMs: TIMEOUT_MS });
    return { receiver, hearing: hearingOf(given), paceMs: given.paceMs };
  });
}

interface Common {
  readonly name: string;
  readonly links: Links;
  readonly clock: Clock;
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
  if (slack?.webhookUrl === undefined) throw new Error(`receiver ${given.name} has no place to send to`);
  return new SlackReceiver({ ...common, webhookUrl: slack.webhookUrl, channel: slack.channel });
}

function syslogReceiver({ syslog, http }: NonNullable<ReceiverConfig['siem']>, common: Common): SyslogReceiver {
  const { host = '', port = 0, secure = false } = syslog ?? {};
  return new SyslogReceiver({ ...common, endpoint: { host, port, secure, tls: http.tls } });
}

function hearingOf(given: ReceiverConfig): Hearing {
  const kind = kindOf(given);
  const { minSeverity, sendResolved } = given[kind] ?? { minSeverity: 'info' as Severity, sendResolved: true };
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
