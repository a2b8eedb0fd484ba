import { readFileSync } from 'node:fs';
import { parser } from '@prometheus-io/lezer-promql';
import { z } from 'zod';
import { SYSTEM_CLOCK } from '../src/clock.ts';
import { CATALOGUE } from '../src/core/signals/catalogue/catalogue.ts';
import { DEFINITIONS } from '../src/core/signals/definitions.ts';
import { AnomalySeries } from '../src/observe/anomaly-series.ts';
import { Metrics } from '../src/observe/metrics.ts';
import { StateMetrics } from '../src/observe/state-metrics.ts';
import { Database } from '../src/store/database.ts';
import { openTestDatabase } from '../test/database.ts';
import { MemoryDatabaseHealth, MemorySignals, MemoryTargets } from '../test/fakes/memory-ports.ts';
import { dashboardJson } from './dashboard-json.ts';
import { DASHBOARDS } from './dashboards.ts';

const Target = z.looseObject({
  expr: z.string().optional(),
  rawSql: z.string().optional(),
  legendFormat: z.string().min(2).optional(),
  refId: z.string(),
});
const Panel = z.looseObject({
  type: z.string(),
  title: z.string(),
  description: z.string().min(10),
  gridPos: z.object({ x: z.number(), y: z.number(), w: z.number(), h: z.number() }),
  datasource: z.object({ type: z.string(), uid: z.enum(['$datasource', '$history']) }),
  fieldConfig: z.looseObject({ defaults: z.looseObject({ unit: z.string(), noValue: z.string().min(5) }) }),
  targets: z.array(Target).min(1),
});
const Dashboard = z.looseObject({
  uid: z.string(),
  title: z.string(),
  panels: z.array(z.looseObject({ type: z.string(), title: z.string() })),
});

const dashboards = Object.entries(DASHBOARDS).map(([name, make]) => {
  const json = dashboardJson(make());
  const { panels, ...dashboard } = Dashboard.parse(JSON.parse(json));
  return {
    name,
    json,
    ...dashboard,
    panels: panels.filter(({ type }) => type !== 'row').map((each) => Panel.parse(each)),
  };
});
const targets = dashboards.flatMap(({ name, panels }) =>
  panels.flatMap(({ title, targets }) => targets.map((target) => ({ title: `${name}: ${title}`, ...target }))),
);
const expressions = targets.flatMap(({ title, expr }) => (expr === undefined ? [] : [{ title, expr }]));
const statements = targets.flatMap(({ title, rawSql }) => (rawSql === undefined ? [] : [{ title, rawSql }]));

/** Grafana puts values in place of its variables before Prometheus sees the text. */
function asPrometheusSeesIt(expr: string): string {
  return expr
    .replaceAll('$__rate_interval', '1m')
    .replaceAll('$signal', 'tokens.output')
    .replaceAll('$entity', 'acme')
    .replaceAll('$tenant', 'acme');
}

/** The text of every node of a kind in a PromQL expression; throws where the expression is no PromQL. */
function nodes(expr: string, kind: string): string[] {
  const text = asPrometheusSeesIt(expr);
  const found: string[] = [];
  parser.parse(text).iterate({
    enter: ({ type, from, to }) => {
      if (type.isError) throw new Error(`not PromQL at ${from}: ${text}`);
      if (type.name === kind) found.push(text.slice(from, to));
    },
  });
  return found;
}

/** Every name that can be on Gauger's own page or on a page of an exporter that the catalogue knows. */
async function knownMetrics(): Promise<Set<string>> {
  const { registry } = new Metrics(SYSTEM_CLOCK);
  const signals = new MemorySignals();
  new StateMetrics(registry, {
    signals,
    targets: new MemoryTargets(),
    database: new MemoryDatabaseHealth(),
    engine: { openAlerts: () => [], seriesCount: 0, refusedSeries: 0 },
    pipeline: { unwritten: 0 },
    leadership: { leads: true },
    outbox: { counts: async () => [] },
    clock: SYSTEM_CLOCK,
  });
  const page = `${await registry.metrics()}\n${new AnomalySeries(signals, 10).render()}`;
  const families = [...page.matchAll(/^# TYPE (\S+) (\S+)$/gm)].flatMap(([, name = '', type]) =>
    type === 'histogram' ? ['_bucket', '_sum', '_count'].map((part) => name + part) : [name],
  );
  const exporters = CATALOGUE.flatMap(({ metrics }) => metrics.flatMap(({ names }) => names));
  return new Set([...families, ...exporters]);
}

it.each(dashboards)('$name is what is committed', ({ name, json }) => {
  // Otherwise: npx tsc -p dashboards && node build/dashboards/write.js
  expect(readFileSync(`dashboards/json/${name}.json`, 'utf8')).toBe(json);
});

it('keeps the uids that links and provisioning name', () => {
  expect(dashboards.map(({ uid }) => uid)).toEqual(Object.keys(DASHBOARDS).map((name) => `gauger-${name}`));
});

it('has only queries that Prometheus can read', () => {
  for (const { expr } of expressions) expect(nodes(expr, 'VectorSelector').length).toBeGreaterThan(0);
});

it('asks only for metrics that exist', async () => {
  const known = await knownMetrics();
  const unknown = expressions.flatMap(({ title, expr }) =>
    nodes(expr, 'Identifier')
      .filter((name) => !known.has(name))
      .map((name) => `${title}: ${name}`),
  );
  expect(unknown).toEqual([]);
  expect(new Set(expressions.flatMap(({ expr }) => nodes(expr, 'Identifier'))).size).toBeGreaterThan(10);
});

it('asks only for signals that are defined for the kind of entity', () => {
  const unknown = expressions.flatMap(({ title, expr }) =>
    [...expr.matchAll(/anomaly_name="([^"$]+)"(?:,entity_kind="([^"]+)")?/g)]
      .filter(([, id, kind]) => !DEFINITIONS.some((each) => each.id === id && (kind ?? each.entity) === each.entity))
      .map(([found]) => `${title}: ${found}`),
  );
  expect(unknown).toEqual([]);
});

it.each(dashboards)('$name has a title of its own on every panel, and no panel over another', ({ panels }) => {
  expect(new Set(panels.map(({ title }) => title)).size).toBe(panels.length);
  for (const [i, { title, gridPos: a }] of panels.entries()) {
    expect(a.x + a.w).toBeLessThanOrEqual(24);
    for (const { title: other, gridPos: b } of panels.slice(i + 1)) {
      const apart = a.x + a.w <= b.x || b.x + b.w <= a.x || a.y + a.h <= b.y || b.y + b.h <= a.y;
      expect(apart ? '' : `${title} covers ${other}`).toBe('');
    }
  }
});

it('asks Gauger’s database what it can answer', async () => {
  const place = await openTestDatabase();
  const database = await Database.open({ url: place.url });
  const answers: string[] = [];
  for (const { title, rawSql } of statements) {
    const sql = rawSql.replaceAll(/\$__timeFilter\((\w+)\)/g, "$1 BETWEEN now() - interval '1 day' AND now()");
    const { fields } = await database.pool.query(sql.replaceAll('$entity', 'acme'));
    answers.push(`${title}: ${fields.length}`);
  }
  expect(answers.filter((answer) => !/: [4-8]$/.test(answer))).toEqual([]);
  expect(answers.length).toBeGreaterThan(5);
  await database.close();
  await place.close();
});
