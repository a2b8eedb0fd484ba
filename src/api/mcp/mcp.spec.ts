import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client';
import { alert, MORNING_MS, resolvedAlert, tenant } from '../../../test/fakes/alerts.ts';
import { type HttpApp, startHttpApp } from '../../../test/fakes/http-app.ts';
import { definition } from '../../../test/fakes/memory-ports.ts';
import { Secret } from '../../config/secret.ts';
import type { Incident } from '../../core/model/incident.ts';
import { StoreUnavailable } from '../../store/store-unavailable.ts';
import { ApiModule } from '../api.module.ts';

const ID = '9f1c2b3a4d5e6f70-mfk2x0w0';
const REASON = 'Known load test of the platform team.';

let http: HttpApp;
const clients: Client[] = [];

beforeAll(async () => {
  const tokens = (['viewer', 'operator'] as const).map((role) => ({
    name: role,
    role,
    token: new Secret({ text: role }),
  }));
  http = await startHttpApp([ApiModule], { tokens });
});
beforeEach(() => http.reset());
afterEach(async () => {
  for (const client of clients.splice(0)) await client.close();
});
afterAll(() => http.close());

async function agent(token: string): Promise<Client> {
  const client = new Client({ name: 'spec', version: '1' });
  const requestInit = { headers: { authorization: `Bearer ${token}` } };
  await client.connect(new StreamableHTTPClientTransport(new URL(`${http.url}/mcp`), { requestInit }));
  clients.push(client);
  return client;
}

async function call(client: Client, name: string, given: Record<string, unknown> = {}) {
  const { content, isError = false } = await client.callTool({ name, arguments: given });
  const [first] = content;
  const text = first?.type === 'text' ? first.text : '';
  return { text, isError, json: text.startsWith('{') ? JSON.parse(text) : undefined };
}

function incident(index: number): Incident {
  const startsAtMs = MORNING_MS + index;
  const member = {
    id: ID,
    detector: 'gpu-fault',
    entityKind: 'gpu',
    entityKey: 'gpu{UUID="GPU-1"}',
    severity: 'critical',
    startsAtMs,
    score: 4,
    summary: 'A GPU fell off the bus.',
  } as const;
  return {
    id: `i-9f1c2b3a4d5e6f70-a${index}`,
    state: 'open',
    startsAtMs,
    lastAlertMs: startsAtMs,
    severity: 'critical',
    alertCount: 12,
    openCount: 12,
    alerts: Array.from({ length: 12 }, () => member),
    rootCause: { alertId: ID, reason: 'hardware_fault' },
    moved: [{ signal: 'gpu.power', entity: member.entityKey, score: 4, alertId: ID }],
    entities: [member.entityKey],
  };
}

const toolsOf = async (client: Client) => (await client.listTools()).tools.map(({ name }) => name);

it('shows each role its tools', async () => {
  const reading = ['list_alerts', 'explain_alert', 'list_incidents', 'read_signals', 'read_baseline'];
  expect(await toolsOf(await agent('viewer'))).toEqual(reading);
  expect(await toolsOf(await agent('operator'))).toEqual([...reading, 'acknowledge_alert', 'create_silence']);
  await expect(agent('wrong')).rejects.toThrow();
});

it('lists alerts in short, page by page, and explains one', async () => {
  for (let index = 0; index < 3; index++) {
    http.alerts.alerts.push(alert({ id: `9f1c2b3a4d5e6f70-a${index}`, startsAtMs: MORNING_MS + index }));
  }
  const client = await agent('viewer');
  const first = (await call(client, 'list_alerts', { limit: 2 })).json;
  const second = (await call(client, 'list_alerts', { limit: 2, cursor: first.next })).json;
  expect([...first.alerts, ...second.alerts].map(({ id }: { id: string }) => id.slice(-2))).toEqual(['a2', 'a1', 'a0']);
  expect(first.alerts[0]).toMatchObject({
    detector: 'cost-spike',
    entity: 'tenant{tenant="acme"}',
    severity: 'critical',
  });
  expect(first.alerts[0].evidence).toBeUndefined();
  const one = (await call(client, 'explain_alert', { id: '9f1c2b3a4d5e6f70-a1' })).json;
  expect(one).toMatchObject({ id: '9f1c2b3a4d5e6f70-a1', nextStep: expect.any(String), evidence: expect.any(Array) });
  expect(await call(client, 'explain_alert', { id: '0000000000000000-abc' })).toMatchObject({ isError: true });
  expect(await call(client, 'list_alerts', { cursor: 'nonsense' })).toMatchObject({ isError: true });
});

it('lists incidents in short, each with what most likely began it', async () => {
  for (let index = 0; index < 3; index++) http.incidents.all.push(incident(index));
  const client = await agent('viewer');
  const first = (await call(client, 'list_incidents', { limit: 2 })).json;
  const second = (await call(client, 'list_incidents', { limit: 2, cursor: first.next })).json;
  const numbers = [...first.incidents, ...second.incidents].map(({ id }: { id: string }) => id);
  expect(numbers).toEqual([incident(2).id, incident(1).id, incident(0).id]);
  expect(second.next).toBeUndefined();
  expect(first.incidents[0]).toMatchObject({
    state: 'open',
    alertCount: 12,
    rootCause: { alertId: ID, reason: 'hardware_fault' },
    moved: [{ signal: 'gpu.power', score: 4 }],
  });
  expect(first.incidents[0].alerts).toHaveLength(10);
  expect((await call(client, 'list_incidents', { state: 'resolved' })).json.incidents).toEqual([]);
  expect(await call(client, 'list_incidents', { cursor: 'nonsense' })).toMatchObject({
    isError: true,
    text: 'cursor: is not one this list gave; leave it out to begin at the start',
  });
});

