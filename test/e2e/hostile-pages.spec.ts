import { readFileSync } from 'node:fs';
import { Logger } from '@nestjs/common';
import { type Clock, SYSTEM_CLOCK } from '../../src/clock.ts';
import { parseConfig } from '../../src/config/load-config.ts';
import { Engine } from '../../src/core/engine.ts';
import type { PageSummary } from '../../src/core/page-summary.ts';
import { engineSettings } from '../../src/pipeline/engine-settings.ts';
import { Scraper } from '../../src/scrape/scraper.ts';
import type { TargetStatus } from '../../src/scrape/target-status.ts';
import { FakeExporter } from '../fakes/exporter.ts';

const TABLE = readFileSync('docs/hostile-targets.md', 'utf8');
const HASTY_CLOCK: Clock = { ...SYSTEM_CLOCK, sleep: (_, signal) => SYSTEM_CLOCK.sleep(1, signal) };
const LIMITS = 'limits: { series: 300, series_per_target: 200 }';

let bomb: FakeExporter;
let quiet: FakeExporter;
beforeAll(async () => {
  Logger.overrideLogger(false);
  bomb = await FakeExporter.start();
  quiet = await FakeExporter.start();
});
afterAll(async () => {
  await bomb.close();
  await quiet.close();
});

interface Read {
  readonly page: PageSummary | undefined;
  readonly status: TargetStatus;
}

/** Scrapes targets through scraper and engine, one page each a round; `rounds` gives the hostile one's pages. */
async function scrape(rounds: readonly string[], job = '', more = ''): Promise<{ hostile: Read[]; others: Read[] }> {
  const targets = `static_configs: [{ targets: ['${bomb.address}', '${quiet.address}'] }]`;
  const { config } = parseConfig(`${more}\nscrape_configs: [{ job_name: j, ${job} ${targets} }]`, 'gauger.yaml', {
    environment: {},
  });
  const engine = new Engine(engineSettings(config));
  const scraper = new Scraper(config, HASTY_CLOCK);
  const hostile: Read[] = [];
  const others: Read[] = [];
  bomb.body = rounds[0] ?? '';
  await new Promise<void>((resolve) => {
    scraper.start({
      accept: (page) => {
        const read = page.target['instance'] === bomb.address ? hostile : others;
        if (hostile.length === rounds.length && others.length >= rounds.length) return resolve();
        if (read.length === rounds.length) return;
        const result = engine.ingest(page);
        if (result.page !== undefined) scraper.read(page.target, result.page);
        const status = scraper.targets().find(({ labels }) => labels['instance'] === page.target['instance']);
        if (status !== undefined) read.push({ page: result.page, status });
        bomb.body = rounds[hostile.length] ?? '';
      },
    });
  });
  await scraper.stop();
  return { hostile, others };
}

const series = (count: number, name: (index: number) => string) =>
  Array.from({ length: count }, (_, index) => `${name(index)} 1\n`).join('');

describe('a hostile page', () => {
  it.each([
    ['a line of 10 MB', `a{x="${'y'.repeat(10_000_000)}"} 1\n`, 'label value too long'],
    ['100,000 labels', `a{${Array.from({ length: 100_000 }, (_, i) => `l${i}="x"`).join(',')}} 1\n`, 'too many labels'],
    ['a line feed in a label value', 'a{x="foo\n', 'quotes never closed'],
    ['binary', '\u0000\u0001\u0002\n', 'no metric name'],
  ])('%s costs its line, and what is kept of it is short', async (_, body, reason) => {
    const { hostile } = await scrape([`${body}up_time 1\n`]);
    const { status, page } = hostile[0]!;
    expect(status).toMatchObject({ health: 'up', samples: 1, skippedLines: 1, skipped: [{ line: 1, reason }] });
    expect(page?.skipped[0]?.text.length).toBeLessThanOrEqual(120);
    expect(TABLE).toContain(`\`${reason}\``);
  });

  it('of ever new series loses its own newest ones, and nobody else’s', async () => {
    quiet.body = series(50, (index) => `quiet_${index}`);
    const old = series(50, (index) => `old{i="${index}"}`);
    const rounds = Array.from({ length: 4 }, (_, round) => `${series(1000, (i) => `new{i="${round}_${i}"}`)}${old}`);
    const { hostile, others } = await scrape([old, ...rounds], '', LIMITS);
    for (const { status } of others) expect(status).toMatchObject({ health: 'up', samples: 50, seriesDropped: 0 });
    for (const { status } of hostile.slice(1)) {
      const { samples = 0, seriesDropped = 0 } = status;
      expect(status.health).toBe('up');
      // What it had is always there, and there is never more than it may have.
      expect(samples).toBeGreaterThanOrEqual(50);
      expect(samples).toBeLessThanOrEqual(200);
      expect(samples + seriesDropped).toBe(1050);
    }
    expect(TABLE).toContain('`seriesDropped`');
  });

  it('of more samples than sample_limit is refused whole, and the next one is read', async () => {
    quiet.body = 'quiet 1\n';
    const { hostile } = await scrape([series(1001, (index) => `a${index}`), 'a0 1\n'], 'sample_limit: 1000,');
    expect(hostile[0]?.status).toMatchObject({ health: 'down', reason: 'sample_limit', samples: 0 });
    const said = /`(the page has more than 1000 samples \(sample_limit\))`/.exec(TABLE)?.[1];
    expect(hostile[0]?.status.error).toContain(said);
    expect(hostile[1]?.status).toMatchObject({ health: 'up', samples: 1 });
  });

  it('cannot date its samples where honor_timestamps is off', async () => {
    const { hostile } = await scrape(['a 1 1\n'], 'honor_timestamps: false,');
    expect(hostile[0]?.status).toMatchObject({ health: 'up', samples: 1, skippedLines: 0 });
  });
});
