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
import { isText } from './string-pool.ts';

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
  /** The last plain name that was read: most lines have the name of the line before. */
  #lastName = '';
  #lastNameHash = 0;
  /** Whether the series has that name. */
  #hasLastName = false;
  /** The series' block, if this page has shown it before, else -1. */
  #known = -1;
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
    const isLastName = this.#isLastName(bytes, nameAt);
    const blockAt = isLastName ? nameAt + this.#lastName.length : plainNameEnd(bytes, nameAt);
    if (blockAt < 0 || bytes[blockAt] !== OPEN_BRACE) return false;
    const known = this.#blocks.expected(bytes, blockAt, to);
    const end = known >= 0 ? blockAt + this.#blocks.lengthOf(known) : blockEnd(bytes, blockAt, to);
    if (end < 0) return false;
    this.valueAt = skipBlanks(bytes, end, to);
    if (this.valueAt - from >= SERIES_BYTES_MAXIMUM) return false;
    this.#take(bytes, from, nameAt);
    this.#hasLastName = isLastName;
    this.#known = known;
    this.#takeBlock(blockAt, end);
    return true;
  }

  /** Whether the guess is right because its block is one that this page has shown. */
  knowsBlock(): boolean {
    const { from, to, hash } = this.#block;
    if (this.#known < 0 && this.#bytes !== undefined) this.#known = this.#blocks.find(this.#bytes, from, to, hash);
    return this.#known >= 0;
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
    const labels = this.#labels(bytes);
    const name = this.#name(bytes);
    this.seriesHash = (this.#reader.nameHash + this.#reader.labelsHash) | 0;
    return { name, labels, type: types.of(name) };
  }

  #name(bytes: Bytes): string {
    const reader = this.#reader;
    if (this.#hasLastName) {
      reader.nameHash = this.#lastNameHash;
      return this.#lastName;
    }
    const { tokens } = this.#scanner;
    if (this.#known < 0 && !this.#hasBlock) {
      return reader.name(bytes, tokens[TOKEN_FROM] ?? 0, tokens[TOKEN_TO] ?? 0, tokens[TOKEN_FLAGS] ?? 0);
    }
    this.#lastName = reader.name(bytes, this.#nameAt, this.#block.from, 0);
    this.#lastNameHash = reader.nameHash;
    return this.#lastName;
  }

  #labels(bytes: Bytes): Labels {
    const blocks = this.#blocks;
    const known = this.#known >= 0 ? blocks.labels[this.#known] : undefined;
    if (known !== undefined) {
      this.#reader.labelsHash = blocks.labelsHashes[this.#known] ?? 0;
      blocks.follow(this.#known);
      return known;
    }
    const labels = this.#reader.labels(bytes, this.#scanner);
    if (this.#hasBlock) blocks.follow(blocks.keep(this.#block, labels, this.#reader.labelsHash));
    return labels;
  }

  /** Whether the last plain name and a block begin at `at`. */
  #isLastName(bytes: Bytes, at: number): boolean {
    const name = this.#lastName;
    return name !== '' && bytes[at + name.length] === OPEN_BRACE && isText(name, bytes, at, at + name.length);
  }

  #take(bytes: Bytes, from: number, nameAt: number): void {
    this.#bytes = bytes;
    this.from = from;
    this.#nameAt = nameAt;
    this.#known = -1;
    this.#hasLastName = false;
    this.#hasBlock = false;
  }

  #takeBlock(blockAt: number, end: number): void {
    const bytes = this.#bytes;
    if (bytes === undefined) return;
    this.#hasBlock = true;
    this.#block.from = blockAt;
    this.#block.to = end;
    this.#block.hash = this.#known >= 0 ? (this.#blocks.hashes[this.#known] ?? 0) : hashBytes(bytes, blockAt, end);
    const isKnownName = this.#hasLastName && this.from === this.#nameAt;
    const nameHash = isKnownName ? this.#lastNameHash : hashBytes(bytes, this.from, blockAt);
    this.hash = Math.imul(nameHash, 31) ^ this.#block.hash;
  }
}

/** Where the block that begins at `from` ends if the last brace before the value closes it, -1 if there is none. */
function blockEnd(bytes: Bytes, from: number, to: number): number {
  const lineEnd = bytes.indexOf(LINE_FEED, from);
  const last = lineEnd < 0 || lineEnd > to ? to : lineEnd;
  const stop = Math.max(from, last - VALUE_BYTES_USUAL);
  let at = last - 1;
  while (at > stop && bytes[at] !== CLOSE_BRACE) at -= 1;
  return at <= stop ? -1 : at + 1;
}