it('reads signals, the most unusual first, and what was learnt of one', async () => {
  for (const [name, score] of [
    ['a', 0.1],
    ['b', 3],
    ['c', Number.NaN],
    ['d', 0.7],
  ] as const) {
    http.signals.add(definition('tokens.output'), tenant(name), { score });
  }
  const client = await agent('viewer');
  const { json } = await call(client, 'read_signals', { signal: 'tokens.output', limit: 3 });
  expect(json.signals.map(({ entity }: { entity: { name: string } }) => entity.name)).toEqual(['b', 'd', 'a']);
  expect(json.matching).toBe(4);
  const learnt = (await call(client, 'read_baseline', { key: json.signals[0].key })).json;
  expect(learnt).toMatchObject({ signal: 'tokens.output', samples: 40, expected: 10, lower: 8, upper: 13 });
  expect((await call(client, 'read_baseline', { key: 'nothing' })).isError).toBe(true);
});

it('acknowledges in the name of the token', async () => {
  http.alerts.alerts.push(resolvedAlert({ id: ID }));
  const client = await agent('operator');
  expect((await call(client, 'acknowledge_alert', { id: ID, reason: REASON })).json.acknowledgedBy).toBe(
    'token:operator',
  );
  expect(http.alerts.alerts[0]?.acknowledged).toMatchObject({ by: 'token:operator', comment: REASON });
});

it('silences with a reason, narrowly and for a while', async () => {
  const client = await agent('operator');
  const given = { matchers: ['alertname=cost-spike', 'tenant=~"acme.*"'], duration: '2h', reason: REASON };
  const { json } = await call(client, 'create_silence', given);
  expect(json).toEqual({
    id: 'silence-0',
    matchers: ['alertname="cost-spike"', 'tenant=~"acme.*"'],
    endsAt: new Date(MORNING_MS + 7_200_000).toISOString(),
  });
  expect(http.silences.all[0]).toMatchObject({ createdBy: 'token:operator', comment: REASON, startsAtMs: MORNING_MS });
});

it.each([
  ['everything', { matchers: ['alertname=~".+"'] }],
  ['all but a few', { matchers: ['tenant!=acme'] }],
  ['what is no matcher', { matchers: ['acme'] }],
  ['nothing in particular', { matchers: [] }],
  ['for ever', { duration: '365d' }],
  ['for no time', { duration: '0s' }],
  ['without a reason', { reason: '          ' }],
])('does not silence %s', async (_, changes) => {
  const client = await agent('operator');
  const given = { matchers: ['tenant=acme'], duration: '1h', reason: REASON, ...changes };
  const said = await client.callTool({ name: 'create_silence', arguments: given }).catch(() => ({ isError: true }));
  expect(said.isError).toBe(true);
  expect(http.silences.all).toEqual([]);
});

it('gives a viewer no way to change anything', async () => {
  http.alerts.alerts.push(alert({ id: ID }));
  const client = await agent('viewer');
  const asked = client.callTool({ name: 'acknowledge_alert', arguments: { id: ID, reason: REASON } });
  await expect(asked).rejects.toThrow('acknowledge_alert');
  expect(http.alerts.alerts[0]?.acknowledged).toBeUndefined();
});

it('tells an agent of an outage, and nothing of a fault of ours', async () => {
  const client = await agent('viewer');
  http.alerts.failure = new StoreUnavailable('unreachable', undefined);
  expect((await call(client, 'list_alerts')).text).toContain('the database cannot be used now');
  http.alerts.failure = new Error('secret path /etc/gauger');
  expect(await call(client, 'list_alerts')).toMatchObject({
    isError: true,
    text: expect.not.stringContaining('secret'),
  });
});

it('has no streams, no sessions, no other content, and the headers of every answer', async () => {
  const headers = { authorization: 'Bearer viewer' };
  const stream = await fetch(`${http.url}/mcp`, { headers });
  expect([stream.status, stream.headers.get('allow')]).toEqual([405, 'POST']);
  expect((await fetch(`${http.url}/mcp`, { method: 'DELETE', headers })).status).toBe(405);
  const post = (body: string, type: string) =>
    fetch(`${http.url}/mcp`, { method: 'POST', headers: { ...headers, 'content-type': type }, body });
  expect((await post('{}', 'text/plain')).status).toBe(415);
  for (const body of [
    '{',
    '[]',
    'null',
    '{"jsonrpc":"2.0"}',
    '{"jsonrpc":"2.0","id":1,"method":"subscriptions/listen"}',
  ]) {
    const answer = await post(body, 'application/json');
    expect(answer.status).toBeGreaterThanOrEqual(400);
    expect(answer.status).toBeLessThan(500);
    expect(answer.headers.get('x-content-type-options')).toBe('nosniff');
    expect(await answer.text()).not.toMatch(/node_modules|\n\s+at /);
  }
});

it('serves clients of the protocol’s earlier years, which begin with a handshake', async () => {
  const params = { protocolVersion: '2025-06-18', capabilities: {}, clientInfo: { name: 'old', version: '1' } };
  const answer = await fetch(`${http.url}/mcp`, {
    method: 'POST',
    headers: {
      authorization: 'Bearer viewer',
      'content-type': 'application/json',
      accept: 'application/json, text/event-stream',
    },
    body: JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'initialize', params }),
  });
  expect([answer.status, answer.headers.get('mcp-session-id')]).toEqual([200, null]);
  expect(await answer.text()).toContain('"serverInfo":{"name":"gauger"');
});
