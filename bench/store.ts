import { randomFillSync } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { SYSTEM_CLOCK } from '../src/clock.ts';
import { StormBreaker } from '../src/core/alerts/storm-breaker.ts';
import { Baselines } from '../src/core/baselines/baselines.ts';
import type { Alert, AlertChange } from '../src/core/model/alert.ts';
import type { BaselineRow } from '../src/core/model/baseline-row.ts';
import { DEFINITIONS } from '../src/core/signals/definitions.ts';
import { Router } from '../src/notify/routing/router.ts';
import { AlertWriter } from '../src/pipeline/alert-writer.ts';
import { AlertStore } from '../src/store/alert-store.ts';
import { BaselineStore } from '../src/store/baseline-store.ts';
import { Database } from '../src/store/database.ts';
import { EvidenceStore } from '../src/store/evidence-store.ts';
import { IncidentStore } from '../src/store/incident-store.ts';
import { SilenceStore } from '../src/store/silence-store.ts';
import { openTestDatabase } from '../test/database.ts';
import { alert, MORNING_MS } from '../test/fakes/alerts.ts';
import type { Result } from './result.ts';

const BASELINES = 100_000;
/** Alerts in history, on the embedded database and on a server. */
const ALERTS = { embedded: 100_000, server: 1_000_000 } as const;
/** Alerts made by one statement. */
const FILL_ROWS = 50_000;
const ROUNDS = 200;
/** 10,000 findings a minute, as they come: so many every tenth of a second. */
const INTAKE_BATCH = 17;
const INTAKE_BATCHES = 200;
/** Not counted: what is compiled once in the life of a service. */
const INTAKE_WARM_UP = 10;
const INTAKE_PAUSE_MS = 100;

const measured = new Baselines();
const [first] = DEFINITIONS;
const STATE_BYTES = first === undefined ? 0 : measured.dump(measured.add(first)).byteLength;

/** The checkpoint of a large cluster and its way back, alerts among many, on `DATABASE_URL` or else on the embedded database. */
export async function* run(): AsyncGenerator<Result> {
  const place = await openTestDatabase();
  const database = await Database.open({ url: place.url });
  const on = process.env['DATABASE_URL'] === undefined ? 'embedded' : 'server';
  yield* baselines(database, on);
  yield* alerts(database, on);
  await database.close();
  await place.close();
  yield await restart();
}

async function* baselines(database: Database, on: string): AsyncGenerator<Result> {
  const store = new BaselineStore(database);
  const rows = baselineRows();
  const details = { database: on, baselines: BASELINES, bytes: STATE_BYTES };
  yield { bench: 'store.checkpoint.first', value: await timed(() => store.save(rows)), unit: 'ms', ...details };
  for (const { state } of rows) randomFillSync(state);
  yield { bench: 'store.checkpoint.again', value: await timed(() => store.save(rows)), unit: 'ms', ...details };
  yield { bench: 'store.restore', value: await timed(() => loadAll(store)), unit: 'ms', ...details };
}

/** One alert at a time as it begins to fire, with its message; then the pages that people look at. */
async function* alerts(database: Database, on: keyof typeof ALERTS): AsyncGenerator<Result> {
  const store = new AlertStore(database);
  const count = ALERTS[on];
  await fillAlerts(database, count);
  const applyMs = await rounds((n) => {
    const firing: Alert = alert({ id: `new-${n}`, startsAtMs: MORNING_MS + n });
    const message = { receiver: 'on-call', alertId: firing.id, state: 'firing' as const, alert: firing };
    return store.apply([{ change: 'fired', alert: firing, timeMs: MORNING_MS + n }], [message], MORNING_MS);
  });
  const details = { database: on, alerts: count, rounds: ROUNDS };
  yield { bench: 'store.alerts.apply.p95', value: quantile(applyMs, 0.95), unit: 'ms', ...details };
  const intakeMs = await intake(database);
  yield {
    bench: 'store.alerts.intake.p95',
    value: Math.round(10 * quantile(intakeMs, 0.95)) / 10,
    unit: 'ms',
    ...details,
    p50: Math.round(10 * quantile(intakeMs, 0.5)) / 10,
    aMinute: 10_000,
  };
  const filters = [{}, { state: ['resolved'] }, { severity: ['info'] }, { entity: ['tenant{tenant="t77"}'] }] as const;
  const list = (n: number) => {
    const after = { startsAtMs: MORNING_MS - n * 400_000, id: 'old' };
    return store.list({ limit: 50, after, ...filters[n % filters.length] });
  };
  // What is compiled once in the life of a service is none of its answers' time.
  for (const n of filters.keys()) await list(n);
  const listMs = await rounds(list);
  yield {
    bench: 'store.alerts.list.p99',
    value: quantile(listMs, 0.99),
    unit: 'ms',
    ...details,
    p50: quantile(listMs, 0.5),
  };
}

