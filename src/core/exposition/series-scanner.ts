import {
  BACKSLASH,
  type Bytes,
  CLOSE_BRACE,
  COMMA,
  EQUALS,
  LINE_FEED,
  OPEN_BRACE,
  QUOTE,
  skipBlanks,
} from './bytes.ts';
import { isUtf8 } from './utf8.ts';

/** Bounds of one series; what is beyond them is skipped and counted. Real exporters stay far below. */
export const LABELS_MAXIMUM = 256;
/** Bytes of a metric’s or a label’s name. */
export const NAME_BYTES_MAXIMUM = 4_096;
/** Bytes of a label’s value. */
export const VALUE_BYTES_MAXIMUM = 262_144;
/** Bytes of a series: name, labels and their values. */
export const SERIES_BYTES_MAXIMUM = 1_048_576;

/** A token has bytes above 127, or escapes: it takes more than one character a byte to read. */
export const WIDE = 1;
/** A token has escapes, which are taken out before it is read. */
export const ESCAPED = 2;

/** Columns of one token; a label is its name's columns, then its value's. */
export const TOKEN_FROM = 0;
export const TOKEN_TO = 1;
export const TOKEN_FLAGS = 2;
export const TOKEN_COLUMNS = 3;

const FAILED = -1;
const RESERVED_NAME = '__name__';

const LABEL_NAME = 1;
const METRIC_NAME = 2;
const ORDINARY_TEXT = 4;
const COLON = 58;
/** What a byte may be part of: names without quotes, and text in which it stands for itself. */
const CLASSES = Uint8Array.from({ length: 256 }, (_, byte) => {
  const isLetter = (byte >= 65 && byte <= 90) || (byte >= 97 && byte <= 122) || byte === 95;
  if (isLetter || isDigit(byte)) return LABEL_NAME | METRIC_NAME | ORDINARY_TEXT;
  if (byte === COLON) return METRIC_NAME | ORDINARY_TEXT;
  return byte > 0 && byte < 128 && byte !== QUOTE && byte !== BACKSLASH ? ORDINARY_TEXT : 0;
});

/**
 * Finds the parts of one series (`name{label="value",...}`) without making a string of any of them. One scanner serves many lines; each
 * `scan` overwrites the last one's result. The grammar is that of Prometheus' text parser: blanks between tokens, a comma before the closing
 * brace and none between labels are accepted, and a label value may hold a raw line feed.
 *
 * Its parts take a position and return the one after what they read, or FAILED with `reason` set: positions in fields cost twice the time.
 */
export class SeriesScanner {
  /** The metric name's token, then two tokens a label. */
  readonly tokens = new Int32Array(TOKEN_COLUMNS * (1 + 2 * LABELS_MAXIMUM));
  labelCount = 0;
  /** The position after the name or the closing brace. */
  seriesEnd = 0;
  /** Where the sample's value begins. */
  end = 0;
  /** Why the last scan failed. */
  reason = '';

  readonly #quotedNames: boolean;
  /** A bit for each label name by its length and ends; only where two meet are names compared. */
  readonly #nameBits = new Int32Array(8);
  #named = false;
  #maybeTwice = false;

  /** `quotedNames`: whether names in quotes are of the format. */
  constructor(quotedNames: boolean) {
    this.#quotedNames = quotedNames;
  }

