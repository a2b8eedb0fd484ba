import { type DynamicModule, Module } from '@nestjs/common';
import { ScheduleModule } from '@nestjs/schedule';
import { ApiTokens } from './api/access/api-tokens.ts';
import { ApiModule } from './api/api.module.ts';
import { EventFeed } from './api/event-feed.ts';
import { ApiAccess, CLOCK, Settings } from './api/ports.ts';
import { alertJson } from './api/schemas/alert-schemas.ts';
import { time } from './api/schemas/common-schemas.ts';
import { incidentJson } from './api/schemas/incident-schemas.ts';
import { type Clock, SYSTEM_CLOCK } from './clock.ts';
import type { Config } from './config/config.ts';
import type { Engine } from './core/engine.ts';
import type { AlertChange } from './core/model/alert.ts';
import { pictures } from './notify/alert-picture.ts';
import { type Destination, destinationsOf, hearingOf } from './notify/destinations.ts';
import { notifyModule } from './notify/notify.module.ts';
import { Router } from './notify/routing/router.ts';
import { observeModule } from './observe/observe.module.ts';
import { pipelineModule } from './pipeline/pipeline.module.ts';
import type { TickSummary } from './pipeline/pipeline.ts';
import type { PageSink } from './scrape/page-sink.ts';
import { settingsOf } from './settings.ts';
import { ApiTokenStore } from './store/api-token-store.ts';
import { storeModule } from './store/store.module.ts';

/** What a demo or a test puts in the place of the real thing. */
export interface Overrides {
  readonly clock?: Clock;
  /** Instead of the receivers of the configuration. */
  readonly destinations?: readonly Destination[];
  /** An engine that has learnt already. */
  readonly engine?: Engine;
  /** Also gets every page. */
  readonly recorder?: PageSink;
  /** `false`: no log at all, where something else tells what happens. */
  readonly logger?: false;
  /** How far the warm start has come, 0 to 1. */
  readonly onWarmStart?: (done: number) => void;
  /** Sees each change of an alert once it is stored. */
  readonly onChange?: (change: AlertChange) => void;
}

/** The service: each stage of the pipeline is a module, in the order of the pipeline. */
@Module({})
export class AppModule {}

/** The whole service as one module, made for this configuration; `overrides` put other parts in for the demo and the tests. */
export function appModule(config: Config, overrides: Overrides = {}): DynamicModule {
  const { clock = SYSTEM_CLOCK, destinations } = overrides;
  const hearings = destinations?.map(({ hearing }) => hearing) ?? config.receivers.map(hearingOf);
  const router = new Router(hearings, config);
  const feed = new EventFeed(clock.now().toString(36));
  const onChange = (change: AlertChange) => {
    const { alert, timeMs, by, incident } = change;
    feed.publish('alert', { change: change.change, at: time(timeMs), by, alert: alertJson(alert) });
    if (incident !== undefined) feed.publish('incident', incidentJson(incident));
    overrides.onChange?.(change);
  };
  const onTick = ({ timeMs, ...tick }: TickSummary) => feed.publish('tick', { at: time(timeMs), ...tick });
  const shared = [
    { provide: CLOCK, useValue: clock },
    { provide: Settings, useValue: settingsOf(config, clock.now()) },
    { provide: EventFeed, useValue: feed },
    { provide: ApiAccess, useValue: config.api },
    { provide: ApiTokens, useExisting: ApiTokenStore },
  ];
  return {
    module: AppModule,
    global: true,
    providers: shared,
    exports: shared,
    imports: [
      ScheduleModule.forRoot(),
      storeModule(config),
      pipelineModule({ ...overrides, config, clock, router, onChange, onTick }),
      notifyModule(
        (places, evidence) => destinations ?? destinationsOf(config, { clock, places, draw: pictures(evidence) }),
        router,
      ),
      observeModule(config.limits.exportedSignals),
      ApiModule,
    ],
  };
}
