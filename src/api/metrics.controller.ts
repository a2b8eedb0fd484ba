import { Controller, Get, Header } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { AnomalySeries } from '../observe/anomaly-series.ts';
import { METRICS_TYPE, Metrics } from '../observe/metrics.ts';
import { Open } from './open.ts';

/** Open to everybody who reaches the port, as Prometheus expects; the network policy says who does. */
@Open()
@ApiExcludeController()
@Controller('metrics')
export class MetricsController {
  constructor(
    private readonly metrics: Metrics,
    private readonly anomalies: AnomalySeries,
  ) {}

  @Get()
  @Header('content-type', METRICS_TYPE)
  async all(): Promise<string> {
    return `${await this.metrics.registry.metrics()}\n${this.anomalies.render()}`;
  }
}
