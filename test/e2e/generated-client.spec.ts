import { execFile } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { z } from 'zod';
import { ApiModule } from '../../src/api/api.module.ts';
import { Secret } from '../../src/config/secret.ts';
import { alert, MORNING_MS, tenant } from '../fakes/alerts.ts';
import { type HttpApp, startHttpApp } from '../fakes/http-app.ts';
import { definition } from '../fakes/memory-ports.ts';

const run = promisify(execFile);
const folder = mkdtempSync(join(tmpdir(), 'gauger-client-'));
const KEY = 'tokens.output|tenant{tenant="acme"}';

/** What somebody writes against the client: it is type-checked with it, so an answer whose type says too little fails. */
const PROGRAM = `
import { client } from './client/client.gen.js';
import { createToken, findAlert, findSignal, listAlerts, revokeToken } from './client/sdk.gen.js';
import type { Alert, Problem, Signal } from './client/types.gen.js';

const [, , baseUrl = '', auth = '', key = ''] = process.argv;
client.setConfig({ baseUrl, auth });

const alerts: Alert[] = [];
for (let cursor: string | undefined, more = true; more; ) {
  const { data } = await listAlerts({ query: { state: ['firing', 'pending'], limit: 2, cursor }, throwOnError: true });
  alerts.push(...data.items);
  cursor = data.next;
  more = cursor !== undefined;
}
const one = await findAlert({ path: { id: alerts[0]?.id ?? '' }, throwOnError: true });
const changes: string[] = one.data.history.map(({ change }) => change);
const { data: signal } = await findSignal({ path: { key }, throwOnError: true });
const expected: Signal['expected'] = signal.expected;
const made = await createToken({ body: { name: 'ci', role: 'viewer' }, throwOnError: true });
const revoked = await revokeToken({ path: { id: made.data.id } });
const unknown = await findSignal({ path: { key: 'nothing' } });
const problem: Problem | undefined = unknown.error;
const starts: number[] = alerts.map(({ startsAt }) => Date.parse(startsAt));
console.log(JSON.stringify({
  ids: alerts.map(({ id }) => id.slice(-2)), changes, value: signal.value, expected, starts: starts.length,
  token: made.data.token.slice(0, 4), revoked: revoked.response?.status, problem: problem?.status,
}));
`;

let http: HttpApp;

beforeAll(async () => {
  http = await startHttpApp([ApiModule], { token: new Secret({ text: 'open-sesame' }) });
});
afterAll(async () => {
  await http.close();
  rmSync(folder, { recursive: true });
});

async function document(): Promise<string> {
  return (await fetch(`${http.url}/api/openapi.json`)).text();
}

async function generate(): Promise<void> {
  const { createClient } = await import('@hey-api/openapi-ts');
  const plugins = ['@hey-api/client-fetch', '@hey-api/typescript', '@hey-api/sdk'] as const;
  const output = { path: join(folder, 'client'), importFileExtension: '.js' };
  await createClient({ input: JSON.parse(await document()), output, logs: { level: 'silent' }, plugins: [...plugins] });
}

async function compile(): Promise<void> {
  const compilerOptions = {
    ...{ strict: true, noUncheckedIndexedAccess: true, skipLibCheck: true },
    ...{ target: 'es2022', module: 'nodenext', lib: ['es2023', 'dom', 'dom.iterable'], types: ['node'] },
    ...{ rootDir: '.', outDir: 'out', typeRoots: [resolve('node_modules/@types')] },
  };
  writeFileSync(join(folder, 'package.json'), '{ "type": "module" }');
  writeFileSync(join(folder, 'program.ts'), PROGRAM);
  writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions, include: ['client', 'program.ts'] }));
  const compiled = await run(process.execPath, ['node_modules/typescript/bin/tsc', '-p', folder]).catch(
    (error) => error,
  );
  expect(compiled.stdout).toBe('');
  cpSync(join(folder, 'package.json'), join(folder, 'out', 'package.json'));
}

it('is what a client can be made of, which finds and reads and changes things', async () => {
  for (let index = 0; index < 5; index++) {
    http.alerts.alerts.push(alert({ id: `9f1c2b3a4d5e6f70-a${index}`, startsAtMs: MORNING_MS + index }));
  }
  http.signals.add(definition('tokens.output'), tenant('acme'));
  await generate();
  await compile();
  const { stdout } = await run(process.execPath, [join(folder, 'out', 'program.js'), http.url, 'open-sesame', KEY]);
  expect(JSON.parse(stdout)).toEqual({
    ids: ['a4', 'a3', 'a2', 'a1', 'a0'],
    changes: [],
    value: 12,
    expected: 10,
    starts: 5,
    token: 'ggr_',
    revoked: 204,
    problem: 404,
  });
});

const Operation = z.object({
  operationId: z.string(),
  summary: z.string(),
  tags: z.array(z.string()).min(1),
  responses: z.record(z.string(), z.object({ description: z.string().min(1), content: z.unknown().optional() })),
});
const Document = z.object({
  openapi: z.literal('3.1.0'),
  paths: z.record(z.string(), z.record(z.string(), Operation)),
});

it('names every operation once, says what it does, what it answers and how it fails', async () => {
  const { paths } = Document.parse(JSON.parse(await document()));
  const operations = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ route: `${method} ${path}`, ...operation })),
  );
  const ids = operations.map(({ operationId }) => operationId);
  expect(ids.filter((id, index) => ids.indexOf(id) !== index)).toEqual([]);
  expect(ids.filter((id) => !/^[a-z][a-zA-Z0-9]*$/.test(id))).toEqual([]);
  // A deletion has nothing to say; Alertmanager's says it with 200.
  const silent = operations.filter(({ route, responses }) => {
    const good = Object.entries(responses).filter(([status]) => status.startsWith('2'));
    const mayBeEmpty = (status: string) => status === '204' || route.startsWith('delete ');
    return good.length === 0 || good.some(([status, { content }]) => !mayBeEmpty(status) && content === undefined);
  });
  expect(silent.map(({ route }) => route)).toEqual([]);
  expect(operations.filter(({ responses }) => responses['default'] === undefined).map(({ route }) => route)).toEqual(
    [],
  );
});
