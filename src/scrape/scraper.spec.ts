import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Logger } from '@nestjs/common';
import { FakeExporter } from '../../test/fakes/exporter.ts';
import { ManualClock, settled } from '../../test/fakes/manual-clock.ts';
import { parseConfig } from '../config/load-config.ts';
import { Scraper } from './scraper.ts';

const folder = mkdtempSync(join(tmpdir(), 'gauger-scraper-'));
let exporter: FakeExporter;
beforeAll(async () => {
  Logger.overrideLogger(false);
  exporter = await FakeExporter.start();
});
afterAll(async () => {
  await exporter.close();
  rmSync(folder, { recursive: true });
});

function scraper(yaml: string, clock: ManualClock): Scraper {
  return new Scraper(parseConfig(yaml, join(folder, 'gauger.yaml'), { environment: {} }).config, clock);
}

/** Lets what needs real input and output come to its end. */
async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await new Promise((resolve) => setTimeout(resolve, 2));
}

const instances = (of: Scraper) => of.targets().map(({ labels }) => labels['instance']);

describe('Scraper', () => {
  it('follows discovery: targets come and go, those that stay go on', async () => {
    const file = join(folder, 'targets.json');
    const list = (...targets: string[]) => writeFileSync(file, JSON.stringify([{ targets }]));
    list('127.0.0.1:1', '127.0.0.1:2');
    const clock = new ManualClock();
    const of = scraper(
      'scrape_configs: [{ job_name: j, file_sd_configs: [{ files: [targets.json] }], scrape_interval: 1d }]',
      clock,
    );
    of.start({ accept: () => undefined });
    await until(() => of.targets().length === 2);
    list('127.0.0.1:22', '127.0.0.1:2');
    await clock.pass(5_000);
    await until(() => instances(of).includes('127.0.0.1:22'));
    expect(instances(of)).toEqual(['127.0.0.1:2', '127.0.0.1:22']);
    writeFileSync(file, '[');
    await clock.pass(5_000);
    await until(() => of.problems().length > 0);
    expect(of.problems()).toEqual([{ scrapePool: 'j', detail: expect.stringContaining('targets.json:1:2') }]);
    expect(instances(of)).toEqual(['127.0.0.1:2', '127.0.0.1:22']);
    await of.stop();
  });

  it('scrapes a target once that two sources name, and tells of those it cannot use', async () => {
    const yaml = `scrape_configs:
  - job_name: j
    static_configs: [{ targets: ['h:1'] }, { targets: ['h:1', 'h:2', 'h:3', 'h:port'] }]
    target_limit: 2`;
    const of = scraper(yaml, new ManualClock());
    of.start({ accept: () => undefined });
    expect(instances(of)).toEqual(['h:1', 'h:2']);
    expect(of.problems().map(({ detail }) => detail)).toEqual([
      '"h:port" is no host:port',
      '3 targets are more than target_limit 2; the last ones are not scraped',
    ]);
    await of.stop();
  });

  it('is told what was on a page, and passes nothing on once it has stopped', async () => {
    const clock = new ManualClock();
    const of = scraper(
      `scrape_configs: [{ job_name: j, static_configs: [{ targets: ['${exporter.address}'] }] }]`,
      clock,
    );
    let pages = 0;
    of.start({
      accept: (page) => {
        pages++;
        of.read(page.target, { samples: 3, skipped: [], skippedCount: 1, seriesDropped: 2 });
      },
    });
    await clock.pass(15_000);
    await until(() => pages === 1);
    expect(of.targets()).toMatchObject([
      { scrapePool: 'j', health: 'up', samples: 3, skippedLines: 1, seriesDropped: 2 },
    ]);
    await clock.pass(15_000);
    await of.stop();
    const before = pages;
    await clock.pass(60_000);
    await settled();
    expect(pages).toBe(before);
  });

  it('starts and stops with nothing to scrape', async () => {
    const of = scraper('', new ManualClock());
    of.start({ accept: () => undefined });
    expect(of.targets()).toEqual([]);
    await of.stop();
  });
});
