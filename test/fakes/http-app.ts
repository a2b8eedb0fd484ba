import { type DynamicModule, Global, Logger, Module, type Provider } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { ApiTokens } from '../../src/api/access/api-tokens.ts';
import { EventFeed } from '../../src/api/event-feed.ts';
import { configureHttp, httpAdapter } from '../../src/api/http.ts';
import {
  AlertActions,
  AlertReader,
  ApiAccess,
  AuditLog,
  AuditReader,
  BaselineActions,
  BaselineExport,
  CLOCK,
  DatabaseHealth,
  EvidenceReader,
  IncidentReader,
  Interactions,
  Receivers,
  SampleWriter,
  Settings,
  SignalReader,
  Silences,
  TargetReader,
  VerdictEffects,
} from '../../src/api/ports.ts';
import type { Alert } from '../../src/core/model/alert.ts';
import { AnomalySeries } from '../../src/observe/anomaly-series.ts';
import { Metrics } from '../../src/observe/metrics.ts';
import { Readiness } from '../../src/observe/readiness.ts';
import { type OutboxCount, StateMetrics } from '../../src/observe/state-metrics.ts';
import { MORNING_MS } from './alerts.ts';
import { ManualClock } from './manual-clock.ts';
import { MemoryAlertActions, MemorySilences } from './memory-actions.ts';
import {
  MemoryAlerts,
  MemoryApiTokens,
  MemoryAuditLog,
  MemoryBaselineActions,
  MemoryDatabaseHealth,
  MemoryIncidents,
  MemorySettings,
  MemorySignals,
  MemoryTargets,
  MemoryWriter,
} from './memory-ports.ts';
import { MemoryInteractions, MemoryReceivers } from './memory-receivers.ts';

@Global()
@Module({})
class FakePorts {}

function global(providers: Provider[]): DynamicModule {
  return { module: FakePorts, providers, exports: providers };
}

/** Modules that answer HTTP, over ports in memory, listening on loopback. */
export async function startHttpApp(
  modules: NonNullable<DynamicModule['imports']>,
  access: ApiAccess = {},
  trustedProxies: readonly string[] = [],
) {
  const signalsInMemory = new MemorySignals();
  const ports = {
    alerts: new MemoryAlerts(),
    incidents: new MemoryIncidents(),
    signals: signalsInMemory,
    actions: new MemoryBaselineActions(signalsInMemory),
    targets: new MemoryTargets(),
    writer: new MemoryWriter(),
    tokens: new MemoryApiTokens(),
    audit: new MemoryAuditLog(),
    silences: new MemorySilences(),
    receivers: new MemoryReceivers(),
    interactions: new MemoryInteractions(),
    database: new MemoryDatabaseHealth(),
    clock: new ManualClock(MORNING_MS),
    feed: new EventFeed('test'),
    open: [] as Alert[],
    outbox: [] as OutboxCount[],
  };
  const metrics = new Metrics(ports.clock);
  const { signals, targets, database, clock } = ports;
  const outbox = { counts: async () => ports.outbox };
  const engine = { openAlerts: () => ports.open, seriesCount: 0, refusedSeries: 0 };
  new StateMetrics(metrics.registry, {
    signals,
    targets,
    database,
    clock,
    outbox,
    engine,
    pipeline: { unwritten: 0 },
    leadership: { leads: true },
  });
  const providers: Provider[] = [
    { provide: AlertReader, useValue: ports.alerts },
    { provide: SignalReader, useValue: ports.signals },
    { provide: BaselineActions, useValue: ports.actions },
    { provide: BaselineExport, useValue: { lines: () => ['# BASELINE a\n', '# BASELINE b\n'] } },
    { provide: TargetReader, useValue: ports.targets },
    { provide: SampleWriter, useValue: ports.writer },
    { provide: DatabaseHealth, useValue: ports.database },
    { provide: Settings, useValue: new MemorySettings() },
    { provide: ApiTokens, useValue: ports.tokens },
    { provide: EventFeed, useValue: ports.feed },
    { provide: AuditLog, useValue: ports.audit },
    { provide: VerdictEffects, useValue: { of: async () => undefined } },
    { provide: IncidentReader, useValue: ports.incidents },
    { provide: EvidenceReader, useValue: { find: async () => undefined } },
    { provide: AuditReader, useValue: { list: async () => [] } },
    { provide: AlertActions, useValue: new MemoryAlertActions(ports.alerts.alerts) },
    { provide: Silences, useValue: ports.silences },
    { provide: Receivers, useValue: ports.receivers },
    { provide: Interactions, useValue: ports.interactions },
    { provide: ApiAccess, useValue: access },
    { provide: CLOCK, useValue: ports.clock },
    { provide: Metrics, useValue: metrics },
    { provide: AnomalySeries, useValue: new AnomalySeries(ports.signals, 2000) },
    Readiness,
  ];
  Logger.overrideLogger(false);
  const root: DynamicModule = { module: class Root {}, imports: [global(providers), ...modules] };
  const app = await NestFactory.create<NestFastifyApplication>(root, httpAdapter(trustedProxies), {
    logger: false,
    abortOnError: false,
  });
  await configureHttp(app);
  await app.listen(0, '127.0.0.1');
  const url = await app.getUrl();
  const reset = () => {
    ports.alerts.reset();
    ports.incidents.all.length = 0;
    ports.writer.reset();
    ports.tokens.all.length = 0;
    ports.audit.records.length = 0;
    ports.silences.all.length = 0;
    ports.signals.all.length = 0;
    ports.signals.points.length = 0;
    ports.signals.pinned.clear();
    ports.actions.resets.length = 0;
    ports.targets.all.length = 0;
    ports.targets.others.length = 0;
    ports.open.length = 0;
    ports.outbox.length = 0;
  };
  return { ...ports, metrics, app, url, reset, close: () => app.close() };
}

export type HttpApp = Awaited<ReturnType<typeof startHttpApp>>;
