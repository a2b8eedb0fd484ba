import { Controller, Get, Inject } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { z } from 'zod';
import type { Clock } from '../clock.ts';
import { VERSION } from '../version.ts';
import { Answers } from './answers.ts';
import { Needs } from './needs.ts';
import { CLOCK, DatabaseHealth, Settings, SignalReader } from './ports.ts';
import { time } from './schemas/common-schemas.ts';
import { StatusJson } from './schemas/status-schemas.ts';

/** Which Gauger this is, and how fresh what it knows. */
@ApiTags('status')
@Needs('viewer')
@Controller('api/v1/status')
export class StatusController {
  constructor(
    private readonly settings: Settings,
    private readonly signals: SignalReader,
    private readonly database: DatabaseHealth,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  @Get()
  @Answers('This process', StatusJson)
  async find(): Promise<z.infer<typeof StatusJson>> {
    const { startedMs, hash: configHash, evaluationIntervalMs } = this.settings;
    const { lastTickMs } = this.signals;
    const uptimeSeconds = Math.floor((this.clock.now() - startedMs) / 1000);
    const database = (await this.database.answers()) ? 'up' : 'down';
    const lastTickAt = Number.isNaN(lastTickMs) ? null : time(lastTickMs);
    return {
      version: VERSION,
      startedAt: time(startedMs),
      uptimeSeconds,
      configHash,
      evaluationIntervalMs,
      lastTickAt,
      database,
    };
  }
}
