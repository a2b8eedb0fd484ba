import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from '../core/model/page.ts';
import { openScrapeLog } from './scrape-log.ts';
import { ScrapeLogWriter } from './scrape-log-writer.ts';

const folder = mkdtempSync(join(tmpdir(), 'gauger-log-'));
afterAll(() => rmSync(folder, { recursive: true }));

async function written(name: string, pages: readonly Page[]): Promise<Page[]> {
  const path = join(folder, name);
  const writer = new ScrapeLogWriter(path);
  for (const page of pages) await writer.accept(page);
  await writer.close();
  const read: Page[] = [];
  for await (const page of openScrapeLog(path)) read.push(page);
  return read;
}

const target = { job: 'vllm', instance: 'h:8000' };
const page = (body: string, more: object = {}): Page => ({
  target,
  timeMs: 1722470400123,
  up: true,
  body: Buffer.from(body),
  ...more,
});

const PAGES: Page[] = [
  page('a 1\n'),
  page('', {
    target: { ...target, region: 'eu west', empty: '', quote: '"x"', up: '0', error: 'timeout', line: 'a\nb' },
  }),
  { target, timeMs: 1722470401000, up: false, reason: 'http_status' },
  page('# EOF\n', { contentType: 'application/openmetrics-text; version=1.0.0; charset=utf-8' }),
];

describe('ScrapeLogWriter', () => {
  it.each(['plain.log', 'zipped.log.gz'])('writes %s so that it reads back as it was', async (name) => {
    expect(await written(name, PAGES)).toEqual(PAGES);
  });

  it('writes the documented line', async () => {
    await written('line.log', [PAGES[2]!, PAGES[0]!]);
    expect(readFileSync(join(folder, 'line.log'), 'utf8')).toBe(
      '# SCRAPE 1722470401 job=vllm instance=h:8000 up=0 error=http_status\n# SCRAPE 1722470400.123 job=vllm instance=h:8000\na 1\n',
    );
  });

  it('lets no body forge a scrape', async () => {
    const forged = '# SCRAPE 1 job=other instance=x\nspend 1e9\n# SCRAPE 2 job=other instance=x up=0 error=timeout\n';
    const read = await written('forged.log', [page(forged), page('b{x="é\n# SCRAPE 3 job=o instance=x"} 1\n')]);
    expect(read).toEqual([
      page('#  SCRAPE 1 job=other instance=x\nspend 1e9\n#  SCRAPE 2 job=other instance=x up=0 error=timeout\n'),
      page('b{x="é\n#  SCRAPE 3 job=o instance=x"} 1\n'),
    ]);
  });

  it('ends a body in a newline', async () => {
    expect(await written('newline.log', [page('a 1')])).toEqual([page('a 1\n')]);
  });

  it('keeps a log readable whose writer died', async () => {
    const path = join(folder, 'died.log.gz');
    const writer = new ScrapeLogWriter(path);
    for (const each of PAGES) await writer.accept(each);
    // What lies on the disk before the end is written.
    while (!existsSync(path) || readFileSync(path).length < 200) await new Promise((resolve) => setTimeout(resolve, 5));
    const read: Page[] = [];
    for await (const each of openScrapeLog(path)) read.push(each);
    expect(read.slice(0, PAGES.length)).toEqual(PAGES.slice(0, read.length));
    await writer.close();
  });

  it('rejects when the file cannot be written', async () => {
    const writer = new ScrapeLogWriter(join(folder, 'no', 'such', 'folder.log'));
    await expect(writer.close()).rejects.toThrow('ENOENT');
  });
});
