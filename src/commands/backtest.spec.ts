import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FakeHistoryServer } from '../../test/fakes/history-server.ts';
import { type BacktestOptions, backtest } from './backtest.ts';
import { compareBacktests } from './backtest-comparison.ts';
import type { BacktestReport, PastAlert } from './backtest-run.ts';

const START_S = Date.UTC(2026, 10, 18) / 1000;
const STEP_S = 60;
const HOURS = 4;
/** A flood of waiting requests with slow first tokens, half an hour of it. */
const FLOOD = { fromS: START_S + 3 * 3600, toS: START_S + 3.5 * 3600 };

let directory: string;

/** Two model servers, a page a minute each; one is flooded for a while. */
function log(): string {
  const lines: string[] = [];
  const sums = [0, 0];
  const counts = [0, 0];
  for (let minute = 0; minute < (HOURS * 3600) / STEP_S; minute++) {
    const atS = START_S + minute * STEP_S;
    for (const pod of [0, 1]) {
      const flooded = pod === 1 && atS >= FLOOD.fromS && atS < FLOOD.toS;
      const wobble = (minute * 7 + pod * 3) % 5;
      counts[pod]! += 600 + 20 * wobble;
      sums[pod]! += (600 + 20 * wobble) * (flooded ? 9 : 0.2 + 0.01 * wobble);
      const labels = 'model_name="llama"';
      lines.push(
        `# SCRAPE ${atS} job=vllm instance=vllm-${pod}:8000 namespace=serving pod=vllm-${pod}`,
        '# TYPE vllm:num_requests_running gauge',
        `vllm:num_requests_running{${labels}} ${8 + wobble}`,
        '# TYPE vllm:num_requests_waiting gauge',
        `vllm:num_requests_waiting{${labels}} ${flooded ? 180 + wobble : wobble}`,
        '# TYPE vllm:time_to_first_token_seconds histogram',
        `vllm:time_to_first_token_seconds_bucket{${labels},le="+Inf"} ${counts[pod]}`,
        `vllm:time_to_first_token_seconds_sum{${labels}} ${sums[pod]}`,
        `vllm:time_to_first_token_seconds_count{${labels}} ${counts[pod]}`,
      );
    }
  }
  return `${lines.join('\n')}\n`;
}

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'gauger-backtest-'));
  await writeFile(join(directory, 'pages.log'), log());
  const timing = 'global: { scrape_interval: 1m, evaluation_interval: 1m }\nalerts: { for: 1m }\n';
  await writeFile(join(directory, 'a.yaml'), timing);
  await writeFile(join(directory, 'b.yaml'), `${timing}detectors: { inference-overload: { enabled: false } }\n`);
});
afterAll(async () => rm(directory, { recursive: true, force: true }));

async function tested(log: string | undefined, options: BacktestOptions) {
  const lines: string[] = [];
  const code = await backtest(log, { config: join(directory, 'a.yaml'), ...options }, (line) => lines.push(line));
  return { code, text: lines.join('\n') };
}

it('tells what would have fired, by detector and by signal, as JSON', async () => {
  const { code, text } = await tested(join(directory, 'pages.log'), { json: true });
  const report: BacktestReport = JSON.parse(text);
  expect(code).toBe(0);
  expect(report).toMatchObject({
    from: '2026-11-18T00:00:00.000Z',
    to: '2026-11-18T03:59:00.000Z',
    pages: 480,
    budgetPerDay: 5,
  });
  const overload = report.alerts.filter(({ detector }) => detector === 'inference-overload');
  expect(overload).toHaveLength(1);
  expect(overload[0]).toMatchObject({ shadow: false, startsAt: expect.stringMatching(/^2026-11-18T03:0/) });
  const counted = report.detectors.find(({ detector }) => detector === 'inference-overload');
  expect(counted?.alerts).toBe(1);
  const [first] = report.signals;
  expect(first?.episodes).toBeGreaterThan(0);
  expect(report.signals.every(({ episodes, most }) => episodes > 0 === (most !== undefined))).toBe(true);
});

