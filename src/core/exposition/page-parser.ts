import {
  type Bytes,
  bytesOf,
  CARRIAGE_RETURN,
  CLOSE_BRACE,
  HASH,
  LINE_FEED,
  nextLine,
  SPACE,
  skipBlanks,
  TAB,
} from './bytes.ts';
import { readComment } from './comment.ts';
import { FamilyTypes } from './family-types.ts';
import { type Format, formatOf } from './format.ts';
import { hashBytes } from './hash.ts';
import {
  DETACHED,
  END_COMMENT,
  LineMemory,
  PLAIN_COMMENT,
  REFUSED,
  type RememberedLine,
  TYPE_COMMENT,
} from './line-memory.ts';
import { readNumber } from './number.ts';
import { PageColumns, type ParsedPage } from './page-columns.ts';
import { SampleTail } from './sample-tail.ts';
import { type Series, seriesHash } from './series.ts';
import { SeriesReader } from './series-reader.ts';
import { SeriesScanner } from './series-scanner.ts';
import { FULL, GONE, SeriesTable } from './series-table.ts';
import { SkippedLines } from './skipped-lines.ts';
import { judge } from './strict/judge.ts';

/** Series of one target that are read unless the options say otherwise; the largest real pages known have a tenth of it. */
export const SERIES_MAXIMUM = 500_000;

/** Shared by all parsers: they keep nothing that the next line needs. */
const SCANNER = new SeriesScanner(true);
const READER = new SeriesReader();
const NOTHING = bytesOf(new Uint8Array(0));

export type { MetricType } from './metric-type.ts';
export type { ParsedPage } from './page-columns.ts';
export type { Series } from './series.ts';
export type { SkippedLine } from './skipped-lines.ts';

/** Bounds of one target's pages. */
export interface PageLimits {
  /** Beyond it the target's newest series are dropped and counted. */
  readonly seriesMaximum?: number;
}

export interface ParserOptions extends PageLimits {
  /** Lenient (the default): a bad line is skipped and counted. Strict: one bad line rejects the page. */
  readonly level?: 'lenient' | 'strict';
  /** Called once for each new series: relabelling and target labels happen here; undefined turns the series away. */
  readonly admit?: (series: Series) => Series | undefined;
}

/**
 * Reads the pages of one target. It remembers the lines of the last page: where the next page repeats a line but for its value, the line's
 * bytes are compared and only the number is read; what is remembered never changes the result. Of a series that a page shows twice, the first
 * sample counts, as in Prometheus.
 *
 * A series that a complete page no longer shows is reported in that page's `removed`; `series` still holds it until the next `parse`, which
 * frees its index. A partial page removes nothing, save a series that it shows under another type (which is then also added anew).
 */
export class PageParser {
  readonly #admit: ((series: Series) => Series | undefined) | undefined;
  readonly #isStrict: boolean;
  readonly #table: SeriesTable;
  readonly #lines: LineMemory;
  readonly #columns = new PageColumns();
  readonly #skipped = new SkippedLines();
  readonly #types = new FamilyTypes();
  #format: Format = formatOf(undefined);
  #tail: SampleTail;
  #bytes: Bytes = NOTHING;
  #to = 0;
  #lineHash = 0;
  #page = 0;
  /** Place in the last page's order where the next line is expected. */
  #cursor = 0;
  /** Whether this page has left the last page's order. */
  #disturbed = false;
  /** Position after a new line, for which a known one was passed over. */
  #afterNew = -1;
  #ended = false;
  #dropped = 0;
  #partial = false;

  constructor(options: ParserOptions = {}) {
    const seriesMaximum = options.seriesMaximum ?? SERIES_MAXIMUM;
    this.#isStrict = options.level === 'strict';
    this.#admit = options.admit;
    this.#table = new SeriesTable(seriesMaximum);
    this.#lines = new LineMemory(2 * seriesMaximum + 1024);
    this.#tail = new SampleTail(this.#format, false);
  }

  /** The target's series by local index; undefined where an index is free. */
  get series(): readonly (Series | undefined)[] {
    return this.#table.series;
  }

  /** Reads one page. The result's columns and lists are valid until the next call. */
  parse(body: Uint8Array, contentType?: string): ParsedPage {
    this.#begin(body, contentType);
    const verdict = this.#isStrict ? judge(this.#bytes, this.#to, this.#format) : undefined;
    if (verdict?.ok === false) {
      this.#partial = true;
      return this.#result(verdict.reason);
    }
    this.#to = verdict?.end ?? this.#to;
    let at = this.#afterByteOrderMark();
    while (at < this.#to && !this.#ended) {
      at = this.#repeated(at);
      if (at < this.#to && !this.#ended) at = this.#other(at);
    }
    this.#end(at);
    return this.#result();
  }

  #begin(body: Uint8Array, contentType: string | undefined): void {
    const format = formatOf(contentType);
    if (format.kind !== this.#format.kind) {
      this.#lines.clear();
      this.#tail = new SampleTail(format, false);
    }
    this.#format = format;
    this.#types.clear();
    this.#types.undeclared = format.kind === 'openmetrics' ? 'unknown' : 'untyped';
    this.#bytes = bytesOf(body);
    this.#to = body.length;
    this.#page += 1;
    this.#table.begin();
    this.#columns.clear();
    this.#skipped.clear();
    this.#cursor = 0;
    this.#afterNew = -1;
    this.#disturbed = false;
    this.#ended = false;
    this.#partial = false;
    this.#dropped = 0;
  }

