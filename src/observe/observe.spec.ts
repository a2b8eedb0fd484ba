import { spawnSync } from 'node:child_process';
import { alert, finding, MORNING_MS, tenant } from '../../test/fakes/alerts.ts';
import { type HttpApp, startHttpApp } from '../../test/fakes/http-app.ts';
import { settled } from '../../test/fakes/manual-clock.ts';
import { definition } from '../../test/fakes/memory-ports.ts';
import { ApiModule } from '../api/api.module.ts';

let http: HttpApp;

beforeAll(async () => {
  http = await startHttpApp([ApiModule]);
});
beforeEach(() => http.reset());
afterAll(async () => http.close());

const metrics = async () => (await fetch(`${http.url}/metrics`)).text();

describe('metrics', () => {
  it('counts what happens', async () => {
    const page = { target: { job: 'a', instance: 'b' }, timeMs: MORNING_MS - 250 };
    const summary = { samples: 120, skippedCount: 2, seriesAdded: 7, seriesDropped: 1 };
    const changes = [{ change: 'fired', alert: alert(), timeMs: MORNING_MS }] as const;
    http.metrics.ingested({ ...page, up: true, body: new Uint8Array() }, { changes, page: summary }, 50);
    http.metrics.ingested({ ...page, up: false, reason: 'timeout' }, { changes: [] }, 1);
    http.metrics.storeFailed(Object.assign(new Error(), { reason: 'unreachable' }));
    http.metrics.checkpointed(40, 12);
    http.metrics.attempted({ receiver: 'slack', outcome: 'sent', durationMs: 80 });
    const text = await metrics();
    for (const line of [
      'gauger_scrapes_total{outcome="up"} 1',
      'gauger_scrapes_total{outcome="timeout"} 1',
      'gauger_scrape_duration_seconds_count 2',
      'gauger_samples_total 120',
      'gauger_skipped_lines_total 2',
      'gauger_alert_changes_total{detector="cost-spike",change="fired",shadow="false"} 1',
      'gauger_store_failures_total{reason="unreachable"} 1',
      'gauger_checkpoint_rows_total 40',
      `gauger_last_checkpoint_timestamp_seconds ${MORNING_MS / 1000}`,
      'gauger_notifications_total{receiver="slack",outcome="sent"} 1',
    ]) {
      expect(text.split('\n')).toContain(line);
    }
  });

  it('tells how things stand', async () => {
    http.signals.add(definition('cost.rate'), tenant('acme'));
    http.signals.add(definition('cost.rate'), tenant('globex'), { ready: false });
    http.signals.add(definition('cost.rate'), tenant('away'), { value: Number.NaN });
    http.targets.all.push({ scrapePool: 'a', labels: {}, url: 'http://a', intervalMs: 1000, health: 'down' });
    http.open.push(alert(), alert({ state: 'pending', peak: finding({ shadow: true }) }));
    http.outbox.push({ receiver: 'slack', waiting: 3, parked: 1, oldestMs: MORNING_MS - 60_000 });
    http.database.up = false;
    const text = await metrics();
    http.database.up = true;
    for (const line of [
      'gauger_targets{health="down"} 1',
      'gauger_targets{health="up"} 0',
      'gauger_signals 2',
      'gauger_baselines{state="ready"} 2',
      'gauger_baselines{state="warming"} 1',
      'gauger_alerts{detector="cost-spike",state="firing",shadow="false"} 1',
      'gauger_alerts{detector="cost-spike",state="pending",shadow="true"} 1',
      `gauger_last_tick_timestamp_seconds ${MORNING_MS / 1000}`,
      'gauger_database_up 0',
      'gauger_outbox_messages{receiver="slack",state="waiting"} 3',
      'gauger_outbox_messages{receiver="slack",state="parked"} 1',
      'gauger_outbox_oldest_message_age_seconds{receiver="slack"} 60',
      'gauger_exported_signals{state="exported"} 2',
    ]) {
      expect(text.split('\n')).toContain(line);
    }
    expect(text).toMatch(/^gauger_build_info\{version="[^"]+",nodejs="v\d/m);
    expect(text).toMatch(/^process_cpu_seconds_total /m);
  });

  it('times requests by route, not by path', async () => {
    await fetch(`${http.url}/api/v1/signals/one`);
    await fetch(`${http.url}/somewhere/else`);
    const text = await metrics();
    expect(text).toContain('gauger_http_request_duration_seconds_count{route="/api/v1/signals/:key",status="404"}');
    expect(text).toContain('gauger_http_request_duration_seconds_count{route="unknown",status="404"}');
  });

  const promtool = spawnSync('promtool', ['--version']).status === 0;
  if (!promtool) process.stdout.write('skipped: promtool is not installed, so nobody judges our metrics page\n');
  (promtool ? it : it.skip)('is taken by promtool', async () => {
    http.signals.add(definition('cost.rate'), tenant('acme'));
    const { stdout, stderr } = spawnSync('promtool', ['check', 'metrics'], {
      input: await metrics(),
      encoding: 'utf8',
    });
    // The names with a colon are Grafana's own; everything else must be without a remark.
    const remarks = `${stdout}${stderr}`
      .split('\n')
      .filter((line) => line !== '' && !/^anomaly:\w+ metric names should not contain ':'$/.test(line));
    expect(remarks).toEqual([]);
  });
});

describe('health', () => {
  const target = { scrapePool: 'a', labels: {}, url: 'http://a', intervalMs: 1000, health: 'up' } as const;
  const ready = async () => {
    const response = await fetch(`${http.url}/health/ready`);
    return { status: response.status, body: await response.json() };
  };

  it('lives', async () => expect((await fetch(`${http.url}/health/live`)).status).toBe(200));

  it('is ready without targets, and with a recent evaluation', async () => {
    expect(await ready()).toEqual({ status: 200, body: { status: 'ok' } });
    http.targets.all.push(target);
    http.signals.lastTickMs = MORNING_MS - 45_000;
    expect((await ready()).status).toBe(200);
  });

  it('says what is missing', async () => {
    http.targets.all.push(target);
    http.signals.lastTickMs = MORNING_MS - 46_000;
    http.database.up = false;
    const late = await ready();
    http.database.up = true;
    expect(late).toMatchObject({
      status: 503,
      body: { detail: 'The database does not answer. The last evaluation is 46 s old; one is due every 15 s.' },
    });
    http.signals.lastTickMs = Number.NaN;
    expect(await ready()).toMatchObject({ body: { detail: 'No evaluation has happened yet.' } });
    http.signals.lastTickMs = MORNING_MS;
  });

  it('waits for no database that hangs', async () => {
    http.database.hanging = true;
    const answer = ready();
    while (http.clock.sleeping === 0) await settled();
    await http.clock.pass(1000);
    http.database.hanging = false;
    expect(await answer).toMatchObject({ status: 503, body: { detail: 'The database does not answer.' } });
  });
});
