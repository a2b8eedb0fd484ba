import type { Labels } from '../model/labels.ts';
import { type Bytes, CLOSE_BRACE, LINE_FEED, OPEN_BRACE, SPACE, skipBlanks, TAB } from './bytes.ts';
import type { FamilyTypes } from './family-types.ts';
import { hashBytes } from './hash.ts';
import { LabelBlocks } from './label-blocks.ts';
import type { Series } from './series.ts';
import { SeriesReader } from './series-reader.ts';
import {
  plainNameEnd,
  SERIES_BYTES_MAXIMUM,
  SeriesScanner,
  TOKEN_FLAGS,
  TOKEN_FROM,
  TOKEN_TO,
} from './series-scanner.ts';

/** How far before the line's end a label block is looked for; a longer value or a timestamp costs a scan, no more. */
const VALUE_BYTES_USUAL = 48;

/**
 * Finds the series at the start of a line, by a guess where that is enough. A guess says where the series would end: if those bytes turn out to be
 * a remembered line, or end in a label block that this page has shown before, they need no scan, because equal bytes mean an equal series.
 */
export class SeriesFinder {
  /** Where the series, blanks before its name included, begins. */
  from = 0;
  /** Where the sample's value begins. */
  valueAt = 0;
  /** A hash of the bytes from `from` to the series' end, without the blanks that follow. */
  hash = 0;
  /** `seriesHash` of the last series that was read. */
  seriesHash = 0;
  readonly #scanner = new SeriesScanner(true);
  readonly #reader = new SeriesReader();
  readonly #blocks = new LabelBlocks();
  readonly #block = { from: 0, to: 0, hash: 0 };
  #bytes: Bytes | undefined;
  #nameAt = 0;
  /** The slot of a block that has been read before, -1 if this one has not. */
  #slot = -1;
  /** Whether the series is a plain name and a block. */
  #hasBlock = false;

  /** Why the last scan failed. */
  get reason(): string {
    return this.#scanner.reason;
  }

  /** Forgets the page. */
  clear(): void {
    this.#blocks.clear();
    this.#bytes = undefined;
  }

  /** Guesses where the series ends whose line begins at `from` and its name at `nameAt`; false when a guess is not possible. */
  guess(bytes: Bytes, from: number, nameAt: number, to: number): boolean {
    const blockAt = plainNameEnd(bytes, nameAt);
    if (blockAt < 0 || bytes[blockAt] !== OPEN_BRACE) return false;
    const lineEnd = bytes.indexOf(LINE_FEED, blockAt);
    const last = lineEnd < 0 || lineEnd > to ? to : lineEnd;
    let at = last - 1;
    const stop = Math.max(blockAt, last - VALUE_BYTES_USUAL);
    while (at > stop && bytes[at] !== CLOSE_BRACE) at -= 1;
    if (at === stop || at + 1 - from >= SERIES_BYTES_MAXIMUM) return false;
    this.#take(bytes, from, nameAt);
    this.#takeBlock(blockAt, at + 1);
    this.valueAt = skipBlanks(bytes, at + 1, to);
    return true;
  }

  /** Whether the guess is right because its block is one that this page has shown. */
  knowsBlock(): boolean {
    const { from, to, hash } = this.#block;
    this.#slot = this.#bytes === undefined ? -1 : this.#blocks.find(this.#bytes, from, to, hash);
    return this.#slot >= 0;
  }

  /** Scans the series; false, with a `reason`, when there is none. */
  scan(bytes: Bytes, from: number, nameAt: number, to: number): boolean {
    const scanner = this.#scanner;
    if (!scanner.scan(bytes, nameAt, to)) return false;
    this.#take(bytes, from, nameAt);
    this.valueAt = scanner.end;
    const nameTo = scanner.tokens[TOKEN_TO] ?? 0;
    if (bytes[nameAt] !== OPEN_BRACE && bytes[nameTo] === OPEN_BRACE) this.#takeBlock(nameTo, scanner.seriesEnd);
    else this.hash = hashBytes(bytes, from, scanner.seriesEnd);
    return true;
  }

  /** Whether the series ends in a blank or a brace: only then can no longer name begin with the same bytes, and it may be remembered. */
  isClosed(bytes: Bytes): boolean {
    const last = bytes[this.valueAt - 1];
    return last === SPACE || last === TAB || last === CLOSE_BRACE;
  }

  /** Reads the series that was found, by a scan or by a guess that was right. */
  read(bytes: Bytes, types: FamilyTypes): Series {
    const reader = this.#reader;
    const { tokens } = this.#scanner;
    const labels = this.#labels(bytes);
    const name =
      this.#slot >= 0
        ? reader.name(bytes, this.#nameAt, this.#block.from, 0)
        : reader.name(bytes, tokens[TOKEN_FROM] ?? 0, tokens[TOKEN_TO] ?? 0, tokens[TOKEN_FLAGS] ?? 0);
    this.seriesHash = (reader.nameHash + reader.labelsHash) | 0;
    return { name, labels, type: types.of(name) };
  }

  #labels(bytes: Bytes): Labels {
    const known = this.#slot >= 0 ? this.#blocks.labels[this.#slot] : undefined;
    if (known !== undefined) {
      this.#reader.labelsHash = this.#blocks.labelsHashes[this.#slot] ?? 0;
      return known;
    }
    const labels = this.#reader.labels(bytes, this.#scanner);
    if (this.#hasBlock) this.#blocks.keep(this.#block, labels, this.#reader.labelsHash);
    return labels;
  }

  #take(bytes: Bytes, from: number, nameAt: number): void {
    this.#bytes = bytes;
    this.from = from;
    this.#nameAt = nameAt;
    this.#slot = -1;
    this.#hasBlock = false;
  }

  #takeBlock(blockAt: number, end: number): void {
    const bytes = this.#bytes;
    if (bytes === undefined) return;
    this.#hasBlock = true;
    this.#block.from = blockAt;
    this.#block.to = end;
    this.#block.hash = hashBytes(bytes, blockAt, end);
    this.hash = Math.imul(hashBytes(bytes, this.from, blockAt), 31) ^ this.#block.hash;
  }
}
