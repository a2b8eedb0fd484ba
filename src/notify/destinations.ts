import type { Config } from '../config/config.ts';
import type { Route } from './messages-for.ts';
import type { Receiver } from './receiver.ts';
import { SlackReceiver } from './slack/slack-receiver.ts';

/** A receiver and what it wants to hear. */
export interface Destination {
  readonly receiver: Receiver;
  readonly route: Route;
}

/** Slack answers in well under a second; the outbox tries again what takes longer. */
const SLACK_TIMEOUT_MS = 10_000;

/** The receivers of the configuration. */
export function destinationsOf(config: Pick<Config, 'receivers' | 'externalUrl' | 'dashboardUrl'>): Destination[] {
  const { receivers, externalUrl, dashboardUrl } = config;
  const links = { externalUrl, dashboardUrl };
  return receivers.flatMap(({ name, slack }) => {
    if (slack === undefined) return [];
    const { webhookUrl, channel, minSeverity, sendResolved } = slack;
    const receiver = new SlackReceiver({ name, webhookUrl, channel, links, timeoutMs: SLACK_TIMEOUT_MS });
    return [{ receiver, route: { receiver: name, minSeverity, sendResolved } }];
  });
}
