import { Controller, Get, Inject, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import type { Clock } from '../clock.ts';
import { VERSION } from '../version.ts';
import { Answers } from './answers.ts';
import { Needs } from './needs.ts';
import { AlertReader, CLOCK, Settings } from './ports.ts';
import {
  AlertGroup,
  AlertmanagerQuery,
  AlertmanagerStatus,
  GettableAlert,
  gettableAlert,
} from './schemas/alertmanager-schemas.ts';
import { time } from './schemas/common-schemas.ts';

/** As many as the alert book holds. */
const MAXIMUM_ALERTS = 10_000;
/** A client that polls takes an alert for gone after this; it follows Alertmanager's own `resolve_timeout`. */
const GOOD_FOR_MS = 5 * 60_000;

type Gettable = z.infer<typeof GettableAlert>;

/** What tools made for Alertmanager ask for (Grafana, amtool): alerts of its API v2. */
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
  list(@Query({ schema: AlertmanagerQuery }) query: AlertmanagerQuery): Promise<Gettable[]> {
    return this.firing(query);
  }

  @Get('alerts/groups')
  @Answers('The same by detector, for each receiver', z.array(AlertGroup))
  async groups(@Query({ schema: AlertmanagerQuery }) query: AlertmanagerQuery): Promise<z.infer<typeof AlertGroup>[]> {
    const alerts = await this.firing(query);
    const names = [...new Set(alerts.map(({ labels }) => labels['alertname'] ?? ''))].sort();
    return names.flatMap((alertname) => {
      const together = alerts.filter(({ labels }) => labels['alertname'] === alertname);
      return this.settings.receivers.map((name) => ({ labels: { alertname }, receiver: { name }, alerts: together }));
    });
  }

  @Get('receivers')
  @Answers('Receivers of the configuration', z.array(z.object({ name: z.string() })))
  receivers(): { name: string }[] {
    return this.settings.receivers.map((name) => ({ name }));
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

  private async firing({ active, silenced, muted, filter }: AlertmanagerQuery): Promise<Gettable[]> {
    const { externalUrl, runbookUrl, receivers } = this.settings;
    const { alerts } = await this.reader.list({ state: ['firing'], shadow: false, limit: MAXIMUM_ALERTS });
    const options = { goodUntilMs: this.clock.now() + GOOD_FOR_MS, externalUrl, runbookUrl, receivers };
    return alerts
      .map((alert) => gettableAlert(alert, options))
      .filter(({ status }) => (status.state === 'active' ? active === 'true' : true))
      .filter(({ status }) => status.silencedBy.length === 0 || silenced === 'true')
      .filter(({ status }) => status.mutedBy.length === 0 || muted === 'true')
      .filter(({ labels }) => filter.every((matches) => matches(labels)));
  }
}
