import { Logger } from '@nestjs/common';
import type { Clock } from '../../clock.ts';
import type { Alert } from '../../core/model/alert.ts';
import type { SlackPlace } from '../../store/slack-message-store.ts';
import type { Draw } from '../alert-picture.ts';
import { titleOf } from '../wording.ts';
import type { SlackApi } from './slack-api.ts';

export interface SlackChartsOptions {
  readonly receiver: string;
  readonly api: Pick<SlackApi, 'upload'>;
  readonly draw: Draw;
  readonly clock: Clock;
}

/** Charts under way at one time; those of further alerts are left out. */
const MAXIMUM_UNDER_WAY = 5;
/** The evidence is stored right after the alert, whose message may be quicker. */
const EVIDENCE_MS = 1000;

/** Puts the chart of an alert into the thread of its message, beside all else: no message waits for it or fails with it. */
export class SlackCharts {
  private readonly log = new Logger('slack');
  private readonly underWay = new Set<Promise<void>>();
  private readonly ended = new AbortController();
  /** The bot may upload nothing: told once, and not tried again in the life of this process. */
  private forbidden = false;

  constructor(private readonly options: SlackChartsOptions) {}

  /** Returns at once. */
  attach(alert: Alert, place: SlackPlace): void {
    if (this.forbidden || this.ended.signal.aborted || this.underWay.size >= MAXIMUM_UNDER_WAY) return;
    const done = this.draw(alert, place).finally(() => this.underWay.delete(done));
    this.underWay.add(done);
  }

  /** Resolves when nothing is under way any more. */
  async close(): Promise<void> {
    this.ended.abort();
    await Promise.all(this.underWay);
  }

  /** Never rejects. */
  private async draw(alert: Alert, place: SlackPlace): Promise<void> {
    const { api, receiver } = this.options;
    try {
      const bytes = await this.picture(alert);
      if (bytes === undefined || this.ended.signal.aborted) return;
      const result = await api.upload({ bytes, filename: `${alert.id}.png`, title: titleOf(alert.peak) }, place);
      if (result.ok) return;
      this.forbidden = result.error === 'missing_scope';
      this.log.warn('no chart', { receiver, alert: alert.id, reason: result.delivery.reason });
    } catch (error) {
      this.log.warn('no chart', { receiver, alert: alert.id, reason: error instanceof Error ? error.name : 'unknown' });
    }
  }

  private async picture(alert: Alert): Promise<Uint8Array | undefined> {
    const { draw, clock } = this.options;
    const drawn = await draw(alert);
    if (drawn !== undefined) return drawn;
    await clock.sleep(EVIDENCE_MS, this.ended.signal);
    return this.ended.signal.aborted ? undefined : draw(alert);
  }
}
