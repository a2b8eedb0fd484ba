import { type DynamicModule, Module } from '@nestjs/common';
import { CLOCK, DatabaseHealth, SignalReader, TargetReader } from '../api/ports.ts';
import type { Clock } from '../clock.ts';
import { Engine } from '../core/engine.ts';
import { Pipeline } from '../pipeline/pipeline.ts';
import { Leadership } from '../store/leadership.ts';
import { OutboxReport } from '../store/outbox-report.ts';
import { AnomalySeries } from './anomaly-series.ts';
import { Metrics } from './metrics.ts';
import { Readiness } from './readiness.ts';
import { StateMetrics } from './state-metrics.ts';

/** Own health: what others count into, what is read when somebody scrapes, and whether this process does its work. */
@Module({})
export class ObserveModule {}

/** Metrics and health; of so many signals the band and score are exported as series. */
export function observeModule(exportedSignals: number): DynamicModule {
  const metrics = { provide: Metrics, useFactory: (clock: Clock) => new Metrics(clock), inject: [CLOCK] };
  const anomalies = {
    provide: AnomalySeries,
    useFactory: (signals: SignalReader) => new AnomalySeries(signals, exportedSignals),
    inject: [SignalReader],
  };
  return {
    module: ObserveModule,
    global: true,
    providers: [metrics, anomalies, STATE_METRICS, Readiness],
    exports: [Metrics, AnomalySeries, Readiness],
  };
}

const STATE_METRICS = {
  provide: StateMetrics,
  useFactory: (
    { registry }: Metrics,
    signals: SignalReader,
    targets: TargetReader,
    database: DatabaseHealth,
    engine: Engine,
    pipeline: Pipeline,
    leadership: Leadership,
    outbox: OutboxReport,
    clock: Clock,
  ) => new StateMetrics(registry, { signals, targets, database, engine, pipeline, leadership, outbox, clock }),
  inject: [Metrics, SignalReader, TargetReader, DatabaseHealth, Engine, Pipeline, Leadership, OutboxReport, CLOCK],
};
