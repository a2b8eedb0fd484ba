import { type DynamicModule, Module } from '@nestjs/common';
import { SchedulerRegistry } from '@nestjs/schedule';
import {
  AlertActions,
  AlertReader,
  AuditLog,
  AuditReader,
  BaselineActions,
  BaselineExport,
  DatabaseHealth,
  EvidenceReader,
  IncidentReader,
  SampleWriter,
  Settings,
  SignalReader,
  Silences,
  TargetReader,
  VerdictEffects,
} from '../api/ports.ts';
import type { Clock } from '../clock.ts';
import type { Config } from '../config/config.ts';
import { Engine } from '../core/engine.ts';
import type { AlertChange } from '../core/model/alert.ts';
import type { Router } from '../notify/routing/router.ts';
import { Metrics } from '../observe/metrics.ts';
import type { PageSink } from '../scrape/page-sink.ts';
import { Scraper } from '../scrape/scraper.ts';
import { WriteReceiver } from '../scrape/write-receiver.ts';
import { AlertStore } from '../store/alert-store.ts';
import { AuditStore } from '../store/audit-store.ts';
import { BaselineStore } from '../store/baseline-store.ts';
import { Database } from '../store/database.ts';
import { EvidenceStore } from '../store/evidence-store.ts';
import { IncidentStore } from '../store/incident-store.ts';
import { Leadership } from '../store/leadership.ts';
import { VERSION } from '../version.ts';
import { alertProviders } from './alert-providers.ts';
import { AlertWriter } from './alert-writer.ts';
import { ConfigRecord } from './config-record.ts';
import { EngineBaselineActions } from './engine-baseline-actions.ts';
import { EngineBaselines } from './engine-baselines.ts';
import { engineSettings } from './engine-settings.ts';
import { EngineSignals } from './engine-signals.ts';
import { LiveService } from './live-service.ts';
import { Pipeline, type TickSummary } from './pipeline.ts';
import { Upkeep } from './upkeep.ts';
import { warmStart } from './warm-start.ts';
import { WrittenSamples } from './written-samples.ts';
import { WrittenTargetList } from './written-target-list.ts';

export interface PipelineModuleOptions {
  readonly config: Config;
  readonly clock: Clock;
  readonly router: Router;
  /** An engine that has learnt already; absent: a new one. */
  readonly engine?: Engine | undefined;
  /** Also gets every page. */
  readonly recorder?: PageSink | undefined;
  /** How far the warm start has come, 0 to 1. */
  readonly onWarmStart?: ((done: number) => void) | undefined;
  /** Sees each evaluation. */
  readonly onTick?: ((tick: TickSummary) => void) | undefined;
  /** Sees each change of an alert once it is stored. */
  readonly onChange?: ((change: AlertChange) => void) | undefined;
}

/** The live service: scraper, engine and their way into the database, and what the API reads of them. */
@Module({})
export class PipelineModule {}

/** The engine with all that brings it pages and carries its alerts away. */
export function pipelineModule(options: PipelineModuleOptions): DynamicModule {
  const { config, clock } = options;
  return {
    module: PipelineModule,
    global: true,
    providers: [
      { provide: Engine, useFactory: () => options.engine ?? new Engine(engineSettings(config)) },
      { provide: Scraper, useFactory: () => new Scraper(config, clock) },
      ...alertProviders({ ...options, version: VERSION }),
      pipelineProvider(options),
      liveProvider(options),
      {
        provide: Upkeep,
        useFactory: (
          pipeline: Pipeline,
          writer: AlertWriter,
          database: Database,
          metrics: Metrics,
          schedule: SchedulerRegistry,
        ) => new Upkeep({ pipeline, writer, database, metrics, schedule, clock, config }),
        inject: [Pipeline, AlertWriter, Database, Metrics, SchedulerRegistry],
      },
      {
        provide: ConfigRecord,
        useFactory: (audit: AuditStore, { hash }: Settings) =>
          new ConfigRecord({ audit, clock, hash, version: VERSION }),
        inject: [AuditStore, Settings],
      },
      { provide: WrittenTargetList, useFactory: () => new WrittenTargetList(clock) },
      writerProvider(options),
      ...READERS,
    ],
    exports: [Engine, Pipeline, Scraper, SampleWriter, AlertActions, VerdictEffects, Silences, ...READERS],
  };
}

function pipelineProvider({ clock, onTick }: PipelineModuleOptions) {
  return {
    provide: Pipeline,
    useFactory: (
      engine: Engine,
      scraper: Scraper,
      alerts: AlertStore,
      incidents: IncidentStore,
      writer: AlertWriter,
      baselines: BaselineStore,
      metrics: Metrics,
    ) => new Pipeline({ engine, alerts, incidents, writer, baselines, scraper, metrics, clock, onTick }),
    inject: [Engine, Scraper, AlertStore, IncidentStore, AlertWriter, BaselineStore, Metrics],
  };
}

function liveProvider({ config, clock, recorder, onWarmStart: onProgress = () => {} }: PipelineModuleOptions) {
  const warm = (signal: AbortSignal) => warmStart({ config, clock, signal, onProgress });
  return {
    provide: LiveService,
    useFactory: (pipeline: Pipeline, scraper: Scraper, leadership: Leadership) =>
      new LiveService({ pipeline, scraper, leadership, clock, recorder, warmStart: config.warmStart && warm }),
    inject: [Pipeline, Scraper, Leadership],
  };
}

function writerProvider({ config, clock }: PipelineModuleOptions) {
  const { bodySizeLimitBytes: bodyMaximumBytes, replicaLabels } = config.writeReceiver;
  return {
    provide: SampleWriter,
    useFactory: (live: LiveService, scraper: Scraper, metrics: Metrics, targets: WrittenTargetList) => {
      const scraped = () => scraper.targets();
      const seriesMaximum = config.limits.series;
      const receiver = new WriteReceiver({ clock, bodyMaximumBytes, seriesMaximum, replicaLabels, scraped });
      return new WrittenSamples({ receiver, live, targets, metrics, bodyMaximumBytes });
    },
    inject: [LiveService, Scraper, Metrics, WrittenTargetList],
  };
}

const READERS = [
  { provide: SignalReader, useFactory: (engine: Engine) => new EngineSignals(engine), inject: [Engine] },
  { provide: BaselineExport, useFactory: (engine: Engine) => new EngineBaselines(engine), inject: [Engine] },
  {
    provide: BaselineActions,
    useFactory: (engine: Engine, pipeline: Pipeline) => new EngineBaselineActions(engine, pipeline),
    inject: [Engine, Pipeline],
  },
  {
    provide: TargetReader,
    useFactory: (scraper: Scraper, written: WrittenTargetList): TargetReader => ({
      targets: () => scraper.targets(),
      problems: () => scraper.problems(),
      written: () => written.list(),
    }),
    inject: [Scraper, WrittenTargetList],
  },
  { provide: AlertReader, useExisting: AlertStore },
  { provide: EvidenceReader, useExisting: EvidenceStore },
  { provide: IncidentReader, useExisting: IncidentStore },
  { provide: AuditLog, useExisting: AuditStore },
  { provide: AuditReader, useExisting: AuditStore },
  { provide: DatabaseHealth, useExisting: Database },
];
