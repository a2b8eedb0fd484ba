import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FakeExporter } from '../../test/fakes/exporter.ts';
import { type Clock, SYSTEM_CLOCK } from '../clock.ts';
import type { Page } from '../core/model/page.ts';
import { openScrapeLog } from '../scrape/scrape-log.ts';
import { type RecordOptions, record } from './record.ts';

const folder = mkdtempSync(join(tmpdir(), 'gauger-record-'));
let exporter: FakeExporter;
beforeAll(async () => {
  exporter = await FakeExporter.start();
});
afterAll(async () => {
  await exporter.close();
  rmSync(folder, { recursive: true });
});

function config(): string {
  const path = join(folder, 'gauger.yaml');
  const job = (name: string, rest: string) =>
    `  - { job_name: ${name}, static_configs: [{ targets: ['${exporter.address}'] }]${rest} }\n`;
  writeFileSync(path, `scrape_configs:\n${job('good', '')}${job('bad', ', metrics_path: /error')}`);
  return path;
}

/** Waits a little where others wait for the next scrape. */
const HASTY_CLOCK: Clock = { ...SYSTEM_CLOCK, sleep: (ms, signal) => SYSTEM_CLOCK.sleep(Math.min(ms, 60), signal) };

/** Records until the exporter was asked so many times. */
async function recorded(options: Omit<RecordOptions, 'config'>, requests: number, clock: Clock = HASTY_CLOCK) {
  const stop = new AbortController();
  const told: string[] = [];
  exporter.requests.length = 0;
  const done = record({ ...options, config: config() }, { clock, stop: stop.signal, tell: (line) => told.push(line) });
  const asked = setInterval(() => exporter.requests.length >= requests && stop.abort(), 5);
  const code = await done.finally(() => clearInterval(asked));
  return { code, told };
}

describe('record', () => {
  it('writes what it scrapes until it is stopped', async () => {
    const out = join(folder, 'out.log.gz');
    const { code, told } = await recorded({ out }, 8);
    const pages: Page[] = [];
    for await (const page of openScrapeLog(out)) pages.push(page);
    expect(code).toBe(0);
    const good = pages.filter(({ target }) => target['job'] === 'good');
    expect(good[0]).toMatchObject({
      up: true,
      body: Buffer.from(exporter.body),
      contentType: expect.stringContaining('text/plain'),
    });
    expect(pages.find(({ target }) => target['job'] === 'bad')).toMatchObject({ up: false, reason: 'http_status' });
    expect(told).toEqual([
      `recording to ${out}; Ctrl-C ends it`,
      `recorded ${pages.length} pages of 2 targets, ${pages.length - good.length} of them failed scrapes`,
    ]);
  });

  it('ends by itself after the time asked for', async () => {
    const { code, told } = await recorded({ out: join(folder, 'short.log'), for: 60 }, Number.POSITIVE_INFINITY);
    expect(code).toBe(0);
    expect(told[0]).toContain('for 60ms');
  });

  it('ends when the log cannot be written', async () => {
    await expect(recorded({ out: join(folder, 'no', 'folder', 'x.log') }, Number.POSITIVE_INFINITY)).rejects.toThrow(
      'ENOENT',
    );
  });

  it('needs something to record', async () => {
    const path = join(folder, 'empty.yaml');
    writeFileSync(path, '');
    const told: string[] = [];
    const ports = { clock: SYSTEM_CLOCK, stop: new AbortController().signal, tell: (line: string) => told.push(line) };
    expect(await record({ config: path, out: join(folder, 'never.log') }, ports)).toBe(2);
    expect(told).toEqual(['gauger: there is nothing to record; name targets under scrape_configs']);
  });
});
