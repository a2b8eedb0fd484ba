import { MORNING_MS, tenant } from '../../test/fakes/alerts.ts';
import { type HttpApp, startHttpApp } from '../../test/fakes/http-app.ts';
import { definition } from '../../test/fakes/memory-ports.ts';
import { ApiModule } from './api.module.ts';
import { Problem } from './problem.ts';
import { BaselineJson, ExplainedBaselineJson } from './schemas/baseline-schemas.ts';

const KEY = 'tokens.output|tenant{tenant="acme"}';
const WARMING = 'tokens.output|tenant{tenant="globex"}';

let http: HttpApp;

beforeAll(async () => {
  http = await startHttpApp([ApiModule]);
});
beforeEach(() => {
  http.reset();
  http.signals.add(definition('tokens.output'), tenant('acme'));
  http.signals.add(definition('tokens.output'), tenant('globex'), { ready: false, score: 0, expected: Number.NaN });
});
afterAll(async () => http.close());

async function ask(method: string, key: string, rest = ''): Promise<{ status: number; body: unknown }> {
  const response = await fetch(`${http.url}/api/v1/baselines/${encodeURIComponent(key)}${rest}`, { method });
  return { status: response.status, body: await response.json() };
}

const explained = async (key: string) => ExplainedBaselineJson.strict().parse((await ask('GET', key)).body);
const changed = async (method: string, rest: string) =>
  BaselineJson.strict().parse((await ask(method, KEY, rest)).body);
async function refused(method: string, key: string, rest: string): Promise<number> {
  const { status, body } = await ask(method, key, rest);
  expect(Problem.strict().parse(body).status).toBe(status);
  return status;
}

it('explains a baseline', async () => {
  const { explanation, ...baseline } = await explained(KEY);
  expect(baseline).toMatchObject({ score: 0.4, value: 12, pinned: false });
  expect(baseline.readyAt).toBeUndefined();
  expect(explanation).toMatchObject({
    leadingTerm: 'change',
    expectedFrom: 'hour of day',
    lineProbability: expect.closeTo(1e-5, 12),
  });
  expect(explanation?.tails.above).toEqual({ threshold: 1.5, scale: 0.5, shape: 0.2, exceedances: 31 });
  expect(explanation?.profile?.timeZone).toBe('Europe/Berlin');
  expect(explanation?.profile?.hours.slice(0, 5)).toEqual([0, 1, 2, null, 4]);
});

it('tells when one that warms up will be ready', async () => {
  const baseline = await explained(WARMING);
  expect(baseline).toMatchObject({ explanation: null, ready: false, readyAt: '2026-11-23T10:20:00.000Z' });
});

it('resets, pins and lets go, each in the audit log first', async () => {
  expect((await ask('POST', KEY, '/reset')).status).toBe(200);
  expect(http.actions.resets).toEqual([0]);
  expect((await changed('POST', '/pin')).pinned).toBe(true);
  expect((await explained(KEY)).pinned).toBe(true);
  expect((await changed('DELETE', '/pin')).pinned).toBe(false);
  expect((await ask('DELETE', KEY, '/pin')).status).toBe(200);
  expect(http.audit.records).toEqual(
    ['baseline.reset', 'baseline.pin', 'baseline.unpin'].map((action) => ({
      atMs: MORNING_MS,
      actor: 'local',
      action,
      subject: KEY,
      details: {},
    })),
  );
});

it('pins nothing that warms up', async () => {
  expect(await refused('POST', WARMING, '/pin')).toBe(409);
  expect(http.audit.records).toEqual([]);
});

it('knows no baseline that is not there', async () => {
  expect(await refused('POST', 'nothing', '/reset')).toBe(404);
  expect(await refused('POST', 'nothing', '/pin')).toBe(404);
  expect(await refused('DELETE', 'nothing', '/pin')).toBe(404);
});
