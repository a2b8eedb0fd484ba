import { type Bytes, LINE_FEED } from './bytes.ts';

/** How many skipped lines of a page are described; all are counted. */
export const DESCRIBED_MAXIMUM = 20;
const TEXT_BYTES_MAXIMUM = 120;

/** One line that was not understood. */
export interface SkippedLine {
  /** Counted from 1. */
  readonly line: number;
  readonly reason: string;
  /** The line's beginning. */
  readonly text: string;
}

/** The skipped lines of one page. */
export class SkippedLines {
  readonly described: SkippedLine[] = [];
  count = 0;
  #line = 1;
  #counted = 0;

  clear(): void {
    this.described.length = 0;
    this.count = 0;
    this.#line = 1;
    this.#counted = 0;
  }

  /** Adds the line that begins at `from` and ends before `to`; lines come in the page's order. */
  add(bytes: Bytes, from: number, to: number, reason: string): void {
    this.count += 1;
    if (this.described.length === DESCRIBED_MAXIMUM) return;
    for (
      let at = bytes.indexOf(LINE_FEED, this.#counted);
      at >= 0 && at < from;
      at = bytes.indexOf(LINE_FEED, at + 1)
    ) {
      this.#line += 1;
      this.#counted = at + 1;
    }
    const text = bytes.utf8Slice(from, Math.min(to, from + TEXT_BYTES_MAXIMUM)).replace(/[\r\n]+$/, '');
    this.described.push({ line: this.#line, reason, text });
  }
}
