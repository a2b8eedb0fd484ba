import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { copyTemplate, ON_SERVER, openTestDatabase, type TestDatabase } from '../database.ts';
import { FakeGateway } from '../fakes/gateway.ts';
import { FakeSlack } from '../fakes/slack.ts';
import { BuiltService, eventually, type List } from './built-service.ts';

const USUAL = { acme: 2, globex: 3, initech: 4 };
const ATTACK = { ...USUAL, acme: 60 };

let directory: string;
let database: TestDatabase | undefined;
let gateway: FakeGateway;
let slack: FakeSlack;
let service: BuiltService | undefined;

interface Signal {
  readonly entity: { readonly name: string };
  readonly ready: boolean;
  readonly score: number;
  readonly value: number | null;
}

/** How fast acme spends; undefined while that is not known. */
function spend(): Promise<Signal | undefined> {
  const path = '/api/v1/signals?signal=cost.rate&entityKind=tenant';
  return service!
    .get<List<Signal>>(path)
    .then(({ items }) => items.find(({ entity, value }) => entity.name === 'acme' && value !== null));
}

function firing(): Promise<List<{ readonly id: string; readonly detector: string }>> {
  return service!.get('/api/v1/alerts?state=firing');
}

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'gauger-test-'));
  if (ON_SERVER) database = await openTestDatabase();
  else await copyTemplate(join(directory, 'data'));
  gateway = await new FakeGateway(USUAL).start();
  slack = await new FakeSlack().start();
  const yaml = `
global: { scrape_interval: 500ms, scrape_timeout: 400ms, evaluation_interval: 500ms }
scrape_configs:
  - job_name: litellm
    static_configs: [{ targets: ['${gateway.address}'] }]
baselines: { warm_up: 5s, warm_up_samples: 10 }
alerts: { for: 500ms, resolve_after: 1h }
receivers:
  - { name: on-call, slack: { webhook_url: '${slack.url}', min_severity: info } }
storage: { data_directory: '${join(directory, 'data')}', checkpoint_interval: 1s }
`;
  await writeFile(join(directory, 'gauger.yaml'), yaml);
});

afterAll(async () => {
  await service?.end('SIGKILL');
  await Promise.all([gateway.close(), slack.close(), database?.close()]);
  await rm(directory, { recursive: true, force: true });
});

it('learns, alerts once, and after kill -9 goes on where it stood without telling anything twice', async () => {
  service = await BuiltService.start(join(directory, 'gauger.yaml'), { DATABASE_URL: database?.url });
  await eventually(async () => ((await spend())?.ready === true ? true : undefined));
  gateway.set(ATTACK);
  await eventually(() => slack.taken[0]);
  const before = await firing();
  expect(before.items.map(({ detector }) => detector)).toEqual(['cost-spike']);

  await service.end('SIGKILL');
  service = await BuiltService.start(join(directory, 'gauger.yaml'), { DATABASE_URL: database?.url });
  // No second warm-up: the baseline that was learnt judges the first value that there is.
  const first = await eventually(spend);
  expect(first).toMatchObject({ ready: true });
  expect(first.score).toBeGreaterThan(1);
  expect((await firing()).items.map(({ id }) => id)).toEqual(before.items.map(({ id }) => id));
  expect(slack.taken).toHaveLength(1);
  expect(await service.end('SIGTERM')).toBe(0);
}, 120_000);
