import { execFile, execFileSync } from 'node:child_process';
import { promisify } from 'node:util';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { parseConfig } from '../../src/config/load-config.ts';
import { createApp, listen } from '../../src/main.ts';
import { AlertWriter } from '../../src/pipeline/alert-writer.ts';
import { openTestDatabase, type TestDatabase } from '../database.ts';
import { alert, finding, tenant } from '../fakes/alerts.ts';

const run = promisify(execFile);

/** Debian's amtool, where it is installed (package prometheus-alertmanager). */
const withAmtool = hasAmtool() ? it : it.skip;

function hasAmtool(): boolean {
  try {
    execFileSync('amtool', ['--version'], { stdio: 'ignore' });
    return true;
  } catch {
    process.stderr.write('amtool is not installed: its end-to-end tests are left out\n');
    return false;
  }
}

let test: TestDatabase;
let app: NestFastifyApplication;
let url: string;

beforeAll(async () => {
  test = await openTestDatabase();
  const { config } = parseConfig('', 'gauger.yaml', { environment: { DATABASE_URL: test.url, PORT: '0' } });
  app = await createApp(config, { logger: false });
  url = await listen(app, config);
  const firing = ['acme', 'other'].map((name) =>
    alert({ id: `00000000000000aa-${name}`, peak: finding({ entity: tenant(name) }) }),
  );
  await app
    .get(AlertWriter)
    .write(firing.map((one) => ({ change: 'fired' as const, alert: one, timeMs: one.lastSeenMs })));
});

afterAll(async () => {
  await app.close();
  await test.close();
});

async function amtool(...words: readonly string[]): Promise<string> {
  const { stdout } = await run('amtool', [`--alertmanager.url=${url}`, ...words]);
  return stdout.trim();
}

const tenants = async (...words: readonly string[]) => {
  const listed: { labels: { tenant: string } }[] = JSON.parse(await amtool('alert', 'query', '-o', 'json', ...words));
  return listed.map(({ labels }) => labels.tenant).sort();
};

withAmtool('lists alerts, and narrows them by matchers', async () => {
  expect(await tenants()).toEqual(['acme', 'other']);
  expect(await tenants('tenant=~a.*')).toEqual(['acme']);
  expect(await amtool('alert', 'query', '-o', 'extended', 'tenant=acme')).toContain('tenant="acme"');
  expect(await amtool('cluster', 'show')).toContain('disabled');
});

withAmtool('adds, queries, changes and expires a silence', async () => {
  const id = await amtool('silence', 'add', '-a', 'ada', '-c', 'load test', '-d', '1h', 'tenant=acme');
  expect(id).toMatch(/^[0-9a-f-]{36}$/);
  expect(await tenants()).toEqual(['other']);
  expect(await tenants('--silenced')).toEqual(['acme']);
  const [silence] = JSON.parse(await amtool('silence', 'query', '-o', 'json'));
  expect(silence).toMatchObject({ id, createdBy: 'ada', comment: 'load test', status: { state: 'active' } });
  expect(await amtool('silence', 'query', '-q', 'tenant=acme')).toBe(id);
  expect(await amtool('silence', 'query', '-q', 'tenant=other')).toBe('');
  // amtool 0.25 prints the address of the id in its own memory here.
  await amtool('silence', 'update', '-q', '-d', '2h', id);
  expect(await amtool('silence', 'query', '-q')).toBe(id);
  await amtool('silence', 'expire', id);
  expect(await amtool('silence', 'query', '-q')).toBe('');
  expect(await amtool('silence', 'query', '-q', '--expired')).toBe(id);
  expect(await tenants()).toEqual(['acme', 'other']);
});

withAmtool('is told what is wrong', async () => {
  await expect(amtool('silence', 'expire', '00000000-0000-4000-8000-000000000000')).rejects.toThrow('404');
  await expect(amtool('silence', 'add', '-c', 'all', 'tenant=~.*')).rejects.toThrow('everything would be silent');
});
