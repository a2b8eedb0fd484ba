import { alert, finding, MORNING_MS, resolvedAlert, tenant } from '../../test/fakes/alerts.ts';
import { type HttpApp, startHttpApp } from '../../test/fakes/http-app.ts';
import { definition } from '../../test/fakes/memory-ports.ts';
import { StoreUnavailable } from '../store/store-unavailable.ts';
import { ApiModule } from './api.module.ts';

let http: HttpApp;

beforeAll(async () => {
  http = await startHttpApp([ApiModule]);
});
beforeEach(() => http.reset());
afterAll(async () => http.close());

async function get(path: string) {
  const response = await fetch(`${http.url}${path}`);
  const body = await response.text();
  const json = /json/.test(response.headers.get('content-type') ?? '') ? JSON.parse(body) : undefined;
  return { status: response.status, headers: response.headers, body, json };
}

describe('alerts', () => {
  it('lists them newest first, page by page', async () => {
    for (let index = 0; index < 5; index++) {
      http.alerts.alerts.push(
        alert({ id: `9f1c2b3a4d5e6f70-a${index}`, startsAtMs: MORNING_MS + Math.floor(index / 2) }),
      );
    }
    const seen: string[] = [];
    for (let path = '/api/v1/alerts?limit=2', pages = 0; path !== '' && pages < 9; pages++) {
      const { json } = await get(path);
      seen.push(...json.items.map(({ id }: { id: string }) => id.slice(-2)));
      path = json.next === undefined ? '' : `/api/v1/alerts?limit=2&cursor=${json.next}`;
    }
    expect(seen).toEqual(['a4', 'a3', 'a2', 'a1', 'a0']);
  });

  it('narrows them', async () => {
    await get(
      '/api/v1/alerts?state=firing&state=pending&severity=critical&detector=cost-spike&entityKind=tenant&tenant=acme&limit=7',
    );
    expect(http.alerts.queries).toEqual([
      {
        state: ['firing', 'pending'],
        severity: ['critical'],
        detector: ['cost-spike'],
        entityKind: ['tenant'],
        entity: ['tenant{tenant="acme"}'],
        after: undefined,
        limit: 7,
        shadow: false,
      },
    ]);
  });

  it('shows what is in the shadow to those who ask for it', async () => {
    const hidden = alert({ id: '9f1c2b3a4d5e6f70-a1', peak: finding({ shadow: true }) });
    http.alerts.alerts.push(alert({ id: '9f1c2b3a4d5e6f70-a0' }), hidden);
    const ids = async (query: string) =>
      (await get(`/api/v1/alerts${query}`)).json.items.map(({ id, shadow }: { id: string; shadow: boolean }) => [
        id.slice(-2),
        shadow,
      ]);
    expect(await ids('')).toEqual([['a0', false]]);
    expect(await ids('?shadow=true')).toEqual([['a1', true]]);
    expect(await ids('?shadow=any')).toHaveLength(2);
    expect((await get('/api/v2/alerts')).json).toHaveLength(1);
  });

  it('tells one with its history, in UTC and without a number that JSON lacks', async () => {
    const given = resolvedAlert({ peak: finding({ upper: Number.POSITIVE_INFINITY }) });
    http.alerts.alerts.push(given);
    http.alerts.events.set(given.id, [
      { change: 'fired', timeMs: MORNING_MS, severity: 'critical', score: 4.2, usdTotal: 0.1, summary: 'so' },
    ]);
    expect((await get(`/api/v1/alerts/${given.id}`)).json).toMatchSnapshot();
  });

  it('does not know every alert', async () => {
    const { status, json } = await get('/api/v1/alerts/0000000000000000-abc');
    expect([status, json]).toEqual([
      404,
      { type: 'about:blank', title: 'Not Found', status: 404, detail: 'There is no alert "0000000000000000-abc".' },
    ]);
  });

  it('says when the database is away', async () => {
    http.alerts.failure = new StoreUnavailable('unreachable', undefined);
    const { status, headers, json } = await get('/api/v1/alerts');
    expect([status, headers.get('retry-after'), json.title]).toEqual([503, '5', 'Service Unavailable']);
  });
});

