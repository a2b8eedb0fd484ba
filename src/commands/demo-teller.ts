import type { Clock } from '../clock.ts';
import { Secret } from '../config/secret.ts';
import { toAlertmanager } from '../core/alerts/alertmanager.ts';
import type { AlertChange } from '../core/model/alert.ts';
import type { Destination } from '../notify/destinations.ts';
import type { Receiver } from '../notify/receiver.ts';
import { SlackReceiver } from '../notify/slack/slack-receiver.ts';
import { TerminalReceiver } from '../notify/terminal/terminal-receiver.ts';

/** Whom the demo speaks to, and until when. */
export interface DemoTellerOptions {
  readonly json: boolean;
  readonly clock: Clock;
  readonly stop: AbortSignal;
}

const SLACK_TIMEOUT_MS = 10_000;

/** What the demo shows: the story and Slack's messages for a person, one JSON line an alert for a script. */
export class DemoTeller {
  constructor(private readonly options: DemoTellerOptions) {}

  /** Slack when `SLACK_WEBHOOK_URL` names a webhook, else the terminal; nobody when a script reads. */
  destinations(): Destination[] {
    const webhook = process.env['SLACK_WEBHOOK_URL'];
    if (webhook) return [destination(slack(webhook))];
    return this.options.json ? [] : [destination(terminal())];
  }

  opening(url: string, config: string): void {
    this.say(`
Gauger watches a cluster of 16 GPUs, six model servers and 24 tenants.
  console     ${url}/
  alerts      ${url}/api/v1/alerts
  signals     ${url}/api/v1/signals
  API         ${url}/api/docs
  metrics     ${url}/metrics
  its config  ${config}
Eight attacks begin in the first minute and a half. Ctrl-C ends it all.
`);
  }

  /** Tells each attack when it begins. */
  async stories(stories: readonly { readonly story: string; readonly atMs: number }[]): Promise<void> {
    const { clock, stop } = this.options;
    for (const { story, atMs } of stories) {
      await clock.sleep(Math.max(0, atMs - clock.now()), stop);
      if (stop.aborted) return;
      this.say(`${new Date(clock.now()).toISOString().slice(11, 19)} ▸ ${story}`);
    }
  }

  changed({ change, alert }: AlertChange): void {
    if (!this.options.json || (change !== 'fired' && change !== 'resolved')) return;
    process.stdout.write(`${JSON.stringify(toAlertmanager(alert))}\n`);
  }

  private say(text: string): void {
    if (!this.options.json) process.stdout.write(`${text}\n`);
  }
}

function destination(receiver: Receiver): Destination {
  return {
    receiver,
    kind: receiver.name,
    hearing: { receiver: receiver.name, minSeverity: 'warning', sendResolved: true },
  };
}

function slack(webhook: string): Receiver {
  return new SlackReceiver({
    name: 'slack',
    webhookUrl: new Secret({ text: webhook }),
    links: {},
    timeoutMs: SLACK_TIMEOUT_MS,
  });
}

function terminal(): Receiver {
  return new TerminalReceiver({
    name: 'terminal',
    output: process.stdout,
    colours: process.stdout.isTTY ?? false,
    links: {},
  });
}
