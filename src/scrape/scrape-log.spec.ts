import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { gzipSync } from 'node:zlib';
import type { Page } from '../core/model/page.ts';
import { openScrapeLog, readScrapeLog, type ScrapeLogOptions } from './scrape-log.ts';

const LOG = [
  '# SCRAPE 1722470400 job=vllm instance=10.0.0.1:8000 pod=llama-0\n',
  '# TYPE a counter\na 1\n',
  '# SCRAPE 1722470400.25 job=dcgm instance=10.0.0.2:9400\n',
  '# SCRAPE 1722470401 job=gw instance=10.0.0.3:4000 up=0 error=timeout\n',
  '# SCRAPE 1722470460 job=vllm instance=10.0.0.1:8000 pod=llama-0\n',
  'a 2\n',
].join('');

interface Read {
  readonly time: number;
  readonly target: string;
  readonly body?: string;
  readonly reason?: string;
  readonly type?: string;
}

function summary(page: Page): Read {
  const common = { time: page.timeMs, target: Object.values(page.target).join(' ') };
  if (!page.up) return { ...common, reason: page.reason };
  if ('written' in page) return common;
  const type = page.contentType === undefined ? {} : { type: page.contentType };
  return { ...common, body: Buffer.from(page.body).toString(), ...type };
}

async function read(log: string | Uint8Array, chunkBytes = 1 << 20, options?: ScrapeLogOptions): Promise<Read[]> {
  const bytes = Buffer.from(log);
  const chunks = Array.from({ length: Math.ceil(bytes.length / chunkBytes) }, (_, i) =>
    Buffer.from(bytes.subarray(i * chunkBytes, (i + 1) * chunkBytes)),
  );
  const pages: Read[] = [];
  for await (const page of readScrapeLog(Readable.from(chunks), options)) pages.push(summary(page));
  return pages;
}

const PAGES: Read[] = [
  { time: 1722470400000, target: 'vllm 10.0.0.1:8000 llama-0', body: '# TYPE a counter\na 1\n' },
  { time: 1722470400250, target: 'dcgm 10.0.0.2:9400', body: '' },
  { time: 1722470401000, target: 'gw 10.0.0.3:4000', reason: 'timeout' },
  { time: 1722470460000, target: 'vllm 10.0.0.1:8000 llama-0', body: 'a 2\n' },
];

describe('readScrapeLog', () => {
  it.each([1, 2, 3, 7, 10, 64, 1 << 20])('reads the same pages from chunks of %d bytes', async (chunkBytes) => {
    expect(await read(LOG, chunkBytes)).toEqual(PAGES);
  });

  it.each([1, 100, 1 << 20])('reads gzip in chunks of %d bytes', async (chunkBytes) => {
    expect(await read(gzipSync(LOG), chunkBytes)).toEqual(PAGES);
  });

  it('shares the labels of a target between its pages', async () => {
    const targets: unknown[] = [];
    for await (const page of readScrapeLog(Readable.from([Buffer.from(LOG)]))) targets.push(page.target);
    expect(targets[0]).toBe(targets[3]);
  });

  it('has no pages in an empty log', async () => {
    expect(await read('')).toEqual([]);
  });

  it('calls a last page without its newline truncated, for its last number may be cut', async () => {
    expect(await read(LOG.slice(0, -2))).toEqual([
      ...PAGES.slice(0, 3),
      { time: 1722470460000, target: 'vllm 10.0.0.1:8000 llama-0', reason: 'truncated' },
    ]);
  });

  it('reads a gzipped log that was cut off as far as it goes', async () => {
    const long = Array.from(
      { length: 500 },
      (_, i) => `# SCRAPE ${i} job=a instance=b\n${Math.sin(i)} ${Math.cos(i)}\n`,
    ).join('');
    const zipped = gzipSync(long);
    const pages = await read(zipped.subarray(0, zipped.length / 2), 512);
    expect(pages.length).toBeGreaterThan(100);
    expect(pages.slice(0, -1).every((page, i) => page.time === i * 1000 && page.body !== undefined)).toBe(true);
  });

  it('gives a page over the limit as a failed one, and goes on', async () => {
    const log = `# SCRAPE 1 job=a instance=b\n${'x'.repeat(5000)}\n# SCRAPE 2 job=a instance=b\nok 1\n`;
    for (const chunkBytes of [64, 100_000]) {
      expect(await read(log, chunkBytes, { bodyMaximumBytes: 1000 })).toEqual([
        { time: 1000, target: 'a b', reason: 'body_too_large' },
        { time: 2000, target: 'a b', body: 'ok 1\n' },
      ]);
    }
  });

  it('reads quoted values and the content type', async () => {
    const log =
      '# SCRAPE 1 job="my\\u0020job" instance=b up="0" __content_type__="application/openmetrics-text;\\u0020version=1.0.0"\n# EOF\n';
    expect(await read(log)).toEqual([
      { time: 1000, target: 'my job b 0', body: '# EOF\n', type: 'application/openmetrics-text; version=1.0.0' },
    ]);
  });

  it('takes an unknown reason for a failure as other', async () => {
    expect(await read('# SCRAPE 1 job=a instance=b up=0 error=gremlins\n')).toEqual([
      { time: 1000, target: 'a b', reason: 'other' },
    ]);
  });

  it.each([
    ['a 1\n', 'this is no scrape log: it begins with "a 1"'],
    ['# SCRAPE soon job=a instance=b\n', 'this is no scrape log: it begins with "# SCRAPE soon'],
    ['# SCRAPE 1 job=a\n', 'should be "# SCRAPE <unix seconds> job=<job> instance=<host:port> ..."'],
    [`${LOG}# SCRAPE broken\n`, `at byte ${LOG.length} of the log, a broken header: "# SCRAPE broken"`],
  ])('names the place of what is no header: %j', async (log, message) => {
    await expect(read(log)).rejects.toThrow(message);
  });

  it('says so when gzip is damaged', async () => {
    const zipped = gzipSync(LOG.repeat(100));
    zipped.fill(0xff, 30, 60);
    await expect(read(zipped)).rejects.toThrow('check that the file is whole');
  });

  it('tells which share of a file has been read, before each page', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'gauger-log-'));
    writeFileSync(join(folder, 'log'), LOG);
    const shares: number[] = [];
    const options = { bodyMaximumBytes: 1e6, onProgress: (done: number) => shares.push(done) };
    const read: Read[] = [];
    for await (const page of openScrapeLog(join(folder, 'log'), options)) read.push(summary(page));
    expect(read).toEqual(PAGES);
    expect(shares).toEqual([1, 1, 1, 1]);
    rmSync(folder, { recursive: true });
  });

  it('says so when there is no file', async () => {
    const pages = openScrapeLog('nowhere.log')[Symbol.asyncIterator]();
    await expect(pages.next()).rejects.toThrow(
      /^the log cannot be read \(.*ENOENT.*\); check its path and permissions$/,
    );
  });
});
