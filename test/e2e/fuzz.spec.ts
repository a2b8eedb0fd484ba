import { Agent, type IncomingHttpHeaders, request } from 'node:http';
import { text } from 'node:stream/consumers';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import fc from 'fast-check';
import { Problem } from '../../src/api/problem.ts';
import { DETECTOR_SCHEMAS } from '../../src/commands/configuration.ts';
import { parseConfig } from '../../src/config/load-config.ts';
import type { AlertChange } from '../../src/core/model/alert.ts';
import { createApp, listen } from '../../src/main.ts';
import { AlertStore } from '../../src/store/alert-store.ts';
import { openTestDatabase, type TestDatabase } from '../database.ts';
import { alert, MORNING_MS } from '../fakes/alerts.ts';
import { ApiDocument, type FuzzRequest, requestsFor } from './fuzz-requests.ts';

/** Stands in every secret of the configuration. */
const MARK = 'hunter2';
const ADMIN = `${MARK}-admin`;
const CONFIG = `
api:
  token: ${ADMIN}
  tokens: [{ name: grafana, role: viewer, token: ${MARK}-viewer }]
  rate_limit: { requests_per_minute: 1000000000, failures_per_minute: 1000000000 }
receivers: [{ name: oncall, slack: { webhook_url: 'http://127.0.0.1:9/${MARK}' } }]
scrape_configs:
  - job_name: gateway
    basic_auth: { username: gauger, password: ${MARK}-password }
    static_configs: [{ targets: ['127.0.0.1:9'] }]
`;

const RUNS = 40;
const SEED = 20_261_123;
const agent = new Agent({ keepAlive: true, maxSockets: 8 });

let test: TestDatabase;
let app: NestFastifyApplication;
let url: string;
let document: ApiDocument;
let ajv: Ajv2020;

beforeAll(async () => {
  test = await openTestDatabase();
  const environment = { DATABASE_URL: test.url, PORT: '0' };
  const { config } = parseConfig(CONFIG, 'gauger.yaml', { environment, detectors: DETECTOR_SCHEMAS });
  app = await createApp(config, { logger: false });
  url = await listen(app, config);
  const changes: AlertChange[] = [0, 1, 2].map((index) => ({
    change: 'fired',
    alert: alert({ id: `9f1c2b3a4d5e6f70-n${index}` }),
    timeMs: MORNING_MS,
  }));
  await app.get(AlertStore).apply(changes, [], MORNING_MS);
  const given = JSON.parse(
    (await send({ method: 'GET', path: '/api/openapi.json', headers: {}, body: undefined })).body,
  );
  document = ApiDocument.parse(given);
  ajv = new Ajv2020({ strict: false, allErrors: true });
  addFormats.default(ajv);
  ajv.addSchema(given, 'api');
});

afterAll(async () => {
  agent.destroy();
  await app.close();
  await test.close();
});

interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** Sends what `fetch` would mend: broken paths, dots, bodies of GET. */
async function send({ method, path, headers, body }: FuzzRequest, token = ADMIN): Promise<Answer> {
  const { hostname, port } = new URL(url);
  // Node tells no length of a body that it does not expect, as of DELETE.
  const length = body === undefined ? {} : { 'content-length': Buffer.byteLength(body) };
  const all = { authorization: `Bearer ${token}`, ...length, ...headers };
  const sent = { hostname, port, agent, method, path, headers: all };
  return new Promise((resolve, reject) => {
    const asked = request(sent, async (response) => {
      const { statusCode: status = 0, headers } = response;
      // A stream of events does not end.
      if (/event-stream/.test(headers['content-type'] ?? '')) {
        response.destroy();
        return resolve({ status, headers, body: '' });
      }
      resolve({ status, headers, body: await text(response) });
    });
    asked.on('error', reject);
    asked.end(body);
  });
}

/** What is wrong with an answer; undefined: nothing. */
function fault(path: string, method: string, { status, headers, body }: Answer): string | undefined {
  const all = `${body}\n${JSON.stringify(headers)}`;
  if (status >= 500) return `answers ${status}: ${body}`;
  if (all.includes(MARK)) return 'tells a secret';
  if (/node_modules|\.[jt]s:\d|\n\s+at |prisma|postgres|SELECT |syntax error/i.test(all))
    return `shows its inside: ${body}`;
  if (status >= 400 && path.startsWith('/api/v2/') && isAlertmanagerError(headers, body)) return undefined;
  if (status >= 400) return problemFault(status, headers, body);
  return /^application\/json/.test(headers['content-type'] ?? '') ? schemaFault(path, method, status, body) : undefined;
}