  #afterByteOrderMark(): number {
    const bytes = this.#bytes;
    return bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? 3 : 0;
  }

  /** Reads lines as long as they repeat the last page's in order; returns where they do not. */
  #repeated(from: number): number {
    const lines = this.#lines;
    let at = from;
    while (at < this.#to && this.#cursor < lines.orderLength && !this.#ended) {
      const line = lines.order[this.#cursor] ?? 0;
      if (!lines.matches(line, this.#bytes, at, this.#to)) return at;
      const next = this.#meaning(line, at + (lines.length[line] ?? 0));
      if (next < 0) return at;
      at = next;
      this.#cursor += 1;
      if (this.#disturbed) lines.append(line, this.#page);
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

  /** A repeated line that is no sample, or one that was turned away. */
  #repeatedOther(line: number, target: number, after: number): number {
    if (target === REFUSED) {
      if (this.#disturbed && !this.#lines.keepsType(line, this.#types)) return -1;
      this.#columns.reserve();
      return this.#tail.read(this.#bytes, after, this.#to, this.#columns.values, this.#columns.count)
        ? this.#tail.end
        : -1;
    }
    if (target === END_COMMENT) this.#ended = true;
    if (target === TYPE_COMMENT && this.#disturbed) {
      this.#types.declare(this.#lines.nameOf(line), this.#lines.typeOf(line));
    }
    return after;
  }

  /** Whether the line's series was replaced by one of another type. */
  #isGone(line: number): boolean {
    const target = this.#lines.target[line] ?? DETACHED;
    return target === DETACHED || (target >= 0 && this.#table.seen[target] === GONE);
  }

  /** Reads the sample of a series from its value on; returns the position after its line, or -1 if it is no sample. */
  #sample(series: number, from: number): number {
    const columns = this.#columns;
    if (columns.count >= columns.values.length) columns.reserve();
    let end = readNumber(this.#bytes, from, this.#to, columns.values, columns.count);
    let timeMs = Number.NaN;
    if (end >= 0 && this.#bytes[end] === LINE_FEED) {
      end += 1;
    } else {
      if (!this.#tail.read(this.#bytes, from, this.#to, columns.values, columns.count)) return -1;
      end = this.#tail.end;
      timeMs = this.#tail.timeMs;
    }
    const seen = this.#table.seen;
    const last = seen[series];
    if (last === this.#page) return end;
    if (last === GONE) return -1;
    seen[series] = this.#page;
    columns.series[columns.count] = series;
    columns.count += 1;
    if (!Number.isNaN(timeMs)) columns.stamp(timeMs);
    return end;
  }

  /** Reads one line that does not stand where the last page had it; returns the position after it. */
  #other(from: number): number {
    if (!this.#disturbed) this.#disturb();
    if (from === this.#afterNew && this.#isInsertion(from)) return from;
    const at = skipBlanks(this.#bytes, from, this.#to);
    const byte = at < this.#to ? this.#bytes[at] : LINE_FEED;
    if (byte === LINE_FEED || (byte === CARRIAGE_RETURN && (this.#bytes[at + 1] ?? LINE_FEED) === LINE_FEED)) {
      return nextLine(this.#bytes, at, this.#to);
    }
    return byte === HASH ? this.#comment(from, at) : this.#seriesLine(from, at);
  }

  /** Whether the new lines before `from` were put in before a known line, rather than in its place. */
  #isInsertion(from: number): boolean {
    this.#afterNew = -1;
    const expected = this.#lines.order[this.#cursor - 1] ?? -1;
    if (this.#cursor === 0 || !this.#lines.matches(expected, this.#bytes, from, this.#to)) return false;
    this.#cursor -= 1;
    return true;
  }

  /** The page leaves the last page's order: from here on an order of its own is kept, and types are followed. */
  #disturb(): void {
    this.#disturbed = true;
    const lines = this.#lines;
    lines.reorder(this.#cursor, this.#page);
    for (let place = 0; place < this.#cursor; place += 1) {
      const line = lines.order[place] ?? 0;
      if (lines.target[line] === TYPE_COMMENT) this.#types.declare(lines.nameOf(line), lines.typeOf(line));
    }
  }

  #comment(from: number, at: number): number {
    const next = nextLine(this.#bytes, at, this.#to);
    const whole = this.#bytes[next - 1] === LINE_FEED;
    const comment = readComment(this.#bytes, at, whole ? next - 1 : next, this.#format);
    if (comment.kind === 'bad') {
      this.#skipped.add(this.#bytes, from, next, comment.reason);
      return next;
    }
    if (comment.kind === 'end') this.#ended = true;
    if (comment.kind === 'type') this.#types.declare(comment.family, comment.type);
    const target = comment.kind === 'end' ? END_COMMENT : comment.kind === 'type' ? TYPE_COMMENT : PLAIN_COMMENT;
    const name = comment.kind === 'type' ? comment.family : '';
    const type = comment.kind === 'type' ? comment.type : 'untyped';
    if (whole) this.#remember(from, next, { hash: hashBytes(this.#bytes, from, next), target, name, type });
    return next;
  }

  #seriesLine(from: number, at: number): number {
    if (!SCANNER.scan(this.#bytes, at, this.#to)) return this.#skip(from, SCANNER.reason);
    const valueAt = SCANNER.end;
    this.#lineHash = hashBytes(this.#bytes, from, valueAt);
    const known = this.#lines.find(this.#bytes, from, valueAt, this.#lineHash);
    if (known >= 0 && this.#lines.keepsType(known, this.#types) && !this.#isGone(known))
      return this.#knownLine(known, from, valueAt);
    return this.#newLine(known, from, valueAt);
  }

  /** A remembered line at another place: the next lines are expected to follow it as they did. */
  #knownLine(line: number, from: number, valueAt: number): number {
    const next = this.#meaning(line, valueAt);
    if (next < 0) return this.#skip(from, this.#tail.reason);
    const position = this.#lines.positionOf(line);
    if (position >= 0) this.#cursor = position + 1;
    this.#lines.append(line, this.#page);
    return next;
  }

  #newLine(known: number, from: number, valueAt: number): number {
    const columns = this.#columns;
    columns.reserve();
    if (!this.#tail.read(this.#bytes, valueAt, this.#to, columns.values, columns.count)) {
      return this.#skip(from, this.#tail.reason);
    }
    const end = this.#tail.end;
    const written = READER.read(this.#bytes, SCANNER, this.#types);
    const series = this.#admit === undefined ? written : this.#admit(written);
    const target = series === undefined ? REFUSED : this.#intern(series, series === written);
    if (target === FULL) {
      this.#dropped += 1;
      return end;
    }
    if (target >= 0) this.#sample(target, valueAt);
    // The series stands on this page under another type already, and the first one counts: nothing to remember.
    if (target >= 0 && this.#table.series[target]?.type !== series?.type) return end;
    const line = { hash: this.#lineHash, target, name: written.name, type: written.type };
    if (known >= 0) {
      this.#lines.retarget(known, target, line.name, line.type);
      this.#lines.append(known, this.#page);
    } else if (isClosed(this.#bytes, valueAt)) this.#remember(from, valueAt, line);
    if (this.#cursor < this.#lines.orderLength) {
      this.#cursor += 1;
      this.#afterNew = end;
    }
    return end;
  }

  #intern(series: Series, asScanned: boolean): number {
    const hash = asScanned ? READER.hash : seriesHash(series);
    return this.#table.intern(series, hash, this.#page);
  }

  #remember(from: number, to: number, line: RememberedLine): void {
    const lines = this.#lines;
    let place = lines.find(this.#bytes, from, to, line.hash);
    if (place < 0) place = lines.add(this.#bytes, from, to, line);
    else if (lines.positionOf(place) >= 0) this.#cursor = lines.positionOf(place) + 1;
    if (place >= 0) lines.append(place, this.#page);
  }

  /** Passes over the line at `from`, whatever it is. */
  #skip(from: number, reason: string): number {
    const next = nextLine(this.#bytes, from, this.#to);
    this.#skipped.add(this.#bytes, from, next, reason);
    this.#partial = true;
    return next;
  }

  #end(at: number): void {
    if (this.#format.kind === 'openmetrics') {
      if (!this.#ended) this.#skip(at, 'the page does not end with # EOF');
      else if (at < this.#to) this.#skip(at, 'data after # EOF');
    }
    const lines = this.#lines;
    if (!this.#disturbed && this.#cursor < lines.orderLength) this.#disturb();
    if (this.#disturbed) lines.settle(this.#page, !this.#partial);
    lines.detach(this.#table.replaced);
    if (!this.#partial) this.#table.sweep(this.#page, this.#columns.count);
    this.#bytes = NOTHING;
  }

  #result(error?: string): ParsedPage {
    const { count, series, values, timesMs } = this.#columns;
    return {
      count,
      series,
      values,
      timesMs,
      added: this.#table.added,
      removed: this.#table.removed,
      skipped: this.#skipped.described,
      skippedCount: this.#skipped.count,
      droppedCount: this.#dropped,
      partial: this.#partial,
      ...(error === undefined ? {} : { error }),
    };
  }
}

/** A prefix that ends in a blank or a brace cannot go on as a longer name; only such a one may be remembered. */
function isClosed(bytes: Bytes, end: number): boolean {
  const last = bytes[end - 1];
  return last === SPACE || last === TAB || last === CLOSE_BRACE;
}
