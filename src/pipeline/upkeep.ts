import { Logger, type OnApplicationBootstrap } from '@nestjs/common';
import { Cron, CronExpression, SchedulerRegistry } from '@nestjs/schedule';
import type { Clock } from '../clock.ts';
import type { Config } from '../config/config.ts';
import type { Metrics } from '../observe/metrics.ts';
import type { Database } from '../store/database.ts';
import { applyRetention } from '../store/retention.ts';
import type { AlertWriter } from './alert-writer.ts';
import type { Pipeline } from './pipeline.ts';

/** How soon people are told of an alert that still fires when its silence ends. */
const SILENCES_MS = 5000;

export interface UpkeepParts {
  readonly writer: Pick<AlertWriter, 'heedSilences'>;
  readonly pipeline: Pipeline;
  readonly database: Database;
  readonly metrics: Metrics;
  readonly clock: Clock;
  readonly config: Pick<Config, 'storage' | 'retention'>;
  readonly schedule: SchedulerRegistry;
}

/** What is done again and again beside the scrapes: baselines are written, what is past its time is deleted. */
export class Upkeep implements OnApplicationBootstrap {
  private readonly log = new Logger('upkeep');
  private readonly running = new Set<string>();

  constructor(private readonly parts: UpkeepParts) {}

  onApplicationBootstrap(): void {
    const { schedule, config } = this.parts;
    const checkpoint = () => void this.alone('checkpoint', () => this.checkpoint());
    schedule.addInterval('checkpoint', setInterval(checkpoint, config.storage.checkpointIntervalMs));
    const silences = () => void this.alone('silences', () => this.parts.writer.heedSilences());
    schedule.addInterval('silences', setInterval(silences, SILENCES_MS));
  }

  @Cron(CronExpression.EVERY_HOUR)
  async retention(): Promise<void> {
    const { database, config, clock } = this.parts;
    await this.alone('retention', async () => {
      const deleted = await applyRetention(database, config.retention, clock.now());
      this.log.log('retention', deleted);
    });
  }

  private async checkpoint(): Promise<void> {
    const { pipeline, metrics, clock } = this.parts;
    const startedMs = clock.monotonicMs();
    const rows = await pipeline.checkpoint();
    metrics.checkpointed(rows, clock.monotonicMs() - startedMs);
  }

  /** The scheduler starts a job whether or not the last run has ended; here the new one is left out. An outage is told, and over next time. */
  private async alone(job: string, work: () => Promise<void>): Promise<void> {
    if (this.running.has(job)) return;
    this.running.add(job);
    try {
      await work();
    } catch (error) {
      this.parts.metrics.storeFailed(error);
      this.log.error(`${job} failed`, { reason: error instanceof Error ? error.message : String(error) });
    } finally {
      this.running.delete(job);
    }
  }
}
