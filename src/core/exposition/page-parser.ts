import { bytesOf } from './bytes.ts';
import { formatOf } from './format.ts';
import { LineReader } from './line-reader.ts';
import type { ParsedPage } from './page-columns.ts';
import type { Admit, Series } from './series.ts';
import type { SeriesShare } from './series-limit.ts';
import { judge } from './strict/judge.ts';

/** Series of one target that are read unless the options say otherwise; the largest real pages known have a tenth of it. */
export const SERIES_MAXIMUM = 500_000;

export type { MetricType } from './metric-type.ts';
export type { ParsedPage } from './page-columns.ts';
export type { Series } from './series.ts';
export type { SkippedLine } from './skipped-lines.ts';

/** Bounds of one target's pages. */
export interface PageLimits {
  /** Beyond it the target's newest series are dropped and counted. */
  readonly seriesMaximum?: number;
}

/** How a parser takes pages, and the series in them. */
export interface ParserOptions extends PageLimits {
  /** Lenient (the default): a bad line is skipped and counted. Strict: one bad line rejects the page. */
  readonly level?: 'lenient' | 'strict';
  /** Called once for each new series: relabelling and target labels happen here; undefined turns the series away. */
  readonly admit?: Admit;
  /** The target's share of the series of all targets; absent: no such limit. */
  readonly share?: SeriesShare;
}

/**
 * Reads the pages of one target. It remembers the lines of the last page: where the next page repeats a line but for its value, the line's
 * bytes are compared and only the number is read; what is remembered never changes the result. Of a series that a page shows twice, the first
 * sample counts, as in Prometheus.
 *
 * A series that a complete page no longer shows is reported in that page's `removed`; `series` still holds it until the next `parse`, which
 * frees its index. A partial page removes nothing, save a series that it shows under another type (which is then also added anew), and
 * those given up for other targets.
 */
export class PageParser {
  readonly #isStrict: boolean;
  readonly #reader: LineReader;

  constructor(options: ParserOptions = {}) {
    this.#isStrict = options.level === 'strict';
    this.#reader = new LineReader(options.seriesMaximum ?? SERIES_MAXIMUM, options.admit, options.share);
  }

  /** The target's series by local index; undefined where an index is free. */
  get series(): readonly (Series | undefined)[] {
    return this.#reader.table.series;
  }

  /** Reads one page. The result's columns and lists are valid until the next call. */
  parse(body: Uint8Array, contentType?: string): ParsedPage {
    const reader = this.#reader;
    const bytes = bytesOf(body);
    const format = formatOf(contentType);
    const verdict = this.#isStrict ? judge(bytes, bytes.length, format) : undefined;
    reader.begin(bytes, verdict?.ok === true ? verdict.end : bytes.length, format);
    if (verdict?.ok === false) {
      reader.partial = true;
      return { ...this.#result(), error: verdict.reason };
    }
    const at = reader.read(hasByteOrderMark(bytes) ? 3 : 0);
    if (format.kind === 'openmetrics' && !reader.ended) reader.skip(at, 'the page does not end with # EOF');
    else if (at < bytes.length && verdict === undefined) reader.skip(at, 'data after # EOF');
    reader.finish();
    return this.#result();
  }

  #result(): ParsedPage {
    const { columns, table, skipped, dropped, partial } = this.#reader;
    return {
      count: columns.count,
      series: columns.series,
      values: columns.values,
      timesMs: columns.timesMs,
      added: table.added,
      removed: table.removed,
      skipped: skipped.described,
      skippedCount: skipped.count,
      droppedCount: dropped,
      partial,
    };
  }
}

/** UTF-8's mark at the start of a page, which some Windows exporters write. */
function hasByteOrderMark(bytes: Uint8Array): boolean {
  return bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf;
}
