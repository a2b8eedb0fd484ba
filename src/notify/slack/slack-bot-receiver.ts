import { Logger } from '@nestjs/common';
import type { Clock } from '../../clock.ts';
import type { Secret } from '../../config/secret.ts';
import type { Alert } from '../../core/model/alert.ts';
import type { SlackMessageStore, SlackPlace } from '../../store/slack-message-store.ts';
import type { Draw } from '../alert-picture.ts';
import type { Links } from '../links.ts';
import { type Delivery, isAlone, type Message, type Notice, type Receiver } from '../receiver.ts';
import type { SlackMessage } from './block-kit.ts';
import { botMessage, reply } from './bot-message.ts';
import { slackGroupMessage } from './group-message.ts';
import { type ApiResult, SlackApi } from './slack-api.ts';
import { SlackCharts } from './slack-charts.ts';
import { SLACK_BATCH_MAXIMUM, SLACK_PACE_MS } from './slack-receiver.ts';

export interface SlackBotOptions {
  readonly name: string;
  readonly token: Secret;
  /** Id of the channel; the bot must be in it. */
  readonly channel: string;
  readonly apiUrl: string;
  /** Whether messages have buttons: somebody must answer them. */
  readonly controls: boolean;
  readonly places: Pick<SlackMessageStore, 'find' | 'alertsAt' | 'save'>;
  readonly links: Links;
  /** What is shown in the thread of an alert that fires. */
  readonly draw: Draw;
  readonly clock: Clock;
  /** Bound on one call. */
  readonly timeoutMs: number;
}

/** Slack has the message no more, or lets it be changed no more: the news is posted anew. */
const GONE = /^(message_not_found|cant_update_message|edit_window_closed|channel_not_found|is_inactive)$/;

/**
 * Posts as a bot: one message an alert, which is changed in place as the alert goes on, with what happened in its thread. A group is one
 * message; what happens to its alerts later goes into its thread alone.
 */
export class SlackBotReceiver implements Receiver {
  readonly name: string;
  readonly batchMaximum = SLACK_BATCH_MAXIMUM;
  readonly paceMs = SLACK_PACE_MS;
  private readonly log = new Logger('slack');
  private readonly api: SlackApi;
  private readonly charts: SlackCharts;

  constructor(private readonly options: SlackBotOptions) {
    this.name = options.name;
    this.api = new SlackApi(options.apiUrl, options.token, options.timeoutMs);
    const { name, draw, clock } = options;
    this.charts = new SlackCharts({ receiver: name, api: this.api, draw, clock });
  }

  async deliver(notice: Notice): Promise<Delivery> {
    const { messages } = notice;
    try {
      if (isAlone(notice) || (messages.length === 1 && !isNews(messages[0]))) return await this.tell(messages[0]);
      const firing = messages.filter(({ state }) => state === 'firing').map(({ alertId }) => alertId);
      return await this.post(slackGroupMessage(notice, this.options.links), firing);
    } catch {
      // Where the alert was told is in the database, which is away.
      return { outcome: 'retry', reason: 'store_unavailable' };
    }
  }

  /** Brings the alert's message up to date after somebody did something to it; at best, for nobody waits for it. Never rejects. */
  async refresh(alert: Alert): Promise<void> {
    if (alert.state === 'pending') return;
    const state = alert.state === 'resolved' ? 'resolved' : 'acknowledged';
    try {
      const place = await this.ownPlace(alert.id);
      const updated = place && (await this.update(place, this.message(alert, state)));
      if (updated?.ok === false) this.notRefreshed(alert, updated.delivery.reason);
    } catch {
      this.notRefreshed(alert, 'store_unavailable');
    }
  }

  private notRefreshed({ id }: Alert, reason: string): void {
    this.log.warn('a message stays as it was', { receiver: this.name, alert: id, reason });
  }

  async close(): Promise<void> {
    await this.api.close();
    await this.charts.close();
  }

  private async tell({ alert, state, repeats = 0 }: Message): Promise<Delivery> {
    const { places } = this.options;
    const message = this.message(alert, state);
    const place = await places.find(this.name, alert.id);
    if (place === undefined && state === 'acknowledged') return { outcome: 'sent' };
    if (place === undefined) return this.post(message, [alert.id], state === 'firing' ? alert : undefined);
    const alone = (await places.alertsAt(this.name, place)).length === 1;
    const updated = alone ? await this.update(place, message) : undefined;
    if (updated?.ok === false) return GONE.test(updated.error) ? this.post(message, [alert.id]) : updated.delivery;
    // Told before and not written down as sent: the update has made it good.
    if (state === 'firing' && repeats === 0) return { outcome: 'sent' };
    const replied = await this.send({ ...reply(alert, state, repeats), thread_ts: place.ts }, place.channel);
    return replied.ok ? { outcome: 'sent' } : replied.delivery;
  }

  /** The alert's message, unless it tells of others too. */
  private async ownPlace(alertId: string): Promise<SlackPlace | undefined> {
    const { places } = this.options;
    const place = await places.find(this.name, alertId);
    return place !== undefined && (await places.alertsAt(this.name, place)).length === 1 ? place : undefined;
  }

  private message(alert: Alert, state: Message['state']): SlackMessage {
    return botMessage(alert, state, this.options.links, this.options.controls);
  }

  /** `illustrated`: the alert whose chart goes into the thread. */
  private async post(message: SlackMessage, alertIds: readonly string[], illustrated?: Alert): Promise<Delivery> {
    const { places, clock } = this.options;
    const posted = await this.send({ ...message }, this.options.channel);
    if (!posted.ok) return posted.delivery;
    const { channel = '', ts = '' } = posted.answer;
    if (illustrated !== undefined) this.charts.attach(illustrated, { channel, ts });
    try {
      await places.save(this.name, alertIds, { channel, ts }, clock.now());
    } catch {
      // It is told; what comes later is a message of its own then.
      this.log.warn('cannot write down where alerts were told', { receiver: this.name, alerts: alertIds.length });
    }
    return { outcome: 'sent' };
  }

  private send(message: Readonly<Record<string, unknown>>, channel: string): Promise<ApiResult> {
    return this.api.call('chat.postMessage', { ...message, channel, unfurl_links: false, unfurl_media: false });
  }

  private update({ channel, ts }: SlackPlace, message: SlackMessage): Promise<ApiResult> {
    return this.api.call('chat.update', { ...message, channel, ts });
  }
}

/** What goes on with an alert that was told goes into its thread. */
function isNews({ state, repeats = 0 }: Message): boolean {
  return state === 'firing' && repeats === 0;
}
