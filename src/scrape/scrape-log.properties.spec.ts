import { Readable } from 'node:stream';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { ANY_CHARACTER } from '../../test/any-character.ts';
import { type Page, SCRAPE_FAILURES } from '../core/model/page.ts';
import { readScrapeLog } from './scrape-log.ts';
import { formatHeader, HeaderReader } from './scrape-log-header.ts';

const NAME = fc.stringMatching(/^[a-z][a-z0-9_]{0,8}$/);
const TARGET = fc
  .tuple(fc.dictionary(NAME, fc.string({ unit: ANY_CHARACTER })), fc.string({ unit: ANY_CHARACTER }), fc.string())
  .map(([others, job, instance]) => ({ ...others, job, instance }));
const TIME = fc.integer({ min: 0, max: 4_102_444_800_000 });
const FAILED = fc.record({
  target: TARGET,
  timeMs: TIME,
  up: fc.constant(false as const),
  reason: fc.constantFrom(...SCRAPE_FAILURES),
});
const GOOD = fc.record(
  {
    target: TARGET,
    timeMs: TIME,
    up: fc.constant(true as const),
    contentType: fc.string({ unit: ANY_CHARACTER }),
    body: fc.uint8Array({ maxLength: 40 }),
  },
  { requiredKeys: ['target', 'timeMs', 'up', 'body'] },
);

const OF_HEADERS = /(^|\n)# SCRAPE /;

const bodyOf = (page: Page) => ('body' in page ? page.body : Buffer.alloc(0));

/** A page as a log gives it back: its body ends in a newline. */
function logged(page: Page): Page {
  const body = Buffer.from(bodyOf(page));
  return 'body' in page
    ? { ...page, body: body.length === 0 || body.at(-1) === 10 ? body : Buffer.concat([body, Buffer.from('\n')]) }
    : page;
}

function log(pages: readonly Page[]): Buffer {
  return Buffer.concat(pages.flatMap((page) => [Buffer.from(`${formatHeader(page)}\n`), bodyOf(page)]));
}

describe('a header line', () => {
  it('says the same after it was read, whatever the labels hold, and splits at its spaces', () => {
    fc.assert(
      fc.property(fc.oneof(FAILED, GOOD), (page) => {
        const line = formatHeader(page);
        expect(line).not.toContain('\n');
        const { target, timeMs, contentType, failure } = new HeaderReader().read(line) ?? {};
        expect({ target, timeMs }).toEqual({ target: page.target, timeMs: page.timeMs });
        expect(failure).toBe(page.up ? undefined : page.reason);
        expect(contentType).toBe(page.up ? page.contentType : undefined);
        expect(
          line
            .split(' ')
            .slice(3)
            .every((field) => field.includes('=')),
        ).toBe(true);
      }),
    );
  });
});

describe('a log', () => {
  it('gives the same pages, however its bytes arrive', async () => {
    const pages = fc.array(fc.oneof(FAILED, GOOD), { maxLength: 6 }).map((all) => all.map(logged));
    await fc.assert(
      fc.asyncProperty(pages, fc.integer({ min: 1, max: 60 }), fc.boolean(), async (written, chunkBytes, zipped) => {
        fc.pre(written.every((page) => !OF_HEADERS.test(Buffer.from(bodyOf(page)).toString('latin1'))));
        const bytes = zipped ? gzipSync(log(written)) : log(written);
        const chunks: Buffer[] = [];
        for (let at = 0; at < bytes.length; at += chunkBytes)
          chunks.push(Buffer.from(bytes.subarray(at, at + chunkBytes)));
        const read: Page[] = [];
        for await (const page of readScrapeLog(Readable.from(chunks)))
          read.push('body' in page ? { ...page, body: Buffer.from(page.body) } : page);
        expect(read).toEqual(written);
      }),
      { numRuns: 40 },
    );
  });
});
