import { Secret } from '../../config/secret.ts';
import { deliveryOf, HttpSender, NO_CREDENTIALS } from '../http-sender.ts';
import type { Links } from '../links.ts';
import { readSecret } from '../read-secret.ts';
import type { Delivery, Notice, Receiver } from '../receiver.ts';
import { pagerDutyEvent } from './message.ts';

export interface PagerDutyOptions {
  readonly name: string;
  /** Of the service's Events API v2 integration. */
  readonly routingKey: Secret;
  /** `https://events.pagerduty.com`, or the one of another region. */
  readonly url: string;
  readonly links: Links;
  /** Bound on one attempt as a whole. */
  readonly timeoutMs: number;
}

/** Events to PagerDuty: trigger, acknowledge and resolve of one incident a fingerprint. */
export class PagerDutyReceiver implements Receiver {
  readonly name: string;
  readonly batchMaximum = 1;
  /** PagerDuty takes 120 events a minute of one integration. */
  readonly paceMs = 500;
  private readonly sender: HttpSender;
  private readonly url: Secret;

  constructor(private readonly options: PagerDutyOptions) {
    this.name = options.name;
    this.sender = new HttpSender(NO_CREDENTIALS, options.timeoutMs);
    this.url = new Secret({ text: `${options.url}/v2/enqueue` });
  }

  async deliver({ messages: [message] }: Notice): Promise<Delivery> {
    const key = readSecret(this.options.routingKey);
    if (key === undefined) return { outcome: 'retry', reason: 'routing_key_unreadable' };
    const body = JSON.stringify(pagerDutyEvent(message, key, this.options.links));
    const headers = { 'content-type': 'application/json' };
    return deliveryOf(await this.sender.post({ url: this.url, body, headers }));
  }

  async close(): Promise<void> {
    await this.sender.close();
  }
}