describe('signals and baselines', () => {
  beforeEach(() => {
    http.signals.add(definition('tokens.output'), tenant('acme'));
    http.signals.add(definition('tokens.output'), tenant('globex'), { ready: false, score: 0, expected: Number.NaN });
    http.signals.add(definition('cost.rate', { unit: 'USD/h' }), tenant('acme'), { value: Number.NaN });
  });

  it.each([
    ['', ['tokens.output acme', 'tokens.output globex', 'cost.rate acme']],
    ['?entity=acme', ['tokens.output acme', 'cost.rate acme']],
    ['?signal=tokens.output', ['tokens.output acme', 'tokens.output globex']],
    ['?entityKind=gpu', []],
    ['?search=TOKENS%20acme', ['tokens.output acme']],
    ['?search=tenant%20cost', ['cost.rate acme']],
    ['?search=nobody', []],
    [`?entity=${encodeURIComponent('tenant{tenant="globex"}')}`, ['tokens.output globex']],
  ])('lists signals %s', async (query, want) => {
    const { json } = await get(`/api/v1/signals${query}`);
    expect(
      json.items.map((item: { signal: string; entity: { name: string } }) => `${item.signal} ${item.entity.name}`),
    ).toEqual(want);
  });

  it('pages', async () => {
    const first = (await get('/api/v1/signals?limit=2')).json;
    const second = (await get(`/api/v1/signals?limit=2&cursor=${first.next}`)).json;
    expect([first.items.length, second.items.length, second.next]).toEqual([2, 1, undefined]);
  });

  it('tells one of each', async () => {
    const key = encodeURIComponent('tokens.output|tenant{tenant="globex"}');
    expect((await get(`/api/v1/signals/${key}`)).json).toMatchSnapshot();
    expect((await get(`/api/v1/baselines/${key}`)).json).toMatchSnapshot();
    expect((await get('/api/v1/baselines?limit=1')).json.items).toHaveLength(1);
    expect((await get('/api/v1/signals/nothing')).status).toBe(404);
    expect((await get('/api/v1/baselines/nothing')).status).toBe(404);
  });
});

it('hands out what was learnt, for another process', async () => {
  const { body, headers } = await get('/api/v1/baselines/export');
  expect([body, headers.get('content-type')]).toEqual(['# BASELINE a\n# BASELINE b\n', 'text/plain; charset=utf-8']);
});

it('lists targets', async () => {
  const common = { url: 'http://10.0.0.7:9400/metrics', intervalMs: 15_000 };
  const failure = {
    lastScrapeMs: MORNING_MS,
    lastDurationMs: 12.5,
    reason: 'timeout',
    error: 'no answer in 10s',
  } as const;
  const dcgm = { scrapePool: 'gpus', labels: { job: 'dcgm', instance: 'a' }, health: 'down', ...common } as const;
  http.targets.all.push(
    { ...dcgm, ...failure },
    { scrapePool: 'models', labels: { job: 'vllm', instance: 'b' }, health: 'unknown', ...common },
  );
  const { lastScrapeMs: _, ...rest } = failure;
  expect((await get('/api/v1/targets?health=down&health=up')).json).toEqual({
    items: [{ ...dcgm, ...rest, lastScrapeAt: '2026-11-23T10:00:00.000Z' }],
  });
  expect((await get('/api/v1/targets?job=vllm')).json.items).toHaveLength(1);
  const { next } = (await get('/api/v1/targets?limit=1')).json;
  expect((await get(`/api/v1/targets?cursor=${next}`)).json.items[0].labels.job).toBe('vllm');
  const written = { scrapePool: 'vllm', labels: { job: 'vllm', instance: 'c' }, url: '', intervalMs: 0, written: true };
  http.targets.others.push({ ...written, health: 'up' });
  const { items } = (await get('/api/v1/targets?job=vllm')).json;
  expect([items.length, items[1]]).toEqual([2, { ...written, health: 'up' }]);
});