/** One JSON text, as Alertmanager's clients expect; what the router cannot read is a problem document under every path. */
function isAlertmanagerError(headers: IncomingHttpHeaders, body: string): boolean {
  return headers['content-type'] === 'application/json' && typeof JSON.parse(body) === 'string';
}

function problemFault(status: number, headers: IncomingHttpHeaders, body: string): string | undefined {
  if (headers['content-type'] !== 'application/problem+json')
    return `answers ${status} as ${headers['content-type']}: ${body}`;
  const problem = Problem.strict().safeParse(JSON.parse(body));
  return problem.success && problem.data.status === status ? undefined : `is no problem document: ${body}`;
}

/** Whether an answer is what the document says. */
function schemaFault(path: string, method: string, status: number, body: string): string | undefined {
  const place = ['paths', path, method, 'responses', String(status), 'content', 'application/json', 'schema'];
  const pointer = place.map((part) => encodeURIComponent(part.replaceAll('~', '~0').replaceAll('/', '~1'))).join('/');
  // Compiled once: the second time ajv finds it by its address.
  const validate = ajv.getSchema(`api#/${pointer}`);
  if (validate === undefined) return `answers ${status}, of which the document says nothing`;
  if (validate(JSON.parse(body))) return undefined;
  return `is not what it says: ${ajv.errorsText(validate.errors)}: ${body.slice(0, 500)}`;
}

it('answers whatever is asked of any route with what it says it answers, or a problem of the client', async () => {
  const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.keys(methods).map((method) => ({ path, method })),
  );
  expect(operations.length).toBeGreaterThan(15);
  const faults = await Promise.all(operations.map(({ path, method }) => fuzz(path, method)));
  expect(faults.filter((found) => found !== undefined)).toEqual([]);
});

/** The first fault of a route, with the smallest request that shows it. */
async function fuzz(path: string, method: string): Promise<string | undefined> {
  const property = fc.asyncProperty(requestsFor(document, path, method), async (given) => {
    const found = fault(path, method, await send(given));
    if (found !== undefined) throw new Error(found);
  });
  const { failed, counterexample, errorInstance } = await fc.check(property, { seed: SEED, numRuns: RUNS });
  return failed ? `${JSON.stringify(counterexample).slice(0, 500)} ${String(errorInstance).slice(0, 500)}` : undefined;
}

it('lets nobody in without a token, and a viewer change nothing', async () => {
  for (const [path, methods] of Object.entries(document.paths)) {
    for (const method of Object.keys(methods)) {
      const given = { method: method.toUpperCase(), path: path.replace(/\{\w+\}/g, 'x'), headers: {}, body: undefined };
      const answer = await send(given, 'wrong');
      expect([path, answer.status, fault(path, method, answer)]).toEqual([path, 401, undefined]);
      if (method === 'get') continue;
      const asViewer = await send(given, `${MARK}-viewer`);
      expect([path, asViewer.status, fault(path, method, asViewer)]).toEqual([path, 403, undefined]);
    }
  }
});

it('takes by no route what a form of a web page can send, or more than it needs', async () => {
  const writing = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.keys(methods)
      .filter((method) => method !== 'get')
      .map((method) => ({ method, path: path.replace(/\{\w+\}/g, 'x'), route: path })),
  );
  expect(writing.length).toBeGreaterThan(2);
  for (const { method, path, route } of writing) {
    const post = (type: string, body: string) =>
      send({ method: method.toUpperCase(), path, headers: { 'content-type': type }, body });
    for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x']) {
      const answer = await post(type, 'a=1');
      expect([route, type, answer.status, fault(route, method, answer)]).toEqual([route, type, 415, undefined]);
    }
    if (route === '/api/v1/write') continue;
    const large = await post('application/json', JSON.stringify('x'.repeat(70_000)));
    expect([route, large.status, fault(route, method, large)]).toEqual([route, 413, undefined]);
  }
});
