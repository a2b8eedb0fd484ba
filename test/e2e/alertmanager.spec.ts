import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { parseConfig } from '../../src/config/load-config.ts';
import type { Alert, AlertChange } from '../../src/core/model/alert.ts';
import { createApp, listen } from '../../src/main.ts';
import { hearingOf } from '../../src/notify/destinations.ts';
import { OutboxWorker } from '../../src/notify/outbox-worker.ts';
import { Router } from '../../src/notify/routing/router.ts';
import { AlertStore } from '../../src/store/alert-store.ts';
import { openTestDatabase, type TestDatabase } from '../database.ts';
import { Alertmanager, describeWithAlertmanager } from '../fakes/alertmanager.ts';
import { alert } from '../fakes/alerts.ts';
import { until } from '../fakes/prometheus.ts';

describeWithAlertmanager('a real Alertmanager that Gauger pushes to', () => {
  const alertmanager = new Alertmanager();
  let database: TestDatabase;
  let app: NestFastifyApplication;
  let tell: (change: AlertChange['change'], given: Alert) => Promise<void>;

  beforeAll(async () => {
    database = await openTestDatabase();
    await alertmanager.start();
    // Of two members one is dead; re-sent so often that the test sees it.
    const yaml = `receivers: [{ name: am, alertmanager: { urls: ['${alertmanager.url}', 'http://127.0.0.1:1'], resend: 1s } }]`;
    const { config } = parseConfig(yaml, 'gauger.yaml', { environment: { DATABASE_URL: database.url, PORT: '0' } });
    app = await createApp(config, { logger: false });
    await listen(app, config);
    const router = new Router(config.receivers.map(hearingOf));
    tell = async (change, given) => {
      const changes = [{ change, alert: given, timeMs: given.startsAtMs }];
      await app.get(AlertStore).apply(changes, router.messages(changes), Date.now());
      app.get(OutboxWorker).wake();
    };
  });

  afterAll(async () => {
    await app?.close();
    await Promise.all([alertmanager.stop(), database.close()]);
  });

  it('shows an alert as long as it fires, beyond the end of each push, and no longer', async () => {
    const startsAtMs = Date.now();
    const firing = alert({ startsAtMs, firedAtMs: startsAtMs, lastSeenMs: startsAtMs });
    await tell('fired', firing);
    const shown = () => alertmanager.alerts('tenant=acme');
    await until(async () => shown().length === 1);
    const [first] = shown();
    expect(first).toMatchObject({
      labels: { alertname: 'cost-spike', severity: 'critical', tenant: 'acme' },
      annotations: { summary: firing.peak.summary },
      startsAt: new Date(startsAtMs).toISOString(),
    });
    // Good for four seconds each time: pushed again before, its end moves on.
    await until(async () => Date.parse(shown()[0]?.endsAt ?? '') > Date.parse(first?.endsAt ?? '') + 4000);
    expect(shown()).toHaveLength(1);
    await tell('resolved', { ...firing, state: 'resolved', endsAtMs: Date.now() });
    await until(async () => shown().length === 0);
  }, 120_000);
});
