import { type Bytes, bytesOf, endsLine, HASH, LINE_FEED, nextLine, skipBlanks } from './bytes.ts';
import { readComment } from './comment.ts';
import { FamilyTypes } from './family-types.ts';
import { type Format, formatOf } from './format.ts';
import { hashBytes } from './hash.ts';
import {
  commentLine,
  DETACHED,
  END_COMMENT,
  LineMemory,
  PLAIN_COMMENT,
  REFUSED,
  type RememberedLine,
  TYPE_COMMENT,
} from './line-memory.ts';
import { readNumber } from './number.ts';
import { PageColumns } from './page-columns.ts';
import { SampleTail } from './sample-tail.ts';
import { type Admit, seriesHash } from './series.ts';
import { SeriesFinder } from './series-finder.ts';
import type { SeriesShare } from './series-limit.ts';
import { FULL, GONE, SeriesTable } from './series-table.ts';
import { SkippedLines } from './skipped-lines.ts';

/** Shared by all targets: it keeps nothing from one page to the next but texts. */
const FINDER = new SeriesFinder();
const NOTHING = bytesOf(new Uint8Array(0));

/**
 * Reads the lines of one target's pages in the lenient form. A line that repeats the last page's line at the same place costs one comparison and
 * a number; any other line is scanned, looked up by its hash, and only when it is new made into a series.
 */
export class LineReader {
  readonly table: SeriesTable;
  readonly columns = new PageColumns();
  readonly skipped = new SkippedLines();
  /** Samples of series beyond the maximum. */
  dropped = 0;
  /** Whether a line was skipped that might have held a sample. */
  partial = false;
  /** Whether `# EOF` has been read. */
  ended = false;
  readonly #admit: Admit | undefined;
  readonly #lines: LineMemory;
  readonly #types = new FamilyTypes();
  #format: Format = formatOf(undefined);
  #tail = new SampleTail(this.#format, false);
  #bytes: Bytes = NOTHING;
  #to = 0;
  #page = 0;
  /** Place in the last page's order where the next line is expected. */
  #cursor = 0;
  /** Whether this page has lines that the last one had not: from the first on its types are followed. */
  #changed = false;
  /** Whether this page has left the last page's order, rather than having new lines in the places of others: it then has its own. */
  #disturbed = false;
  /** Position after a new line, for which a known one was passed over. */
  #afterNew = -1;

  /** `seriesMaximum`: how many series the target may have at once; `share`: what all targets together may have. */
  constructor(seriesMaximum: number, admit: Admit | undefined, share: SeriesShare | undefined) {
    this.#admit = admit;
    this.table = new SeriesTable(seriesMaximum, share);
    // Every series once, and as many comments and other ways to write a series.
    this.#lines = new LineMemory(2 * seriesMaximum + 1024);
  }

  /** Begins a page. */
  begin(bytes: Bytes, to: number, format: Format): void {
    if (format.kind !== this.#format.kind) {
      this.#lines.clear();
      this.#tail = new SampleTail(format, false);
    }
    this.#format = format;
    this.#types.clear();
    this.#types.undeclared = format.kind === 'openmetrics' ? 'unknown' : 'untyped';
    this.#bytes = bytes;
    this.#to = to;
    this.#page += 1;
    this.#cursor = 0;
    this.#afterNew = -1;
    this.#changed = false;
    this.#disturbed = false;
    FINDER.clear();
    this.table.begin();
    this.#lines.detach(this.table.replaced);
    this.columns.clear();
    this.skipped.clear();
    this.ended = false;
    this.partial = false;
    this.dropped = 0;
  }

