import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ON_SERVER, openTestDatabase, type TestDatabase } from '../database.ts';
import { FakeGateway } from '../fakes/gateway.ts';
import { BuiltService, eventually, type List } from './built-service.ts';

const replicated = ON_SERVER ? it : it.skip;

interface Signal {
  readonly entity: { readonly name: string };
  readonly value: number | null;
}

let directory: string;
let database: TestDatabase;
let gateway: FakeGateway;
const replicas: BuiltService[] = [];

/** A port that was free a moment ago: a replica must know its address before it listens. */
function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0));
    });
  });
}

async function start(): Promise<BuiltService> {
  const port = await freePort();
  const variables = { DATABASE_URL: database.url, PORT: `${port}`, ADVERTISE_URL: `http://127.0.0.1:${port}` };
  const replica = await BuiltService.start(join(directory, 'gauger.yaml'), variables);
  replicas.push(replica);
  return replica;
}

/** What a replica says of tenants' requests, once it knows some. */
function tenants(replica: BuiltService): Promise<string[]> {
  return eventually(async () => {
    const { items = [] } = await replica.get<Partial<List<Signal>>>(
      '/api/v1/signals?signal=requests.rate&entityKind=tenant',
    );
    const names = items.filter(({ value }) => value !== null).map(({ entity }) => entity.name);
    return names.length === 0 ? undefined : names;
  });
}

async function leads(replica: BuiltService): Promise<boolean> {
  const page = await (await fetch(`${replica.url}/metrics`)).text();
  return /^gauger_leader 1$/m.test(page);
}

beforeAll(async () => {
  if (!ON_SERVER) return;
  directory = await mkdtemp(join(tmpdir(), 'gauger-test-'));
  database = await openTestDatabase();
  gateway = await new FakeGateway({ acme: 2, globex: 3 }).start();
  const yaml = `
global: { scrape_interval: 200ms, scrape_timeout: 200ms, evaluation_interval: 200ms }
scrape_configs:
  - job_name: litellm
    static_configs: [{ targets: ['${gateway.address}'] }]
storage: { checkpoint_interval: 1s }
`;
  await writeFile(join(directory, 'gauger.yaml'), yaml);
});

afterAll(async () => {
  if (!ON_SERVER) return;
  await Promise.all(replicas.map((replica) => replica.end('SIGKILL')));
  await Promise.all([gateway.close(), database.close()]);
  await rm(directory, { recursive: true, force: true });
});

replicated(
  'of two replicas one leads, both answer, and the other takes over when it is killed',
  async () => {
    const first = await start();
    const second = await start();
    expect([await leads(first), await leads(second)]).toEqual([true, false]);
    expect(await tenants(second)).toEqual(await tenants(first));
    expect((await fetch(`${second.url}/health/ready`)).status).toBe(200);

    await first.end('SIGKILL');
    await eventually(async () => ((await leads(second)) ? true : undefined));
    expect((await tenants(second)).sort()).toEqual(['acme', 'globex']);
    expect(await second.end('SIGTERM')).toBe(0);
  },
  120_000,
);
