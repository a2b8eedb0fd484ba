import type { Secret } from '../../config/secret.ts';
import { deliveryOf, HttpSender, NO_CREDENTIALS } from '../http-sender.ts';
import type { Links } from '../links.ts';
import { type Delivery, isAlone, type Notice, type Receiver } from '../receiver.ts';
import { slackGroupMessage } from './group-message.ts';
import { slackMessage } from './message.ts';

export interface SlackOptions {
  readonly name: string;
  /** An incoming webhook's address. Who has it may post, so it is never put into a reason. */
  readonly webhookUrl: Secret;
  /** Heeded by old custom webhooks alone; the webhook of a Slack app belongs to one channel. */
  readonly channel?: string | undefined;
  readonly links: Links;
  /** Bound on one attempt as a whole. */
  readonly timeoutMs: number;
}

/** Slack takes one message a second in a channel (https://docs.slack.dev/apis/web-api/rate-limits). */
export const SLACK_PACE_MS = 1000;
/** More alerts in one message are told by number. */
export const SLACK_BATCH_MAXIMUM = 200;

/** Posts to a Slack incoming webhook (https://docs.slack.dev/messaging/sending-messages-using-incoming-webhooks). */
export class SlackReceiver implements Receiver {
  readonly name: string;
  readonly batchMaximum = SLACK_BATCH_MAXIMUM;
  readonly paceMs = SLACK_PACE_MS;
  private readonly sender: HttpSender;

  constructor(private readonly options: SlackOptions) {
    this.name = options.name;
    this.sender = new HttpSender(NO_CREDENTIALS, options.timeoutMs);
  }

  async deliver(notice: Notice): Promise<Delivery> {
    const { channel, links, webhookUrl } = this.options;
    const [{ alert, state }] = notice.messages;
    const message = isAlone(notice) ? slackMessage(alert, state, links) : slackGroupMessage(notice, links);
    const body = JSON.stringify({ ...message, channel });
    const headers = { 'content-type': 'application/json; charset=utf-8' };
    return deliveryOf(await this.sender.post({ url: webhookUrl, body, headers }));
  }

  async close(): Promise<void> {
    await this.sender.close();
  }
}
