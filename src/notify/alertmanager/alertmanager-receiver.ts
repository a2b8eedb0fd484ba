import type { Clock } from '../../clock.ts';
import { Secret } from '../../config/secret.ts';
import { deliveryOf, HttpSender } from '../http-sender.ts';
import type { PostingOptions } from '../posting-options.ts';
import type { Delivery, Notice, Receiver } from '../receiver.ts';
import { alertmanagerBody } from './message.ts';

export interface AlertmanagerOptions extends Omit<PostingOptions, 'url'> {
  /** Each member of a cluster: they share silences and what was told, never alerts. */
  readonly urls: readonly string[];
  /** How often a firing alert is sent again. */
  readonly resendMs: number;
  readonly clock: Clock;
}

/** A firing alert is good for so many re-sends, as Prometheus has it: three may fail. */
const GOOD_FOR_RESENDS = 4;

/**
 * Pushes to Alertmanagers as Prometheus does: to all of them, taken once one of them has it. One that was away gets it with the next
 * re-send, and takes what it did not hear the end of for resolved when it is good no longer.
 */
export class AlertmanagerReceiver implements Receiver {
  readonly name: string;
  /** As many as Prometheus sends at once. */
  readonly batchMaximum = 256;
  readonly paceMs = 100;
  private readonly members: readonly { readonly url: Secret; readonly sender: HttpSender }[];

  constructor(private readonly options: AlertmanagerOptions) {
    this.name = options.name;
    this.members = options.urls.map((url) => {
      const sender = new HttpSender(options.http, options.timeoutMs);
      return { url: new Secret({ text: `${url}/api/v2/alerts` }), sender };
    });
  }

  async deliver({ messages }: Notice): Promise<Delivery> {
    const { links, clock, resendMs } = this.options;
    const body = JSON.stringify(alertmanagerBody(messages, links, clock.now() + GOOD_FOR_RESENDS * resendMs));
    const headers = { 'content-type': 'application/json' };
    const deliveries = await Promise.all(
      this.members.map(async ({ url, sender }) => deliveryOf(await sender.post({ url, body, headers }))),
    );
    const of = (outcome: Delivery['outcome']) => deliveries.find((delivery) => delivery.outcome === outcome);
    return of('sent') ?? of('retry') ?? of('rejected') ?? { outcome: 'rejected', reason: 'no_url' };
  }

  async close(): Promise<void> {
    await Promise.all(this.members.map(({ sender }) => sender.close()));
  }
}
