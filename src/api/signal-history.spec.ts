import { MORNING_MS, tenant } from '../../test/fakes/alerts.ts';
import { type HttpApp, startHttpApp } from '../../test/fakes/http-app.ts';
import { definition } from '../../test/fakes/memory-ports.ts';
import { ApiModule } from './api.module.ts';

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

// biome-ignore lint/suspicious/noExplicitAny: what the API answers is what is being tested
async function json(rest: string, key = KEY): Promise<{ status: number; body: any }> {
  const response = await fetch(path(rest, key));
  return { status: response.status, body: await response.json() };
}

function at(minute: number): string {
  return new Date(MORNING_MS + minute * MINUTE_MS).toISOString();
}

it('tells the points of a signal with their band, and null where it was missing', async () => {
  const { body } = await json('history');
  expect(body).toMatchObject({ key: KEY, signal: 'tokens.output', unit: 'tokens/s', entity: { name: 'acme' } });
  expect(body.points).toHaveLength(4);
  expect(body.points[1]).toEqual({ time: at(1), value: 11, expected: 10, lower: 8, upper: 12, score: 0 });
  expect(body.points[2]).toEqual({ time: at(2), value: null, expected: null, lower: null, upper: null, score: 0 });
});

it('tells those of a time, one a step', async () => {
  const some = await json(`history?from=${at(1)}&to=${at(2)}`);
  expect(some.body.points.map(({ time }: { time: string }) => time)).toEqual([at(1), at(2)]);
  const few = await json('history?step=1h');
  expect(few.body.points.map(({ value }: { value: number | null }) => value)).toEqual([10, null, 13]);
});

it.each(['from=yesterday', 'to=1', 'step=0', 'step=often', 'form=1'])('refuses %s', async (query) => {
  const { status, body } = await json(`history?${query}`);
  expect(status).toBe(400);
  expect(body.errors[0].parameter).toBe(query.split('=')[0]);
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
  for (const rest of ['history', 'chart.svg', 'chart.png']) expect((await json(rest, 'nothing')).status).toBe(404);
});
