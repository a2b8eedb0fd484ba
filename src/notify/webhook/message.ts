import { alertLabels, toAlertmanager } from '../../core/alerts/alertmanager.ts';
import { labelsKey } from '../../core/model/labels.ts';
import type { Links } from '../links.ts';
import type { Message, Notice } from '../receiver.ts';

/** Alertmanager's webhook payload (https://prometheus.io/docs/alerting/latest/configuration/#webhook_config), form "4". */
export interface WebhookPayload {
  readonly version: '4';
  readonly groupKey: string;
  readonly truncatedAlerts: 0;
  readonly status: 'firing' | 'resolved';
  readonly receiver: string;
  readonly groupLabels: Readonly<Record<string, string>>;
  readonly commonLabels: Readonly<Record<string, string>>;
  readonly commonAnnotations: Readonly<Record<string, string>>;
  readonly externalURL: string;
  readonly alerts: readonly WebhookAlert[];
}

interface WebhookAlert {
  readonly status: 'firing' | 'resolved';
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
  readonly startsAt: string;
  readonly endsAt: string;
  readonly generatorURL: string;
  readonly fingerprint: string;
}

/** What Alertmanager writes for a time that is not known: Go's zero time. */
const NO_TIME = '0001-01-01T00:00:00Z';

/** Alerts as Alertmanager would post them. Pure: the same alerts give the same bytes. */
export function webhookPayload({ messages, group, standing = [] }: Notice, links: Links): WebhookPayload {
  const alerts = [...messages, ...standing].map((message) => webhookAlert(message, links));
  const [first] = messages;
  const groupLabels = group?.labels ?? alertLabels(first.alert.peak);
  return {
    version: '4',
    groupKey: group?.key ?? `{}:{${labelsKey(groupLabels)}}`,
    truncatedAlerts: 0,
    status: alerts.some(({ status }) => status === 'firing') ? 'firing' : 'resolved',
    receiver: first.receiver,
    groupLabels,
    commonLabels: common(alerts.map(({ labels }) => labels)),
    commonAnnotations: common(alerts.map(({ annotations }) => annotations)),
    externalURL: links.externalUrl ?? '',
    alerts,
  };
}

function webhookAlert({ alert, state }: Message, { externalUrl, runbookUrl }: Links): WebhookAlert {
  const told = toAlertmanager(alert, { runbookUrl, ...(externalUrl !== undefined && { externalUrl }) });
  return {
    status: state === 'resolved' ? 'resolved' : 'firing',
    labels: told.labels,
    annotations: told.annotations,
    startsAt: told.startsAt,
    endsAt: told.endsAt ?? NO_TIME,
    generatorURL: told.generatorURL ?? '',
    fingerprint: alert.fingerprint,
  };
}

/** What all have alike. */
function common(all: readonly Readonly<Record<string, string>>[]): Record<string, string> {
  const [first = {}, ...rest] = all;
  return Object.fromEntries(
    Object.entries(first).filter(([name, value]) => rest.every((other) => other[name] === value)),
  );
}
