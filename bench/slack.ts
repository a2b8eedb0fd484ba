import { setTimeout as sleep } from 'node:timers/promises';
import { stringify } from 'yaml';
import { parseConfig } from '../src/config/load-config.ts';
import type { Alert } from '../src/core/model/alert.ts';
import { createApp, listen } from '../src/main.ts';
import { openTestDatabase } from '../test/database.ts';
import { FakeGateway, type Traffic } from '../test/fakes/gateway.ts';
import { FakeSlack } from '../test/fakes/slack.ts';
import type { Result } from './result.ts';

const ROUNDS = 10;
const INTERVAL = '1s';
/** Of samples once a second. */
const WARM_UP_MS = 30_000;
/** Longer than Slack's pace of a message a second, so that no message waits for another. */
const PAUSE_MS = 2500;
const LATEST_MS = 15_000;
const USUAL_PER_S = 3;
const ATTACK_PER_S = 90;
const TENANTS = Array.from({ length: ROUNDS }, (_, round) => `tenant-${round}`);

/**
 * From the scrape that brings the first sign of an attack to the message at Slack: the whole service over real HTTP and a database, on
 * `DATABASE_URL` or else embedded. A scrape is judged when the first one past its evaluation's boundary comes: here a second later, for
 * there is one target, scraped once a second.
 */
export async function* run(): AsyncGenerator<Result> {
  const on = process.env['DATABASE_URL'] === undefined ? 'embedded' : 'server';
  const usual = trafficOf(0);
  const gateway = await new FakeGateway(usual).start();
  const slack = await new FakeSlack().start();
  const test = await openTestDatabase();
  const watched = await watch(gateway, slack, test.url);
  await sleep(WARM_UP_MS);
  const fromScrapeMs: number[] = [];
  const fromEvaluationMs: number[] = [];
  for (const [round, tenant] of TENANTS.entries()) {
    gateway.set(trafficOf(round + 1));
    const { told, alert } = await until(() => {
      const told = slack.taken.find(({ text }) => text.includes(tenant));
      const alert = watched.fired.find(({ peak }) => peak.summary.includes(tenant));
      return told && alert && { told, alert };
    });
    const boundaryMs = alert.firedAtMs ?? Number.NaN;
    const [causing, evaluating] = watched.scrapesMs.slice(watched.scrapesMs.findLastIndex((ms) => ms <= boundaryMs));
    fromScrapeMs.push(told.atMs - (causing ?? Number.NaN));
    fromEvaluationMs.push(told.atMs - (evaluating ?? Number.NaN));
    await sleep(PAUSE_MS);
  }
  await watched.close();
  await Promise.all([gateway.close(), slack.close()]);
  await test.close();
  const details = { database: on, rounds: ROUNDS, evaluation: INTERVAL, messages: slack.taken.length };
  yield { bench: 'slack.from_scrape.max', ...worst(fromScrapeMs), unit: 'ms', ...details };
  yield { bench: 'slack.from_evaluation.max', ...worst(fromEvaluationMs), unit: 'ms', ...details };
}

function worst(times: readonly number[]): { value: number; median: number } {
  const sorted = times.toSorted((a, b) => a - b);
  return { value: sorted.at(-1) ?? Number.NaN, median: sorted[sorted.length >> 1] ?? Number.NaN };
}

/** So many of the tenants are attacked. */
function trafficOf(attacked: number): Traffic {
  return Object.fromEntries(TENANTS.map((tenant, n) => [tenant, n < attacked ? ATTACK_PER_S : USUAL_PER_S]));
}

async function watch(gateway: FakeGateway, slack: FakeSlack, databaseUrl: string) {
  const yaml = stringify({
    global: { scrape_interval: INTERVAL, scrape_timeout: INTERVAL, evaluation_interval: INTERVAL },
    scrape_configs: [{ job_name: 'litellm', static_configs: [{ targets: [gateway.address] }] }],
    baselines: { warm_up: `${WARM_UP_MS / 2000}s`, warm_up_samples: 15 },
    alerts: { for: '0s', resolve_after: '1h' },
    receivers: [{ name: 'on-call', slack: { webhook_url: slack.url, min_severity: 'info' } }],
  });
  const { config } = parseConfig(yaml, 'gauger.yaml', { environment: { DATABASE_URL: databaseUrl, PORT: '0' } });
  const fired: Alert[] = [];
  const scrapesMs: number[] = [];
  const app = await createApp(config, {
    logger: false,
    recorder: { accept: async ({ timeMs }) => void scrapesMs.push(timeMs) },
    onChange: ({ change, alert }) => void (change === 'fired' && fired.push(alert)),
  });
  await listen(app, config);
  return { fired, scrapesMs, close: () => app.close() };
}

async function until<T>(find: () => T | undefined): Promise<T> {
  for (const endMs = performance.now() + LATEST_MS; performance.now() < endMs; ) {
    const found = find();
    if (found !== undefined) return found;
    await sleep(5);
  }
  throw new Error('nothing was told');
}
