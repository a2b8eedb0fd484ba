import { createReadStream, fstatSync, type ReadStream, statSync } from 'node:fs';
import { pipeline, Readable } from 'node:stream';
import { constants, createGunzip } from 'node:zlib';
import { errorCode } from '../config/error-code.ts';
import type { BaselineRow } from '../core/model/baseline-row.ts';
import type { Page } from '../core/model/page.ts';
import { PageSplitter, ScrapeLogError } from './page-splitter.ts';
import { readPipe } from './read-pipe.ts';

/** Bytes read at once: larger chunks than the default save a third of the time of a long log. */
const CHUNK_BYTES = 1024 * 1024;

/** How to read a scrape log. */
export interface ScrapeLogOptions {
  /** A larger page becomes a failed one. */
  readonly bodyMaximumBytes: number;
  /** Gets the baselines that the log begins with, before the first page. */
  readonly onBaseline?: (row: BaselineRow) => void;
  /** Gets which share of a file, 0 to 1, has been read, before each page; of standard input nobody knows. */
  readonly onProgress?: (done: number) => void;
}

const DEFAULTS: ScrapeLogOptions = { bodyMaximumBytes: 50 * 1024 * 1024 };

/** Pages of a scrape log, in its order; `-` is standard input. Throws a `ScrapeLogError` when it cannot be read. */
export function openScrapeLog(path: string, options: ScrapeLogOptions = DEFAULTS): AsyncIterable<Page> {
  if (path === '-') return readScrapeLog(standardInput(), options);
  const file = createReadStream(path, { highWaterMark: CHUNK_BYTES });
  const bytes = statSync(path, { throwIfNoEntry: false })?.size ?? 0;
  const pages = readScrapeLog(file, options);
  return options.onProgress === undefined || bytes === 0 ? pages : watched(pages, file, bytes, options.onProgress);
}

/** A file is read in chunks larger than Node's own of 64 KiB, which takes a third of the time off; a pipe by a thread beside. */
function standardInput(): Readable {
  const fd = 0;
  if (fstatSync(fd).isFile()) return createReadStream('', { fd, autoClose: false, highWaterMark: CHUNK_BYTES });
  return Readable.from(readPipe(fd), { objectMode: false, highWaterMark: 0 });
}

async function* watched(
  pages: AsyncIterable<Page>,
  file: ReadStream,
  bytes: number,
  onProgress: (done: number) => void,
): AsyncIterable<Page> {
  for await (const page of pages) {
    onProgress(Math.min(1, file.bytesRead / bytes));
    yield page;
  }
}

/** Pages of a scrape log, plain or gzipped, in its order. A log whose end was cut off is read as far as it goes. */
export async function* readScrapeLog(input: Readable, options: ScrapeLogOptions = DEFAULTS): AsyncIterable<Page> {
  const splitter = new PageSplitter(options.bodyMaximumBytes, options.onBaseline);
  try {
    for await (const chunk of plainChunks(input)) yield* splitter.push(chunk);
  } catch (error) {
    if (error instanceof ScrapeLogError) throw error;
    const reason = error instanceof Error ? error.message : String(error);
    const remedy = /^E[A-Z]+$/.test(errorCode(error))
      ? 'check its path and permissions'
      : 'check that the file is whole';
    throw new ScrapeLogError(`the log cannot be read (${reason}); ${remedy}`, { cause: error });
  } finally {
    input.destroy();
  }
  yield* splitter.finish();
}

async function* plainChunks(input: Readable): AsyncIterable<Uint8Array> {
  const chunks: AsyncIterator<Uint8Array> = input[Symbol.asyncIterator]();
  const first = await firstBytes(chunks);
  const all = rest(first, chunks);
  if (first[0] !== 0x1f || first[1] !== 0x8b) {
    yield* all;
    return;
  }
  // With a sync flush at the end, a file that was cut off (a crash, a log still being written) gives what it holds.
  const gunzip = createGunzip({ chunkSize: CHUNK_BYTES, finishFlush: constants.Z_SYNC_FLUSH });
  pipeline(Readable.from(all), gunzip, () => undefined);
  yield* gunzip;
}

/** At least the two bytes that tell gzip from text, where there are as many. */
async function firstBytes(chunks: AsyncIterator<Uint8Array>): Promise<Uint8Array> {
  let first = Buffer.alloc(0);
  while (first.length < 2) {
    const { done, value } = await chunks.next();
    if (done === true) break;
    first = first.length === 0 ? Buffer.from(value) : Buffer.concat([first, value]);
  }
  return first;
}

async function* rest(first: Uint8Array, chunks: AsyncIterator<Uint8Array>): AsyncIterable<Uint8Array> {
  yield first;
  for (let next = await chunks.next(); next.done !== true; next = await chunks.next()) yield next.value;
}
