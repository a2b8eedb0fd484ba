import {
  type BeforeApplicationShutdown,
  type DynamicModule,
  Module,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import { AlertActions, AlertReader, AuditLog, CLOCK, Interactions, Receivers, Silences } from '../api/ports.ts';
import type { Clock } from '../clock.ts';
import { Metrics } from '../observe/metrics.ts';
import { EvidenceStore } from '../store/evidence-store.ts';
import { OutboxReport } from '../store/outbox-report.ts';
import { OutboxStore } from '../store/outbox-store.ts';
import { SlackMessageStore } from '../store/slack-message-store.ts';
import type { Destination } from './destinations.ts';
import { OutboxWorker } from './outbox-worker.ts';
import { ReceiverDesk } from './receiver-desk.ts';
import type { Router } from './routing/router.ts';
import { SlackInteractions } from './slack/slack-interactions.ts';

/** The way from the outbox to the receivers: begins when everything is there, ends before the database is closed. */
@Module({})
export class NotifyModule implements OnApplicationBootstrap, BeforeApplicationShutdown {
  constructor(private readonly worker: OutboxWorker) {}

  onApplicationBootstrap(): void {
    this.worker.start();
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.worker.stop();
  }
}

const DESTINATIONS = Symbol('Destinations');

/** `make` is given where Slack's messages are, and what alerts rest on. */
export function notifyModule(
  make: (places: SlackMessageStore, evidence: EvidenceStore) => readonly Destination[],
  router: Router,
): DynamicModule {
  const providers = [
    { provide: DESTINATIONS, useFactory: make, inject: [SlackMessageStore, EvidenceStore] },
    workerProvider(router),
    DESK,
    INTERACTIONS,
  ];
  return { module: NotifyModule, global: true, providers, exports: [OutboxWorker, Receivers, Interactions] };
}

function workerProvider(router: Router) {
  return {
    provide: OutboxWorker,
    useFactory: (destinations: readonly Destination[], store: OutboxStore, clock: Clock, metrics: Metrics) =>
      new OutboxWorker({
        destinations,
        muted: (timeMs) => router.muted(timeMs),
        store,
        clock,
        random: Math.random,
        observe: (attempt) => metrics.attempted(attempt),
      }),
    inject: [DESTINATIONS, OutboxStore, CLOCK, Metrics],
  };
}

const DESK = {
  provide: Receivers,
  useFactory: (
    destinations: readonly Destination[],
    report: OutboxReport,
    audit: AuditLog,
    clock: Clock,
    worker: OutboxWorker,
  ) => new ReceiverDesk({ destinations, report, audit, clock, wake: () => worker.wake() }),
  inject: [DESTINATIONS, OutboxReport, AuditLog, CLOCK, OutboxWorker],
};

const INTERACTIONS = {
  provide: Interactions,
  useFactory: (
    destinations: readonly Destination[],
    alerts: AlertReader,
    actions: AlertActions,
    silences: Silences,
    clock: Clock,
  ) => {
    const receivers = destinations.flatMap(({ buttons }) => buttons ?? []);
    return new SlackInteractions({ receivers, alerts, actions, silences, clock });
  },
  inject: [DESTINATIONS, AlertReader, AlertActions, Silences, CLOCK],
};