/** Findings of other alerts every time, through all that the service does with them; from when they were due to when they are stored. */
async function intake(database: Database): Promise<number[]> {
  const writer = new AlertWriter({
    alerts: new AlertStore(database),
    silences: new SilenceStore(database),
    evidence: new EvidenceStore(database),
    incidents: new IncidentStore(database),
    origin: { version: '0', taxonomyVersion: '0', configHash: '0' },
    windows: [],
    storms: new StormBreaker(),
    outbox: { wake: () => {} },
    clock: SYSTEM_CLOCK,
    router: new Router([{ receiver: 'on-call', minSeverity: 'info', sendResolved: true }]),
  });
  const startedMs = performance.now();
  const times: number[] = [];
  for (let batch = 0; batch < INTAKE_BATCHES; batch++) {
    const dueMs = startedMs + batch * INTAKE_PAUSE_MS;
    await sleep(Math.max(0, dueMs - performance.now()));
    const changes = Array.from({ length: INTAKE_BATCH }, (_, n): AlertChange => {
      const firing = alert({
        id: `intake-${batch}-${n}`,
        fingerprint: (batch * INTAKE_BATCH + n).toString(16).padStart(16, '0'),
        startsAtMs: MORNING_MS + batch,
      });
      return { change: 'fired', alert: firing, timeMs: firing.startsAtMs };
    });
    await writer.write(changes);
    if (batch >= INTAKE_WARM_UP) times.push(performance.now() - dueMs);
  }
  return times.sort((a, b) => a - b);
}

/** A new process on the embedded database of a large cluster: from nothing to every baseline in memory. */
async function restart(): Promise<Result> {
  const dataDirectory = await mkdtemp(join(tmpdir(), 'gauger-bench-'));
  const first = await Database.open({ dataDirectory });
  await new BaselineStore(first).save(baselineRows());
  await first.close();
  const value = await timed(async () => {
    const again = await Database.open({ dataDirectory });
    await loadAll(new BaselineStore(again));
    await again.close();
  });
  await rm(dataDirectory, { recursive: true, force: true });
  return { bench: 'store.restart', value, unit: 'ms', database: 'embedded', baselines: BASELINES, bytes: STATE_BYTES };
}

function baselineRows(): BaselineRow[] {
  return Array.from({ length: BASELINES }, (_, n) => {
    const entity = `tenant{tenant="tenant-${n}"}`;
    const state = randomFillSync(new Uint8Array(STATE_BYTES));
    return {
      key: `tokens.output|${entity}`,
      signal: 'tokens.output',
      entity,
      version: 1,
      state,
      updatedMs: MORNING_MS,
    };
  });
}

/** Copies of one alert, one a second back in time, over a hundred tenants; made on the server, which is all that is asked of them. */
async function fillAlerts(database: Database, count: number): Promise<void> {
  await new AlertStore(database).apply(
    [{ change: 'fired', alert: alert({ id: 'model' }), timeMs: MORNING_MS }],
    [],
    MORNING_MS,
  );
  for (let from = 1; from <= count; from += FILL_ROWS) {
    await database.pool.query(
      `INSERT INTO alerts (id, fingerprint, detector, severity, state, entity_kind, entity_key, starts_at, last_seen_at, ends_at, body)
       SELECT 'old-' || n, fingerprint, detector, CASE WHEN n % 50 = 0 THEN 'info' ELSE severity END, 'resolved', entity_kind,
         'tenant{tenant="t' || n % 100 || '"}', starts_at - n * interval '1 s', last_seen_at, starts_at, body
       FROM alerts, generate_series($1::int, $2::int) AS n WHERE id = 'model'`,
      [from, from + FILL_ROWS - 1],
    );
  }
  // As a table is whose history has grown over months.
  await database.pool.query('VACUUM ANALYZE alerts');
}

async function loadAll(store: BaselineStore): Promise<number> {
  let rows = 0;
  for await (const chunk of store.load()) rows += chunk.length;
  return rows;
}

async function rounds(work: (n: number) => Promise<unknown>): Promise<number[]> {
  const times: number[] = [];
  for (let n = 0; n < ROUNDS; n++) times.push(await timed(() => work(n)));
  return times.sort((a, b) => a - b);
}

function quantile(sorted: readonly number[], q: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(q * sorted.length))] ?? Number.NaN;
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const startedMs = performance.now();
  await work();
  return Math.round(10 * (performance.now() - startedMs)) / 10;
}