it('tells what detectors see', async () => {
  const blind = (await get('/api/v1/detectors')).json.items.find(({ id }: { id: string }) => id === 'cost-spike');
  expect(blind.state).toBe('blind');
  expect(blind.coverage[0].missing).not.toEqual([]);
  expect(blind.runbook).toBe('docs/detectors/cost-spike.md');
  for (const { signal, entity } of blind.needs) {
    http.signals.add(definition(signal, { entity }), { ...tenant('acme'), kind: entity }, { ready: false });
  }
  const warming = (await get('/api/v1/detectors')).json.items.find(({ id }: { id: string }) => id === 'cost-spike');
  expect(warming).toMatchObject({ state: 'warming', settings: { minimumUsdPerHour: 1 } });
  expect(warming.coverage[0].readyAt).toBe('2026-11-23T10:20:00.000Z');
});

it('tells its status', async () => {
  const { json } = await get('/api/v1/status');
  expect(json).toMatchObject({
    version: expect.stringMatching(/^\d+\.\d+\.\d+/),
    startedAt: '2026-11-23T09:58:30.000Z',
    uptimeSeconds: 90,
    configHash: 'c0ffee',
    lastTickAt: '2026-11-23T10:00:00.000Z',
    database: 'up',
  });
});

describe('as Alertmanager', () => {
  beforeEach(() => {
    http.alerts.alerts.push(
      alert(),
      resolvedAlert({ id: '9f1c2b3a4d5e6f70-b', peak: finding({ entity: tenant('globex') }) }),
    );
  });

  it('tells the firing alerts', async () => {
    const { json } = await get('/api/v2/alerts');
    expect(json).toHaveLength(1);
    expect(json[0]).toMatchObject({
      fingerprint: '9f1c2b3a4d5e6f70',
      labels: { alertname: 'cost-spike', tenant: 'acme', severity: 'critical' },
      startsAt: '2026-11-23T10:00:15.000Z',
      endsAt: '2026-11-23T10:05:00.000Z',
      updatedAt: '2026-11-23T10:00:30.000Z',
      generatorURL: 'https://gauger.example/#/alerts/9f1c2b3a4d5e6f70-mfk2x0w0',
      receivers: [{ name: 'on-call' }],
      status: { state: 'active', silencedBy: [], inhibitedBy: [], mutedBy: [] },
    });
  });

  it.each([
    ['filter=tenant%3D"acme"', 1],
    ['filter=tenant%3Dacme', 1],
    ['filter=tenant!%3D"acme"', 0],
    ['filter=tenant%3D~"ac.*"&filter=severity%3Dcritical', 1],
    ['filter=tenant!~"ac.*"', 0],
    ['filter=nothing%3D""', 1],
    ['active=false', 0],
    ['silenced=true&inhibited=false&active=true', 1],
  ])('heeds %s', async (query, want) => expect((await get(`/api/v2/alerts?${query}`)).json).toHaveLength(want));

  it('refuses what is no matcher, and no pattern makes it slow', async () => {
    expect((await get('/api/v2/alerts?filter=tenant')).status).toBe(400);
    expect((await get(`/api/v2/alerts?filter=${encodeURIComponent('tenant=~"(["')}`)).status).toBe(400);
    expect((await get(`/api/v2/alerts?filter=${encodeURIComponent('tenant=~"(a+)+$"')}`)).status).toBe(200);
  });

  it('tells its status', async () => {
    const { json } = await get('/api/v2/status');
    expect(json).toMatchObject({
      cluster: { status: 'disabled' },
      uptime: '2026-11-23T09:58:30.000Z',
      config: { original: '' },
    });
  });
});
