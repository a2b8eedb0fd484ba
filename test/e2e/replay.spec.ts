import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DETECTOR_SCHEMAS } from '../../src/commands/configuration.ts';
import { demoYaml } from '../../src/commands/demo-config.ts';
import { parseConfig } from '../../src/config/load-config.ts';
import { toAlertmanager } from '../../src/core/alerts/alertmanager.ts';
import { Engine } from '../../src/core/engine.ts';
import type { AlertChange } from '../../src/core/model/alert.ts';
import type { BaselineRow } from '../../src/core/model/baseline-row.ts';
import type { Labels } from '../../src/core/model/labels.ts';
import type { Page } from '../../src/core/model/page.ts';
import { EngineBaselines } from '../../src/pipeline/engine-baselines.ts';
import { engineSettings } from '../../src/pipeline/engine-settings.ts';
import { openScrapeLog } from '../../src/scrape/scrape-log.ts';
import { ScrapeLogWriter } from '../../src/scrape/scrape-log-writer.ts';
import { SimulatedCluster } from '../../src/simulate/cluster.ts';
import { stagedAttacks } from '../../src/simulate/staged-attacks.ts';

const NOW_MS = Date.UTC(2026, 10, 18, 14);
const DAY_MS = 86_400_000;
const SECOND_MS = 1000;

/** The demo's cluster on event time alone: its past in half-hourly steps, then three minutes of attacks at five seconds. */
class Watched {
  readonly cluster = new SimulatedCluster({ seed: 7, startMs: NOW_MS - 7 * DAY_MS });
  private readonly running = this.cluster.targets.map((target, i) => ({ target, instance: `127.0.0.1:${9000 + i}` }));
  readonly config = parseConfig(demoYaml(this.running, '.'), 'demo.yaml', {
    environment: {},
    detectors: DETECTOR_SCHEMAS,
  }).config;

  *pages(fromMs: number, toMs: number, stepMs: number): Iterable<Page> {
    for (let timeMs = fromMs; timeMs < toMs; timeMs += stepMs) {
      this.cluster.advance(timeMs);
      for (const [index, { target, instance }] of this.running.entries()) {
        const labels = { job: target.job, instance, ...target.labels };
        const body = this.cluster.page(index);
        if (body === undefined) yield { up: false, target: labels, timeMs, reason: 'http_status' };
        else yield { up: true, target: labels, timeMs, body: Buffer.from(body) };
      }
    }
  }
}

/** Alertmanager's form of all that fired, as `gauger replay` prints it at the end of a log. */
function told(engine: Engine, changes: readonly AlertChange[]): string[] {
  const resolved = changes.filter(({ change }) => change === 'resolved').map(({ alert }) => alert);
  const firing = engine.openAlerts().filter(({ state }) => state === 'firing');
  return [...resolved, ...firing].map((alert) => JSON.stringify(toAlertmanager(alert)));
}

const watched = new Watched();
const live = new Engine(engineSettings(watched.config));
const changes: AlertChange[] = [];
let directory: string;
let log: string;

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'gauger-test-'));
  log = join(directory, 'demo.log.gz');
  for (const page of watched.pages(NOW_MS - 7 * DAY_MS, NOW_MS, 1800 * SECOND_MS)) {
    changes.push(...live.ingest(page).changes);
  }
  for (const { attack } of stagedAttacks(NOW_MS)) watched.cluster.attack(attack);
  const writer = new ScrapeLogWriter(log);
  await writer.writeBaselines(new EngineBaselines(live).lines());
  for (const page of watched.pages(NOW_MS, NOW_MS + 180 * SECOND_MS, 5 * SECOND_MS)) {
    await writer.accept(page);
    changes.push(...live.ingest(page).changes);
  }
  changes.push(...live.flush());
  await writer.close();
}, 120_000);

afterAll(() => rm(directory, { recursive: true }));

async function replayed(): Promise<string[]> {
  const engine = new Engine(engineSettings(watched.config));
  const seen: AlertChange[] = [];
  const options = { bodyMaximumBytes: 1e8, onBaseline: (row: BaselineRow) => engine.restore([row], []) };
  for await (const page of openScrapeLog(log, options)) seen.push(...engine.ingest(page).changes);
  seen.push(...engine.flush());
  return told(engine, seen);
}

it('fires the eight staged attacks on the right entities, and nothing else in eight days', () => {
  const fired = changes.filter(({ change }) => change === 'fired').map(({ alert }) => toAlertmanager(alert).labels);
  const expected = stagedAttacks(NOW_MS).map(({ alertname, labels }) => ({ alertname, ...labels }));
  // Some take a tick longer to be told than one that began after them.
  expect(byName(fired)).toEqual(byName(expected).map((labels) => expect.objectContaining(labels)));
});

it('keeps firing while the attacks go on', () => {
  expect(changes.filter(({ change }) => change === 'resolved')).toEqual([]);
});

it('replays the recorded log to the same alerts, twice byte for byte', async () => {
  const first = await replayed();
  expect(first.map((line) => names(line))).toEqual(told(live, changes).map((line) => names(line)));
  expect(await replayed()).toEqual(first);
});

function byName(labels: readonly Labels[]): Labels[] {
  return [...labels].sort((a, b) => ((a['alertname'] ?? '') < (b['alertname'] ?? '') ? -1 : 1));
}

function names(line: string): unknown {
  const { labels, startsAt } = JSON.parse(line);
  return { ...labels, startsAt };
}
