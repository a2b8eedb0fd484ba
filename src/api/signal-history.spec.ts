import { MORNING_MS, tenant } from '../../test/fakes/alerts.ts';
import { type HttpApp, startHttpApp } from '../../test/fakes/http-app.ts';
import { definition } from '../../test/fakes/memory-ports.ts';
import { ApiModule } from './api.module.ts';
import { Problem } from './problem.ts';
import { HistoryJson } from './schemas/history-schemas.ts';

const KEY = 'tokens.output|tenant{tenant="acme"}';
const MINUTE_MS = 60_000;

let http: HttpApp;

beforeAll(async () => {
  http = await startHttpApp([ApiModule]);
});
beforeEach(() => {
  http.reset();
  http.signals.add(definition('tokens.output'), tenant('acme'));
  for (const minute of [0, 1, 2, 3]) {
    const missing = minute === 2;
    const value = missing ? Number.NaN : 10 + minute;
    const [expected, lower, upper] = missing ? [Number.NaN, Number.NaN, Number.NaN] : [10, 8, 12];
    const score = minute === 3 ? 1.5 : 0;
    http.signals.points.push({ timeMs: MORNING_MS + minute * MINUTE_MS, value, expected, lower, upper, score });
  }
});
afterAll(async () => http.close());

function path(rest: string, key = KEY): string {
  return `${http.url}/api/v1/signals/${encodeURIComponent(key)}/${rest}`;
}

async function history(query = '') {
  const response = await fetch(path(`history${query}`));
  return HistoryJson.strict().parse(await response.json());
}

async function problem(rest: string, key = KEY) {
  const response = await fetch(path(rest, key));
  const { status, errors = [] } = Problem.strict().parse(await response.json());
  expect(response.status).toBe(status);
  return { status, parameters: errors.map(({ parameter }) => parameter) };
}

function at(minute: number): string {
  return new Date(MORNING_MS + minute * MINUTE_MS).toISOString();
}

it('tells the points of a signal with their band, and null where it was missing', async () => {
  const { points, ...signal } = await history();
  expect(signal).toMatchObject({ key: KEY, signal: 'tokens.output', unit: 'tokens/s', entity: { name: 'acme' } });
  expect(points).toHaveLength(4);
  expect(points[1]).toEqual({ time: at(1), value: 11, expected: 10, lower: 8, upper: 12, score: 0 });
  expect(points[2]).toEqual({ time: at(2), value: null, expected: null, lower: null, upper: null, score: 0 });
});

it('tells those of a time, one a step', async () => {
  const some = await history(`?from=${at(1)}&to=${at(2)}`);
  expect(some.points.map(({ time }) => time)).toEqual([at(1), at(2)]);
  const few = await history('?step=1h');
  expect(few.points.map(({ value }) => value)).toEqual([10, null, 13]);
});

it.each(['from=yesterday', 'to=1', 'step=0', 'step=often', 'form=1'])('refuses %s', async (query) => {
  const { status, parameters } = await problem(`history?${query}`);
  expect([status, parameters[0]]).toEqual([400, query.split('=')[0]]);
});

it('draws them', async () => {
  const svg = await fetch(path('chart.svg?theme=dark'));
  expect(svg.headers.get('content-type')).toBe('image/svg+xml');
  expect(await svg.text()).toContain('tokens.output of tenant acme');
  const png = await fetch(path('chart.png'));
  expect(png.headers.get('content-type')).toBe('image/png');
  expect(
    Buffer.from(await png.arrayBuffer())
      .subarray(1, 4)
      .toString(),
  ).toBe('PNG');
});

it('knows no signal that is not there', async () => {
  for (const rest of ['history', 'chart.svg', 'chart.png']) expect((await problem(rest, 'nothing')).status).toBe(404);
});
