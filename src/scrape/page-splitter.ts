import type { BaselineRow } from '../core/model/baseline-row.ts';
import type { Page } from '../core/model/page.ts';
import { BASELINE_START, readBaseline } from './baseline-line.ts';
import { HEADER_START, HeaderReader, type ScrapeHeader } from './scrape-log-header.ts';
import { readWritten, WRITTEN_TYPE } from './written-text.ts';

const HEADER = Buffer.from(HEADER_START);
const NEWLINE = 0x0a;
const BLOCK_BYTES = 4 * 1024 * 1024;
const HEADER_MAXIMUM_BYTES = 64 * 1024;

/** The input is no scrape log, or is damaged. The message names the place and what to do. */
export class ScrapeLogError extends Error {
  override readonly name = 'ScrapeLogError';
}

/**
 * Cuts the bytes of a scrape log into pages. A body is a view of the bytes, never text and never a copy of its own; a page larger than
 * the limit becomes a failed one (`body_too_large`) whose bytes are dropped as they come.
 */
export class PageSplitter {
  private readonly headers = new HeaderReader();
  private block = Buffer.alloc(0);
  /** The bytes from `start` to `end` are not given out yet. */
  private start = 0;
  private end = 0;
  /** The header of the page that is being read; undefined while at the start of a header line. */
  private header: ScrapeHeader | undefined;
  /** Everything before this was searched for the next header. */
  private searched = 0;
  private tooLarge = false;
  /** Bytes of the log before `start`: the place in error messages. */
  private offset = 0;

  constructor(
    private readonly bodyMaximumBytes: number,
    private readonly onBaseline: (row: BaselineRow) => void = () => {},
  ) {}

  /** The pages that are complete with this chunk. */
  *push(chunk: Uint8Array): Iterable<Page> {
    this.append(chunk);
    while (true) {
      if (this.header === undefined && !this.readHeader(false)) return;
      const page = this.readBody();
      if (page === undefined) return;
      yield page;
    }
  }

  /**
   * The last page, after the last chunk. Every body ends in a newline: one that does not was cut off, and what a cut number says
   * is not what the exporter said, so it is a failed page (`truncated`).
   */
  *finish(): Iterable<Page> {
    if (this.header === undefined && (this.start === this.end || !this.readHeader(true))) return;
    const cut = this.block[this.end - 1] !== NEWLINE;
    if (this.header !== undefined) yield this.page(this.header, this.end, cut);
  }

  private append(chunk: Uint8Array): void {
    const pending = this.end - this.start;
    if (this.end + chunk.length > this.block.length) {
      // Pages already given out still look at the old block: it is left alone, and freed with them.
      const grown = Buffer.allocUnsafeSlow(Math.max(BLOCK_BYTES, 2 * (pending + chunk.length)));
      this.block.copy(grown, 0, this.start, this.end);
      this.block = grown;
      this.searched = Math.max(0, this.searched - this.start);
      this.start = 0;
      this.end = pending;
    }
    this.block.set(chunk, this.end);
    this.end += chunk.length;
  }

  /** Reads the header line at `start`, and the baselines before it; false while it is not all there. */
  private readHeader(atEnd: boolean): boolean {
    while (this.start < this.end) {
      const found = this.block.subarray(0, this.end).indexOf(NEWLINE, this.start);
      const lineEnd = found < 0 ? this.end : found;
      if (found < 0 && !atEnd && lineEnd - this.start <= HEADER_MAXIMUM_BYTES) return false;
      const line = this.block.toString('utf8', this.start, Math.min(lineEnd, this.start + HEADER_MAXIMUM_BYTES));
      const baseline = line.startsWith(BASELINE_START) ? readBaseline(line) : undefined;
      if (baseline === undefined) {
        this.header = this.headers.read(line);
        if (this.header === undefined) throw new ScrapeLogError(this.complaint(line));
        this.advance(lineEnd);
        return true;
      }
      this.onBaseline(baseline);
      this.advance(Math.min(lineEnd + 1, this.end));
    }
    return false;
  }

  private complaint(line: string): string {
    const place =
      this.offset === 0
        ? 'this is no scrape log: it begins with'
        : `at byte ${this.offset} of the log, a broken header:`;
    const start = JSON.stringify(line.slice(0, 80));
    return `${place} ${start}, and should be "${HEADER_START}<unix seconds> job=<job> instance=<host:port> ..."; make a log with gauger record`;
  }

  /** The page whose header was read, once the next header is there. `start` is at the newline that ends the header line. */
  private readBody(): Page | undefined {
    const next = this.nextHeader();
    if (next >= 0) return this.header && this.page(this.header, next, false);
    this.searched = Math.max(this.start + 1, this.end - HEADER.length + 1);
    if (this.end - this.start > this.bodyMaximumBytes) {
      this.tooLarge = true;
      // The byte before stays: it tells whether a header begins a line.
      this.advance(this.searched - 1);
    }
    return undefined;
  }

  // The newline is not part of what is searched for: there is one in every line, and the search would stop at each.
  private nextHeader(): number {
    const bytes = this.block.subarray(0, this.end);
    let at = bytes.indexOf(HEADER, Math.max(this.start + 1, this.searched));
    while (at >= 0 && bytes[at - 1] !== NEWLINE) at = bytes.indexOf(HEADER, at + 1);
    return at;
  }

  private page(header: ScrapeHeader, bodyEnd: number, cut: boolean): Page {
    const { failure, ...scrape } = header;
    // The header's own newline is before the body, but for a log that ends with a header line.
    const body = this.block.subarray(Math.min(this.start + 1, bodyEnd), bodyEnd);
    const tooLarge = this.tooLarge || body.length > this.bodyMaximumBytes;
    this.advance(bodyEnd);
    this.header = undefined;
    this.tooLarge = false;
    const { target, timeMs } = scrape;
    if (failure !== undefined) return { target, timeMs, up: false, reason: failure };
    if (tooLarge) return { target, timeMs, up: false, reason: 'body_too_large' };
    if (cut) return { target, timeMs, up: false, reason: 'truncated' };
    return scrape.contentType === WRITTEN_TYPE
      ? { target, timeMs, up: true, written: readWritten(body) }
      : { ...scrape, up: true, body };
  }

  private advance(to: number): void {
    this.offset += to - this.start;
    this.start = to;
    this.searched = Math.max(this.searched, to);
  }
}
