import { createWriteStream } from 'node:fs';
import { PassThrough } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { constants, createGzip, type Gzip } from 'node:zlib';
import type { Page } from '../core/model/page.ts';
import type { PageSink } from './page-sink.ts';
import { formatHeader, HEADER_START } from './scrape-log-header.ts';
import { formatWritten } from './written-text.ts';

const NEWLINE = Buffer.from('\n');
const NOTHING = new Uint8Array(0);

/**
 * Writes pages to a scrape log, gzipped when the path ends in `.gz`. Each page is flushed, so that a log whose writer died is readable
 * to its last whole page.
 *
 * A body cannot forge a scrape: its lines that begin like a header, which are comments to a parser, get a second space
 * (`#  SCRAPE `). That, and a newline at the end of a body without one, is all that is changed.
 */
export class ScrapeLogWriter implements PageSink {
  private readonly input: Gzip | PassThrough;
  private readonly written: Promise<void>;
  private failure: unknown;

  constructor(path: string) {
    this.input = path.endsWith('.gz') ? createGzip() : new PassThrough();
    this.written = pipeline(this.input, createWriteStream(path));
    this.written.catch((error: unknown) => {
      this.failure = error;
    });
  }

  /** Writes what was learnt before the log, as `formatBaseline` wrote it, a newline after each; call it before the first page. */
  async writeBaselines(lines: AsyncIterable<Uint8Array> | Iterable<string>): Promise<void> {
    for await (const piece of lines) await this.write(piece);
  }

  /** Resolves when there is room for the next page; rejects when the file cannot be written. */
  async accept(page: Page): Promise<void> {
    if (this.failure !== undefined) throw this.failure;
    const parts: Uint8Array[] = [Buffer.from(`${formatHeader(page)}\n`)];
    const body = bodyOf(page);
    if (body.length > 0) {
      parts.push(withoutHeaders(body));
      if (body[body.length - 1] !== NEWLINE[0]) parts.push(NEWLINE);
    }
    await this.write(Buffer.concat(parts));
    if (!(this.input instanceof PassThrough)) this.input.flush(constants.Z_SYNC_FLUSH);
  }

  private async write(bytes: Uint8Array | string): Promise<void> {
    const room = this.input.write(bytes);
    if (!room) await Promise.race([new Promise((resolve) => this.input.once('drain', resolve)), this.written]);
  }

  /** Ends the log; rejects when it could not be written. */
  async close(): Promise<void> {
    this.input.end();
    await this.written;
  }
}

function bodyOf(page: Page): Uint8Array {
  if (!page.up) return NOTHING;
  return 'written' in page ? formatWritten(page.written) : page.body;
}

function withoutHeaders(body: Uint8Array): Uint8Array {
  const bytes = Buffer.from(body.buffer, body.byteOffset, body.byteLength);
  if (!bytes.includes(HEADER_START)) return bytes;
  // Latin 1 keeps every byte as it is, whatever the body's encoding.
  return Buffer.from(bytes.toString('latin1').replaceAll(/(^|\n)# SCRAPE /g, '$1#  SCRAPE '), 'latin1');
}