  /** Reads lines from `from` on, to the page's end or its `# EOF`; returns the position after them. */
  read(from: number): number {
    let at = from;
    while (at < this.#to && !this.ended) {
      at = this.#repeated(at);
      if (at < this.#to && !this.ended) at = this.#other(at);
    }
    return at;
  }

  /** Passes over the line at `from`, whatever it is: the page is then partial. */
  skip(from: number, reason: string): number {
    const next = nextLine(this.#bytes, from, this.#to);
    this.skipped.add(this.#bytes, from, next, reason);
    this.partial = true;
    return next;
  }

  /** Ends the page: its order is the next one's, and if it is complete, what it has not shown is forgotten. */
  finish(): void {
    const lines = this.#lines;
    if (!this.#disturbed && this.#cursor < lines.order.length) this.#disturb();
    if (this.#disturbed) lines.settle(!this.partial);
    else if (this.#changed) lines.keepOrder(!this.partial);
    lines.detach(this.table.replaced);
    if (!this.partial) this.table.sweep(this.#page, this.columns.count);
    this.#bytes = NOTHING;
    FINDER.clear();
  }

  /** Reads lines as long as they repeat the last page's in order; returns where they do not. */
  #repeated(from: number): number {
    const lines = this.#lines;
    let at = from;
    while (at < this.#to && this.#cursor < lines.order.length && !this.ended) {
      const line = lines.order.lines[this.#cursor] ?? 0;
      if (!lines.matches(line, this.#bytes, at, this.#to)) return at;
      const next = this.#meaning(line, at + (lines.length[line] ?? 0));
      if (next < 0) return at;
      at = next;
      this.#cursor += 1;
      if (this.#disturbed) lines.order.append(line);
    }
    return at;
  }

  /** Takes up what a remembered line means; returns the position after it, or -1 when it means it no longer. */
  #meaning(line: number, after: number): number {
    const target = this.#lines.target[line] ?? PLAIN_COMMENT;
    if (target >= 0)
      return this.#disturbed && !this.#lines.keepsType(line, this.#types) ? -1 : this.#sample(target, after);
    return target === DETACHED ? -1 : this.#repeatedOther(line, target, after);
  }

  /** A repeated comment, or a sample that was turned away. */
  #repeatedOther(line: number, target: number, after: number): number {
    if (target === REFUSED) return this.#refused(line, after);
    if (target === END_COMMENT) this.ended = true;
    if (target === TYPE_COMMENT && this.#changed) this.#lines.declareType(line, this.#types);
    return after;
  }

  #refused(line: number, after: number): number {
    if (this.#disturbed && !this.#lines.keepsType(line, this.#types)) return -1;
    this.columns.reserve();
    return this.#tail.read(this.#bytes, after, this.#to, this.columns.values, this.columns.count) ? this.#tail.end : -1;
  }

  /** Reads the sample of a series from its value on; returns the position after its line, or -1 if it is no sample. */
  #sample(series: number, from: number): number {
    const columns = this.columns;
    if (columns.count >= columns.values.length) columns.reserve();
    const end = readNumber(this.#bytes, from, this.#to, columns.values, columns.count);
    if (end >= 0 && this.#bytes[end] === LINE_FEED) return this.#record(series, Number.NaN) ? end + 1 : -1;
    if (!this.#tail.read(this.#bytes, from, this.#to, columns.values, columns.count)) return -1;
    return this.#record(series, this.#tail.timeMs) ? this.#tail.end : -1;
  }

  /** Counts the sample whose value stands in the next free slot, unless its series has one on this page; false if the series is gone. */
  #record(series: number, timeMs: number): boolean {
    const { columns, table } = this;
    const last = table.seen[series];
    if (last === this.#page) return true;
    if (last === GONE) return false;
    table.seen[series] = this.#page;
    columns.series[columns.count] = series;
    columns.count += 1;
    if (!Number.isNaN(timeMs)) columns.stamp(timeMs);
    return true;
  }

  /** Reads one line that does not stand where the last page had it; returns the position after it. */
  #other(from: number): number {
    if (!this.#changed) this.#lines.declareTypes(this.#cursor, this.#types);
    this.#changed = true;
    if (from === this.#afterNew && this.#isInsertion(from)) return from;
    const at = skipBlanks(this.#bytes, from, this.#to);
    if (endsLine(this.#bytes, at, this.#to)) return nextLine(this.#bytes, at, this.#to);
    return this.#bytes[at] === HASH ? this.#comment(from, at) : this.#seriesLine(from, at);
  }

  /** Whether the new lines before `from` were put in before a known line, rather than in its place. */
  #isInsertion(from: number): boolean {
    this.#afterNew = -1;
    const expected = this.#lines.order.passed(this.#cursor - 1);
    if (!this.#lines.matches(expected, this.#bytes, from, this.#to)) return false;
    if (!this.#disturbed) this.#disturb();
    this.#cursor -= 1;
    return true;
  }

  /** The page leaves the last page's order: from here on an order of its own is kept, and known lines may have other types. */
  #disturb(): void {
    this.#disturbed = true;
    this.#lines.order.begin(this.#cursor);
  }

  #comment(from: number, at: number): number {
    if (!this.#disturbed) this.#disturb();
    const next = nextLine(this.#bytes, at, this.#to);
    const whole = this.#bytes[next - 1] === LINE_FEED;
    const comment = readComment(this.#bytes, at, whole ? next - 1 : next, this.#format);
    if (comment.kind === 'bad') {
      this.skipped.add(this.#bytes, from, next, comment.reason);
      return next;
    }
    if (comment.kind === 'end') this.ended = true;
    if (comment.kind === 'type') this.#types.declare(comment.family, comment.type);
    if (whole) this.#rememberComment(from, next, commentLine(comment, hashBytes(this.#bytes, from, next)));
    return next;
  }

  #seriesLine(from: number, at: number): number {
    const bytes = this.#bytes;
    if (FINDER.guess(bytes, from, at, this.#to)) {
      const known = this.#lines.find(bytes, from, FINDER.valueAt, FINDER.hash);
      if (known >= 0 && this.#isCurrent(known)) return this.#knownLine(known);
      if (known < 0 && FINDER.knowsBlock()) return this.#newLine(known);
    }
    if (!FINDER.scan(bytes, from, at, this.#to)) return this.skip(from, FINDER.reason);
    const known = this.#lines.find(bytes, from, FINDER.valueAt, FINDER.hash);
    return known >= 0 && this.#isCurrent(known) ? this.#knownLine(known) : this.#newLine(known);
  }

  /** Whether the line still means what it did: its series has its type and has not been replaced. */
  #isCurrent(line: number): boolean {
    const target = this.#lines.target[line] ?? DETACHED;
    if (target === DETACHED || (target >= 0 && this.table.seen[target] === GONE)) return false;
    return this.#lines.keepsType(line, this.#types);
  }

  /** A remembered line at another place: the next lines are expected to follow it as they did. */
  #knownLine(line: number): number {
    if (!this.#disturbed) this.#disturb();
    const next = this.#meaning(line, FINDER.valueAt);
    if (next < 0) return this.skip(FINDER.from, this.#tail.reason);
    const position = this.#lines.order.positionOf(line);
    if (position >= 0) this.#cursor = position + 1;
    this.#lines.order.append(line);
    return next;
  }

  /** A line not seen before, or `known` with a new meaning. */
  #newLine(known: number): number {
    const { columns } = this;
    const { from, valueAt, hash } = FINDER;
    columns.reserve();
    if (!this.#tail.read(this.#bytes, valueAt, this.#to, columns.values, columns.count)) {
      return this.skip(from, this.#tail.reason);
    }
    const { end, timeMs } = this.#tail;
    const written = FINDER.read(this.#bytes, this.#types);
    const series = this.#admit === undefined ? written : this.#admit(written);
    const identity = series === undefined || series === written ? FINDER.seriesHash : seriesHash(series);
    const target = series === undefined ? REFUSED : this.table.intern(series, identity, this.#page);
    if (target === FULL) {
      this.dropped += 1;
      return end;
    }
    if (target >= 0) this.#record(target, timeMs);
    const line = { hash, target, name: written.name, type: written.type };
    // A series that stands on this page under another type already keeps that one, and this line is read anew each time.
    const isOther = target >= 0 && this.table.series[target]?.type !== series?.type;
    if (known >= 0 && !isOther) this.#lines.retarget(known, target, line.name, line.type);
    const isNew = known < 0 && !isOther && FINDER.isClosed(this.#bytes);
    const place = isNew ? this.#lines.add(this.#bytes, from, valueAt, line) : isOther ? -1 : known;
    const inPlace = isNew && place >= 0 && !this.#disturbed && this.#lines.replace(this.#cursor, place);
    if (!inPlace && !this.#disturbed) this.#disturb();
    if (!inPlace && place >= 0) this.#lines.order.append(place);
    if (this.#cursor < this.#lines.order.length) {
      this.#cursor += 1;
      this.#afterNew = end;
    }
    return end;
  }

  #rememberComment(from: number, to: number, line: RememberedLine): void {
    const lines = this.#lines;
    let place = lines.find(this.#bytes, from, to, line.hash);
    if (place < 0) place = lines.add(this.#bytes, from, to, line);
    else if (lines.order.positionOf(place) >= 0) this.#cursor = lines.order.positionOf(place) + 1;
    if (place >= 0) lines.order.append(place);
  }
}
