import { Controller, Get, Inject, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import type { Clock } from '../clock.ts';
import { VERSION } from '../version.ts';
import { Answers } from './answers.ts';
import { Needs } from './needs.ts';
import { AlertReader, CLOCK, Settings } from './ports.ts';
import { AlertmanagerQuery, AlertmanagerStatus, GettableAlert, gettableAlert } from './schemas/alertmanager-schemas.ts';
import { time } from './schemas/common-schemas.ts';

/** As many as the alert book holds. */
const MAXIMUM_ALERTS = 10_000;
/** A client that polls takes an alert for gone after this; it follows Alertmanager's own `resolve_timeout`. */
const GOOD_FOR_MS = 5 * 60_000;

/** What tools made for Alertmanager ask for (Grafana, amtool): its API v2, reading only. */
@ApiTags('alertmanager')
@Needs('viewer')
@Controller('api/v2')
export class AlertmanagerController {
  constructor(
    private readonly reader: AlertReader,
    private readonly settings: Settings,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  @Get('alerts')
  @Answers('Firing alerts in Alertmanager’s form', z.array(GettableAlert))
  async list(
    @Query({ schema: AlertmanagerQuery }) { active, filter }: AlertmanagerQuery,
  ): Promise<z.infer<typeof GettableAlert>[]> {
    if (active === 'false') return [];
    const { alerts } = await this.reader.list({ state: ['firing'], shadow: false, limit: MAXIMUM_ALERTS });
    const options = { goodUntilMs: this.clock.now() + GOOD_FOR_MS, externalUrl: this.settings.externalUrl };
    const all = alerts.map((alert) => gettableAlert(alert, options));
    return all.filter(({ labels }) => filter.every((matches) => matches(labels)));
  }

  @Get('status')
  @Answers('This process in Alertmanager’s form', AlertmanagerStatus)
  status(): z.infer<typeof AlertmanagerStatus> {
    const unknown = { branch: '', buildDate: '', buildUser: '', goVersion: '', revision: '' };
    return {
      cluster: { status: 'disabled', peers: [] },
      config: { original: '' },
      uptime: time(this.settings.startedMs),
      versionInfo: { version: VERSION, ...unknown },
    };
  }
}