  /** Scans the series that begins at `from`, its first byte no blank; false with a `reason` when there is none. */
  scan(bytes: Bytes, from: number, to: number): boolean {
    const limit = Math.min(to, from + SERIES_BYTES_MAXIMUM);
    this.labelCount = 0;
    this.#named = bytes[from] !== OPEN_BRACE;
    this.#maybeTwice = false;
    for (let word = 0; word < 8; word += 1) this.#nameBits[word] = 0;
    let at = this.#named ? this.#plainName(bytes, from, limit, 0) : from;
    if (at < 0 || (at === from && !this.#quotedNames)) return this.#fail('no metric name') > FAILED;
    const braceAt = skipBlanks(bytes, at, limit);
    if (bytes[braceAt] === OPEN_BRACE && braceAt < limit) at = this.#labels(bytes, braceAt + 1, limit);
    if (at < 0) return false;
    if (!this.#named) return this.#fail('no metric name') > FAILED;
    this.seriesEnd = at;
    this.end = skipBlanks(bytes, at, limit);
    if (this.end - from >= SERIES_BYTES_MAXIMUM) return this.#fail('series too long') > FAILED;
    return this.#maybeTwice ? this.#labelsDiffer(bytes) : true;
  }

  /** All labels and the closing brace. */
  #labels(bytes: Bytes, from: number, to: number): number {
    let at = skipBlanks(bytes, from, to);
    while (at < to && bytes[at] !== CLOSE_BRACE) {
      at = this.#anyLabel(bytes, at, to);
      if (at < 0) return FAILED;
      at = skipBlanks(bytes, at, to);
      if (bytes[at] === COMMA) at = skipBlanks(bytes, at + 1, to);
    }
    return at < to ? at + 1 : this.#fail('no closing brace');
  }

  #anyLabel(bytes: Bytes, from: number, to: number): number {
    if (this.labelCount === LABELS_MAXIMUM) return this.#fail('too many labels');
    const end = this.#ordinaryLabel(bytes, from);
    if (end >= 0 && end <= to) return end;
    return bytes[from] === QUOTE ? this.#quotedName(bytes, from, to) : this.#label(bytes, from, to);
  }

  /** `name="value"` without blanks, escapes or wide characters, as nearly all are; FAILED, without a reason, when it is anything else. */
  #ordinaryLabel(bytes: Bytes, from: number): number {
    let at = from;
    while (((CLASSES[bytes[at] ?? 0] ?? 0) & LABEL_NAME) !== 0) at += 1;
    const nameTo = at;
    if (bytes[at] !== EQUALS || bytes[at + 1] !== QUOTE || isDigit(bytes[from])) return FAILED;
    at += 2;
    while (((CLASSES[bytes[at] ?? 0] ?? 0) & ORDINARY_TEXT) !== 0) at += 1;
    const nameLength = nameTo - from;
    if (bytes[at] !== QUOTE || nameLength === 0 || nameLength >= NAME_BYTES_MAXIMUM) return FAILED;
    if (at - nameTo > VALUE_BYTES_MAXIMUM || isReserved(bytes, from, nameTo)) return FAILED;
    const token = TOKEN_COLUMNS * (1 + 2 * this.labelCount);
    this.#keep(token, from, nameTo, 0);
    this.#keep(token + TOKEN_COLUMNS, nameTo + 2, at, 0);
    this.#count(bytes, from, nameTo);
    return at + 1;
  }

