import type { Clock } from '../clock.ts';
import { alertLabels } from '../core/alerts/alertmanager.ts';
import { type CompiledWindow, Silencer } from '../core/alerts/silencer.ts';
import type { StormBreaker } from '../core/alerts/storm-breaker.ts';
import type { Alert, AlertChange } from '../core/model/alert.ts';
import type { EvidencePack } from '../core/model/frozen-evidence.ts';
import type { Incident } from '../core/model/incident.ts';
import type { OutboxWorker } from '../notify/outbox-worker.ts';
import type { Router } from '../notify/routing/router.ts';
import type { AlertStore } from '../store/alert-store.ts';
import type { EvidenceStore } from '../store/evidence-store.ts';
import type { IncidentStore } from '../store/incident-store.ts';
import type { SilenceStore } from '../store/silence-store.ts';

export interface AlertWriterParts {
  readonly alerts: Pick<AlertStore, 'apply'>;
  readonly silences: Pick<SilenceStore, 'endingAfter'>;
  readonly evidence: Pick<EvidenceStore, 'save'>;
  readonly incidents: Pick<IncidentStore, 'save'>;
  /** What a pack says of this process. */
  readonly origin: Pick<EvidencePack, 'version' | 'taxonomyVersion' | 'configHash'>;
  readonly windows: readonly CompiledWindow[];
  readonly outbox: Pick<OutboxWorker, 'wake'>;
  readonly storms: StormBreaker;
  readonly clock: Clock;
  readonly router: Pick<Router, 'messages'>;
  /** Sees each change once it is stored. */
  readonly onChange?: ((change: AlertChange) => void) | undefined;
}

/**
 * The one way of changes into the database, the engine's and those of people, one after another; what is to be told goes with them. An
 * alert that is silent is stored like any other and makes no message; when nothing silences it any more and it still fires, it makes one
 * then. All methods throw `StoreUnavailable` during an outage, and may be called again.
 */
export class AlertWriter {
  /** The firing alerts as they were last stored. */
  private readonly firing = new Map<string, Alert>();
  private last: Promise<unknown> = Promise.resolve();

  constructor(private readonly parts: AlertWriterParts) {}

  /** Takes over what another life has stored. */
  restore(alerts: readonly Alert[]): void {
    for (const alert of alerts) if (alert.state === 'firing') this.firing.set(alert.id, alert);
  }

  /** Stores what the engine found. */
  write(changes: readonly AlertChange[]): Promise<void> {
    return this.inOrder(async () => {
      const silencer = await this.silencer();
      await this.store(changes.map((change) => ({ ...change, alert: this.silenced(change.alert, silencer) })));
    });
  }

  /** Stores what a person did to an alert. */
  mark(change: AlertChange): Promise<void> {
    return this.inOrder(() => this.store([change]));
  }

  /** Looks which of the firing alerts are silent by now, and tells of those that are no longer. */
  heedSilences(): Promise<void> {
    return this.inOrder(async () => {
      if (this.firing.size === 0) return;
      const silencer = await this.silencer();
      const timeMs = this.parts.clock.now();
      const changes = [...this.firing.values()].flatMap((before): AlertChange[] => {
        const alert = this.silenced(before, silencer);
        if (String(alert.silencedBy) === String(before.silencedBy)) return [];
        return [{ change: alert.silencedBy === undefined ? 'unsilenced' : 'silenced', alert, timeMs }];
      });
      if (changes.length > 0) await this.store(changes);
    });
  }

  private async silencer(): Promise<Silencer> {
    const { silences, windows, clock } = this.parts;
    const nowMs = clock.now();
    return new Silencer(await silences.endingAfter(nowMs), windows, nowMs);
  }

  /** The alert with its marks as they are by now. */
  private silenced(alert: Alert, silencer: Silencer): Alert {
    const { silencedBy: _, ...rest } = { ...alert, ...this.marksOf(alert) };
    const silencedBy = silencer.silencedBy(alertLabels(alert.peak));
    return silencedBy === undefined ? rest : { ...rest, silencedBy };
  }

  /** What the engine does not know of an alert, and a message should tell. */
  private marksOf({ id, state }: Alert): Pick<Alert, 'acknowledged' | 'verdict'> {
    const { acknowledged, verdict } = this.firing.get(id) ?? {};
    return {
      ...(acknowledged === undefined || state === 'resolved' ? {} : { acknowledged }),
      ...(verdict === undefined ? {} : { verdict }),
    };
  }

  private async store(changes: readonly AlertChange[]): Promise<void> {
    const { alerts, incidents, evidence, origin, storms, clock, router, outbox, onChange } = this.parts;
    const messages = router.messages(changes, (alert) => storms.decide(alert) === 'digest');
    await alerts.apply(changes, messages, clock.now());
    await evidence.save(changes.flatMap((change) => (change.evidence ? [{ ...change.evidence, ...origin }] : [])));
    await incidents.save(latestIncidents(changes));
    for (const { alert } of changes) {
      if (alert.state === 'firing') this.firing.set(alert.id, alert);
      else this.firing.delete(alert.id);
    }
    if (messages.length > 0) outbox.wake();
    for (const change of changes) onChange?.(change);
  }

  private inOrder(work: () => Promise<void>): Promise<void> {
    const done = this.last.then(work);
    this.last = done.catch(() => {});
    return done;
  }
}

/** Each incident that the changes touched, as it is after the last of them. */
function latestIncidents(changes: readonly AlertChange[]): Incident[] {
  const incidents = changes.flatMap(({ incident }) => incident ?? []);
  return [...new Map(incidents.map((incident) => [incident.id, incident])).values()];
}
