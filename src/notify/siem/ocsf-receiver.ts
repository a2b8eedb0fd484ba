import { VERSION } from '../../version.ts';
import { deliveryOf, HttpSender } from '../http-sender.ts';
import type { PostingOptions } from '../posting-options.ts';
import type { Delivery, Notice, Receiver } from '../receiver.ts';
import { ocsfEvent } from './ocsf-message.ts';

/** Posts OCSF events, one JSON object each, to a SIEM's or a collector's HTTP intake. */
export class OcsfReceiver implements Receiver {
  readonly name: string;
  readonly batchMaximum = 1;
  readonly paceMs = 10;
  private readonly sender: HttpSender;

  constructor(private readonly options: PostingOptions) {
    this.name = options.name;
    this.sender = new HttpSender(options.http, options.timeoutMs);
  }

  async deliver({ messages: [message] }: Notice): Promise<Delivery> {
    const { url, links } = this.options;
    const body = JSON.stringify(ocsfEvent(message, VERSION, links));
    const headers = { 'content-type': 'application/json' };
    return deliveryOf(await this.sender.post({ url, body, headers }));
  }

  async close(): Promise<void> {
    await this.sender.close();
  }
}
