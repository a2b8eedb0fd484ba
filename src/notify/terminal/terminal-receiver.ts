import type { Writable } from 'node:stream';
import type { Links } from '../links.ts';
import type { Delivery, Notice, Receiver } from '../receiver.ts';
import { slackMessage } from '../slack/message.ts';
import { renderText } from '../slack/render-text.ts';

export interface TerminalOptions {
  readonly name: string;
  readonly output: Writable;
  readonly colours: boolean;
  readonly links: Links;
}

/** Shows on a terminal what Slack would show: for the demo, and for a first try without any receiver. */
export class TerminalReceiver implements Receiver {
  readonly name: string;
  readonly batchMaximum = 1;
  readonly paceMs = 0;

  constructor(private readonly options: TerminalOptions) {
    this.name = options.name;
  }

  async deliver({ messages: [{ alert, state }] }: Notice): Promise<Delivery> {
    const { output, colours, links } = this.options;
    const text = renderText(slackMessage(alert, state, links), colours);
    return new Promise((resolve) => {
      output.write(`\n  ${text}\n`, (error) =>
        resolve(error == null ? { outcome: 'sent' } : { outcome: 'retry', reason: 'output_closed' }),
      );
    });
  }

  async close(): Promise<void> {}
}