it('tells how much a day brings from half a day on, and blows up nothing shorter', async () => {
  const pages = (...hours: readonly number[]) =>
    hours.map((hour) => `# SCRAPE ${START_S + hour * 3600} job=a instance=b\n`);
  await writeFile(join(directory, 'long.log'), pages(0, 13).join(''));
  await writeFile(join(directory, 'short.log'), pages(0, 25 / 3600).join(''));
  expect((await tested(join(directory, 'long.log'), {})).text).toContain('told: 0 a day, within the budget of 5 a day');
  const { text } = await tested(join(directory, 'short.log'), {});
  expect(text).toContain('(25s): 2 pages');
  expect(text).toContain('the past is too short to hold it against the budget of 5 a day');
  const json = JSON.parse((await tested(join(directory, 'short.log'), { json: true })).text);
  expect(json).not.toHaveProperty('alertsPerDay');
});

it('tells it a person', async () => {
  const { text } = await tested(join(directory, 'pages.log'), {});
  expect(text).toContain('2026-11-18 00:00 to 2026-11-18 03:59 UTC (3h59m): 480 pages');
  expect(text).toMatch(/^inference-overload +1 /m);
  expect(text).toMatch(/^SIGNAL +BASELINES +PAST THE LINE/m);
});

it('shows what another configuration would have changed', async () => {
  const compare = join(directory, 'b.yaml');
  const { text } = await tested(join(directory, 'pages.log'), { compare });
  expect(text).toMatch(/^inference-overload +1 +0 +0$/m);
  expect(text).toContain('Only with A:');
  const same = await tested(join(directory, 'pages.log'), { compare: join(directory, 'a.yaml'), json: true });
  expect(JSON.parse(same.text)).toMatchObject({ onlyA: [], onlyB: [], both: [{ detector: 'inference-overload' }] });
});

it('reads the past that a Prometheus has kept, and says when it cannot', async () => {
  const server = await FakeHistoryServer.start();
  server.names = ['up'];
  const past = { prometheus: server.url, from: START_S * 1000, to: START_S * 1000 + 3_600_000, json: true };
  const { code, text } = await tested(undefined, past);
  expect(code).toBe(0);
  expect(JSON.parse(text)).toMatchObject({ from: '2026-11-18T00:00:00.000Z', to: '2026-11-18T01:00:00.000Z' });
  server.answer = 'nonsense';
  expect((await tested(undefined, past)).code).toBe(1);
  await server.close();
});

it('wants one past', async () => {
  expect((await tested(undefined, {})).code).toBe(2);
  expect((await tested('a.log', { prometheus: 'http://127.0.0.1:1' })).code).toBe(2);
  expect((await tested(undefined, { prometheus: 'http://127.0.0.1:1' })).code).toBe(2);
});

it('takes alerts that overlap, or nearly, for the same', () => {
  const alert = (startMinute: number, endMinute?: number, fingerprint = 'f'): PastAlert => ({
    fingerprint,
    detector: 'cost-spike',
    severity: 'warning',
    entity: 'acme',
    entityKind: 'tenant',
    startsAt: new Date(startMinute * 60_000).toISOString(),
    ...(endMinute !== undefined && { endsAt: new Date(endMinute * 60_000).toISOString() }),
    score: 2,
    summary: '',
    shadow: false,
  });
  const report = (...alerts: PastAlert[]): BacktestReport => ({
    from: '',
    to: '',
    days: 1,
    pages: 1,
    budgetPerDay: 5,
    alertsPerDay: 0,
    detectors: [],
    signals: [],
    alerts,
  });
  const a = report(alert(0, 10), alert(100, 110), alert(200), alert(300, 310, 'other'));
  const b = report(alert(15, 20), alert(150, 160), alert(210, 220));
  const { both, onlyA, onlyB } = compareBacktests(a, b);
  expect(both).toEqual([a.alerts[0], a.alerts[2]]);
  expect(onlyA).toEqual([a.alerts[1], a.alerts[3]]);
  expect(onlyB).toEqual([b.alerts[1]]);
});
