import type { Clock } from '../../clock.ts';
import type { Secret } from '../../config/secret.ts';
import { deliveryOf, HttpSender } from '../http-sender.ts';
import type { PostingOptions } from '../posting-options.ts';
import { readSecret } from '../read-secret.ts';
import type { Delivery, Notice, Receiver } from '../receiver.ts';
import { webhookPayload } from './message.ts';
import { idHeaders, noticeId, signatureHeaders } from './signature.ts';

export interface WebhookOptions extends PostingOptions {
  /** The key of the signature; absent: none is sent. */
  readonly signingSecret?: Secret | undefined;
  readonly clock: Clock;
}

/** Posts alerts as Alertmanager does, signed. */
export class WebhookReceiver implements Receiver {
  readonly name: string;
  readonly batchMaximum = 200;
  readonly paceMs = 100;
  private readonly sender: HttpSender;

  constructor(private readonly options: WebhookOptions) {
    this.name = options.name;
    this.sender = new HttpSender(options.http, options.timeoutMs);
  }

  async deliver(notice: Notice): Promise<Delivery> {
    const { url, links } = this.options;
    const body = JSON.stringify(webhookPayload(notice, links));
    const signed = this.sign(notice, body);
    if (signed === undefined) return { outcome: 'retry', reason: 'signing_secret_unreadable' };
    const headers = { 'content-type': 'application/json', ...signed };
    return deliveryOf(await this.sender.post({ url, body, headers }));
  }

  async close(): Promise<void> {
    await this.sender.close();
  }

  /** The time is that of the attempt: a message that was tried for hours is as fresh as its last try. */
  private sign(notice: Notice, body: string): Record<string, string> | undefined {
    const { signingSecret, clock } = this.options;
    const signed = { id: noticeId(notice), timestamp: Math.floor(clock.now() / 1000), body };
    if (signingSecret === undefined) return idHeaders(signed);
    const secret = readSecret(signingSecret);
    return secret === undefined ? undefined : signatureHeaders(signed, secret);
  }
}
