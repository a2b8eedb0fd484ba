import { Global, Module } from '@nestjs/common';
import { CLOCK } from '../api/ports.ts';
import type { Clock } from '../clock.ts';
import { Metrics } from './metrics.ts';
import { Readiness } from './readiness.ts';

/** Own health: what others count into, and whether this process does its work. */
@Global()
@Module({
  providers: [{ provide: Metrics, useFactory: (clock: Clock) => new Metrics(clock), inject: [CLOCK] }, Readiness],
  exports: [Metrics, Readiness],
})
export class ObserveModule {}
