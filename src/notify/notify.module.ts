import {
  type BeforeApplicationShutdown,
  type DynamicModule,
  Module,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import { CLOCK } from '../api/ports.ts';
import type { Clock } from '../clock.ts';
import { Metrics } from '../observe/metrics.ts';
import { OutboxStore } from '../store/outbox-store.ts';
import type { Destination } from './destinations.ts';
import { OutboxWorker } from './outbox-worker.ts';
import type { Router } from './routing/router.ts';

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

export function notifyModule(destinations: readonly Destination[], router: Router): DynamicModule {
  const worker = {
    provide: OutboxWorker,
    useFactory: (store: OutboxStore, clock: Clock, metrics: Metrics) =>
      new OutboxWorker({
        destinations,
        muted: (timeMs) => router.muted(timeMs),
        store,
        clock,
        random: Math.random,
        observe: (attempt) => metrics.attempted(attempt),
      }),
    inject: [OutboxStore, CLOCK, Metrics],
  };
  return { module: NotifyModule, global: true, providers: [worker], exports: [OutboxWorker] };
}
