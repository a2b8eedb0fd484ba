import type { Provider } from '@nestjs/common';
import { AlertActions, AuditLog, Settings, Silences, VerdictEffects } from '../api/ports.ts';
import type { Clock } from '../clock.ts';
import type { Config } from '../config/config.ts';
import { compileWindows } from '../core/alerts/silencer.ts';
import { DEFAULT_STORM_POLICY, StormBreaker } from '../core/alerts/storm-breaker.ts';
import { TAXONOMY_VERSION } from '../core/detectors/taxonomy.ts';
import { Engine } from '../core/engine.ts';
import type { AlertChange } from '../core/model/alert.ts';
import { OutboxWorker } from '../notify/outbox-worker.ts';
import type { Router } from '../notify/routing/router.ts';
import { AlertStore } from '../store/alert-store.ts';
import { EvidenceStore } from '../store/evidence-store.ts';
import { IncidentStore } from '../store/incident-store.ts';
import { SilenceStore } from '../store/silence-store.ts';
import { AlertDesk } from './alert-desk.ts';
import { AlertWriter } from './alert-writer.ts';
import { SilenceKeeper } from './silence-keeper.ts';
import { VerdictPreview } from './verdict-preview.ts';

export interface AlertProvidersOptions {
  readonly config: Pick<Config, 'maintenance' | 'alerts'>;
  readonly clock: Clock;
  readonly router: Pick<Router, 'messages'>;
  readonly version: string;
  readonly onChange?: ((change: AlertChange) => void) | undefined;
}

/** What alerts go through once the engine has found them, and what people do to them. */
export function alertProviders({ config, clock, router, onChange, version }: AlertProvidersOptions): Provider[] {
  const windows = compileWindows(config.maintenance);
  const storms = new StormBreaker({ ...DEFAULT_STORM_POLICY, alertMaximum: config.alerts.storm });
  return [
    {
      provide: AlertWriter,
      useFactory: (
        alerts: AlertStore,
        silences: SilenceStore,
        evidence: EvidenceStore,
        incidents: IncidentStore,
        outbox: OutboxWorker,
        { hash: configHash }: Settings,
      ) => {
        const origin = { version, configHash, taxonomyVersion: TAXONOMY_VERSION };
        return new AlertWriter({
          alerts,
          silences,
          evidence,
          incidents,
          origin,
          storms,
          windows,
          outbox,
          clock,
          router,
          onChange,
        });
      },
      inject: [AlertStore, SilenceStore, EvidenceStore, IncidentStore, OutboxWorker, Settings],
    },
    {
      provide: AlertActions,
      useFactory: (alerts: AlertStore, audit: AuditLog, writer: AlertWriter, engine: Engine) =>
        new AlertDesk({ alerts, audit, writer, engine, clock }),
      inject: [AlertStore, AuditLog, AlertWriter, Engine],
    },
    {
      provide: VerdictEffects,
      useFactory: (alerts: AlertStore, evidence: EvidenceStore, engine: Engine) =>
        new VerdictPreview({ alerts, evidence, engine, clock }),
      inject: [AlertStore, EvidenceStore, Engine],
    },
    {
      provide: Silences,
      useFactory: (silences: SilenceStore, audit: AuditLog, writer: AlertWriter) =>
        new SilenceKeeper({ silences, audit, writer, clock }),
      inject: [SilenceStore, AuditLog, AlertWriter],
    },
  ];
}
