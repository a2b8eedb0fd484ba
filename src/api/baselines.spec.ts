import { MORNING_MS, tenant } from '../../test/fakes/alerts.ts';
import { type HttpApp, startHttpApp } from '../../test/fakes/http-app.ts';
import { definition } from '../../test/fakes/memory-ports.ts';
import { ApiModule } from './api.module.ts';

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

// biome-ignore lint/suspicious/noExplicitAny: what the API answers is what is being tested
async function ask(method: string, key: string, rest = ''): Promise<{ status: number; body: any }> {
  const response = await fetch(`${http.url}/api/v1/baselines/${encodeURIComponent(key)}${rest}`, { method });
  return { status: response.status, body: await response.json() };
}

it('explains a baseline', async () => {
  const { body } = await ask('GET', KEY);
  expect(body).toMatchObject({
    score: 0.4,
    value: 12,
    pinned: false,
    explanation: { leadingTerm: 'change', expectedFrom: 'hour of day', lineProbability: expect.closeTo(1e-5, 12) },
  });
  expect(body.explanation.tails.above).toEqual({ threshold: 1.5, scale: 0.5, shape: 0.2, exceedances: 31 });
  expect(body.explanation.profile.timeZone).toBe('Europe/Berlin');
  expect(body.explanation.profile.hours.slice(0, 5)).toEqual([0, 1, 2, null, 4]);
  expect(body.readyAt).toBeUndefined();
});

it('tells when one that warms up will be ready', async () => {
  const { body } = await ask('GET', WARMING);
  expect(body).toMatchObject({ explanation: null, ready: false, readyAt: '2026-11-23T10:20:00.000Z' });
});

it('resets, pins and lets go, each in the audit log first', async () => {
  expect((await ask('POST', KEY, '/reset')).status).toBe(200);
  expect(http.actions.resets).toEqual([0]);
  expect((await ask('POST', KEY, '/pin')).body.pinned).toBe(true);
  expect((await ask('GET', KEY)).body.pinned).toBe(true);
  expect((await ask('DELETE', KEY, '/pin')).body.pinned).toBe(false);
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
  expect((await ask('POST', WARMING, '/pin')).status).toBe(409);
  expect(http.audit.records).toEqual([]);
});

it('knows no baseline that is not there', async () => {
  expect((await ask('POST', 'nothing', '/reset')).status).toBe(404);
  expect((await ask('POST', 'nothing', '/pin')).status).toBe(404);
  expect((await ask('DELETE', 'nothing', '/pin')).status).toBe(404);
});
