import { type Actor, AlertActions, type AuditLog } from '../api/ports.ts';
import type { Clock } from '../clock.ts';
import type { Engine } from '../core/engine.ts';
import type { Alert, AlertChange } from '../core/model/alert.ts';
import type { Verdict } from '../core/model/verdict.ts';
import type { AlertStore } from '../store/alert-store.ts';
import type { AlertWriter } from './alert-writer.ts';

export interface AlertDeskParts {
  readonly alerts: Pick<AlertStore, 'byIds'>;
  readonly audit: AuditLog;
  readonly writer: Pick<AlertWriter, 'mark'>;
  readonly engine: Pick<Engine, 'judge'>;
  readonly clock: Clock;
}

/** What people do to alerts: written down, stored beside the alert, told, and learnt from. */
export class AlertDesk extends AlertActions {
  constructor(private readonly parts: AlertDeskParts) {
    super();
  }

  async acknowledge(alertId: string, by: Actor, comment?: string): Promise<Alert | undefined> {
    const alert = await this.find(alertId);
    if (alert === undefined || alert.state === 'resolved') return alert;
    const acknowledged = this.signed(by, comment);
    return this.act('acknowledged', 'alert.acknowledge', { ...alert, acknowledged }, by, comment);
  }

  async unacknowledge(alertId: string, by: Actor): Promise<Alert | undefined> {
    const alert = await this.find(alertId);
    if (alert?.acknowledged === undefined) return alert;
    const { acknowledged: _, ...rest } = alert;
    return this.act('unacknowledged', 'alert.unacknowledge', rest, by);
  }

  async judge(alertId: string, verdict: Verdict, by: Actor, comment?: string): Promise<Alert | undefined> {
    const alert = await this.find(alertId);
    if (alert === undefined) return undefined;
    const judged = { ...alert, verdict: { verdict, ...this.signed(by, comment) } };
    await this.act('judged', 'alert.judge', judged, by, comment, { verdict });
    // The same word a second time says nothing new to the baselines.
    if (alert.verdict?.verdict !== verdict) this.parts.engine.judge(judged, verdict);
    return judged;
  }

  private async find(alertId: string): Promise<Alert | undefined> {
    const [alert] = await this.parts.alerts.byIds([alertId]);
    return alert;
  }

  private signed(by: Actor, comment: string | undefined) {
    return { by: by.name, atMs: this.parts.clock.now(), ...(comment === undefined ? {} : { comment }) };
  }

  private async act(
    change: AlertChange['change'],
    action: string,
    alert: Alert,
    by: Actor,
    comment?: string,
    details: Readonly<Record<string, unknown>> = {},
  ): Promise<Alert> {
    const { audit, writer, clock } = this.parts;
    const timeMs = clock.now();
    const said = comment === undefined ? {} : { comment };
    await audit.record({ atMs: timeMs, actor: by.name, action, subject: alert.id, details: { ...details, ...said } });
    await writer.mark({ change, alert, timeMs, by: by.name, ...said });
    return alert;
  }
}