  /** `name="value"`. */
  #label(bytes: Bytes, from: number, to: number): number {
    const token = TOKEN_COLUMNS * (1 + 2 * this.labelCount);
    const at = this.#plainName(bytes, from, to, token);
    return at < 0 ? this.#fail('no label name') : this.#value(bytes, at, to, token);
  }

  /** `"name"="value"`, or the metric's name in quotes. */
  #quotedName(bytes: Bytes, from: number, to: number): number {
    if (!this.#quotedNames) return this.#fail('quoted name in a format without them');
    const token = TOKEN_COLUMNS * (1 + 2 * this.labelCount);
    const end = this.#string(bytes, from, to, token, NAME_BYTES_MAXIMUM);
    if (end < 0) return FAILED;
    const at = skipBlanks(bytes, end, to);
    if (bytes[at] !== COMMA && bytes[at] !== CLOSE_BRACE) return this.#value(bytes, at, to, token);
    if (this.#named) return this.#fail('two metric names');
    if (this.tokens[token + TOKEN_FROM] === this.tokens[token + TOKEN_TO]) return this.#fail('no metric name');
    this.tokens.copyWithin(0, token, token + TOKEN_COLUMNS);
    this.#named = true;
    return at;
  }

  /** `="value"` of the label whose name is in `token`. */
  #value(bytes: Bytes, from: number, to: number, token: number): number {
    let at = skipBlanks(bytes, from, to);
    if (bytes[at] !== EQUALS || at >= to) return this.#fail('no equals sign after a label name');
    at = skipBlanks(bytes, at + 1, to);
    if (bytes[at] !== QUOTE || at >= to) return this.#fail('label value without quotes');
    const nameFrom = this.tokens[token + TOKEN_FROM] ?? 0;
    const nameTo = this.tokens[token + TOKEN_TO] ?? 0;
    if (isReserved(bytes, nameFrom, nameTo)) return this.#fail('label __name__');
    this.#count(bytes, nameFrom, nameTo);
    return this.#string(bytes, at, to, token + TOKEN_COLUMNS, VALUE_BYTES_MAXIMUM);
  }

  /** Counts a label and marks its name. */
  #count(bytes: Bytes, nameFrom: number, nameTo: number): void {
    const mark = ((nameTo - nameFrom) << 4) + (bytes[nameFrom] ?? 0) + 5 * (bytes[nameTo - 1] ?? 0);
    const bits = this.#nameBits[mark & 7] ?? 0;
    const bit = 1 << (mark >>> 3);
    if ((bits & bit) !== 0) this.#maybeTwice = true;
    this.#nameBits[mark & 7] = bits | bit;
    this.labelCount += 1;
  }

  /** A name without quotes; a metric's (`token` 0) may have colons. */
  #plainName(bytes: Bytes, from: number, to: number, token: number): number {
    const wanted = token === 0 ? METRIC_NAME : LABEL_NAME;
    const limit = Math.min(to, from + NAME_BYTES_MAXIMUM);
    let at = from;
    while (at < limit && ((CLASSES[bytes[at] ?? 0] ?? 0) & wanted) !== 0) at += 1;
    if (at === from || at === from + NAME_BYTES_MAXIMUM || isDigit(bytes[from])) return FAILED;
    this.#keep(token, from, at, 0);
    return at;
  }

  /** A string in quotes; the token is what stands between them. */
  #string(bytes: Bytes, quoteAt: number, to: number, token: number, bytesMaximum: number): number {
    const from = quoteAt + 1;
    const limit = Math.min(to, from + bytesMaximum + 1);
    let at = from;
    let seen = 0;
    let flags = 0;
    for (; at < limit; at += 1) {
      const byte = bytes[at] ?? 0;
      if (byte === QUOTE) break;
      seen |= byte;
      if (byte !== BACKSLASH) continue;
      flags = ESCAPED;
      at += 1;
      const escaped = at < limit ? (bytes[at] ?? 0) : LINE_FEED;
      if (escaped === LINE_FEED) return this.#fail('backslash at the end of a line');
      seen |= escaped;
    }
    if (at >= limit) return this.#fail(limit < to ? 'label value too long' : 'quotes never closed');
    if (seen > 127) {
      flags |= WIDE;
      if (!isUtf8(bytes, from, at)) return this.#fail('invalid UTF-8');
    }
    this.#keep(token, from, at, flags);
    return at + 1;
  }

  #keep(token: number, from: number, to: number, flags: number): void {
    const tokens = this.tokens;
    tokens[token + TOKEN_FROM] = from;
    tokens[token + TOKEN_TO] = to;
    tokens[token + TOKEN_FLAGS] = flags;
  }

  #labelsDiffer(bytes: Bytes): boolean {
    const end = TOKEN_COLUMNS * (1 + 2 * this.labelCount);
    for (let a = TOKEN_COLUMNS; a < end; a += 2 * TOKEN_COLUMNS) {
      for (let b = TOKEN_COLUMNS; b < a; b += 2 * TOKEN_COLUMNS) {
        if (this.#isSameText(bytes, a, b)) return this.#fail('label twice') > FAILED;
      }
    }
    return true;
  }

  #isSameText(bytes: Bytes, a: number, b: number): boolean {
    const { tokens } = this;
    const fromA = tokens[a + TOKEN_FROM] ?? 0;
    const fromB = tokens[b + TOKEN_FROM] ?? 0;
    return bytes.compare(bytes, fromA, tokens[a + TOKEN_TO] ?? 0, fromB, tokens[b + TOKEN_TO] ?? 0) === 0;
  }

  #fail(reason: string): number {
    this.reason = reason;
    return FAILED;
  }
}

/** The position after the plain metric name at `from`, -1 if there is none. */
export function plainNameEnd(bytes: Bytes, from: number): number {
  if (isDigit(bytes[from])) return FAILED;
  const limit = from + NAME_BYTES_MAXIMUM;
  let at = from;
  while (at < limit && ((CLASSES[bytes[at] ?? 0] ?? 0) & METRIC_NAME) !== 0) at += 1;
  return at === from || at === limit ? FAILED : at;
}

function isReserved(bytes: Bytes, from: number, to: number): boolean {
  return to - from === RESERVED_NAME.length && bytes.latin1Slice(from, to) === RESERVED_NAME;
}

function isDigit(byte: number | undefined): boolean {
  return byte !== undefined && byte >= 48 && byte <= 57;
}
