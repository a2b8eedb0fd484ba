import { BACKSLASH, type Bytes, CLOSE_BRACE, COMMA, EQUALS, OPEN_BRACE, QUOTE, skipBlanks } from './bytes.ts';
import { isUtf8 } from './utf8.ts';

/** Bounds of one series; what is beyond them is skipped and counted. Real exporters stay far below. */
export const LABELS_MAXIMUM = 256;
export const NAME_BYTES_MAXIMUM = 4_096;
export const VALUE_BYTES_MAXIMUM = 262_144;
export const SERIES_BYTES_MAXIMUM = 1_048_576;

/** A token has bytes above 127, or escapes: it takes more than one character a byte to read. */
export const WIDE = 1;
export const ESCAPED = 2;

/** Columns of one token; a label is its name's columns, then its value's. */
export const TOKEN_FROM = 0;
export const TOKEN_TO = 1;
export const TOKEN_HASH = 2;
export const TOKEN_FLAGS = 3;
export const TOKEN_COLUMNS = 4;

const FNV_BASIS = 0x811c9dc5;
const FNV_PRIME = 0x01000193;

const NAME_START = 1;
const NAME_PART = 2;
const COLON = 58;
/** What a byte may be in a name that is not quoted. */
const CLASSES = Uint8Array.from({ length: 256 }, (_, byte) => {
  const letter = (byte >= 65 && byte <= 90) || (byte >= 97 && byte <= 122) || byte === 95;
  const digit = byte >= 48 && byte <= 57;
  return letter ? NAME_START | NAME_PART : digit ? NAME_PART : 0;
});

const RESERVED_NAME = [...'__name__'].map((letter) => letter.charCodeAt(0));

/**
 * Finds the parts of one series (`name{label="value",...}`) without making a string of any of them. One scanner serves many lines; each
 * `scan` overwrites the last one's result. The grammar is that of Prometheus' text parser: blanks between tokens, a comma before the closing
 * brace and none between labels are accepted, and a label value may hold a raw line feed.
 */
export class SeriesScanner {
  /** The metric name's token, then two tokens a label. */
  readonly tokens = new Int32Array(TOKEN_COLUMNS * (1 + 2 * LABELS_MAXIMUM));
  labelCount = 0;
  /** FNV-1a of all tokens in order: equal for lines that differ by blanks alone. */
  hash = 0;
  /** Where the sample's value begins. */
  end = 0;
  /** Why the last scan failed. */
  reason = '';

  readonly #quotedNames: boolean;
  #bytes: Bytes;
  #at = 0;
  #to = 0;
  #named = false;

  /** `quotedNames`: whether names in quotes are of the format. */
  constructor(bytes: Bytes, quotedNames: boolean) {
    this.#bytes = bytes;
    this.#quotedNames = quotedNames;
  }

  /** Scans the series that begins at `from`, its first byte no blank; false with a `reason` when there is none. */
  scan(bytes: Bytes, from: number, to: number): boolean {
    this.#bytes = bytes;
    this.#at = from;
    this.#to = Math.min(to, from + SERIES_BYTES_MAXIMUM);
    this.labelCount = 0;
    this.#named = false;
    this.hash = FNV_BASIS;
    if (!this.#metricName()) return this.#fail('no metric name');
    this.#at = skipBlanks(bytes, this.#at, this.#to);
    if (bytes[this.#at] === OPEN_BRACE && this.#at < this.#to && !this.#labels()) return false;
    if (!this.#named) return this.#fail('no metric name');
    this.end = skipBlanks(bytes, this.#at, this.#to);
    if (this.end - from >= SERIES_BYTES_MAXIMUM) return this.#fail('series too long');
    return this.#distinctLabels();
  }

  #metricName(): boolean {
    if (this.#bytes[this.#at] === OPEN_BRACE) return this.#quotedNames;
    this.#named = this.#plainName(0, true);
    return this.#named;
  }

  #labels(): boolean {
    this.#at += 1;
    for (;;) {
      this.#blanks();
      const byte = this.#at < this.#to ? (this.#bytes[this.#at] ?? 0) : 0;
      if (byte === CLOSE_BRACE) break;
      if (!(byte === QUOTE ? this.#quoted() : this.#label())) return false;
      this.#blanks();
      if (this.#bytes[this.#at] === COMMA && this.#at < this.#to) this.#at += 1;
    }
    this.#at += 1;
    return true;
  }

  /** `name="value"`. */
  #label(): boolean {
    if (this.labelCount === LABELS_MAXIMUM) return this.#fail('too many labels');
    const token = TOKEN_COLUMNS * (1 + 2 * this.labelCount);
    if (!this.#plainName(token, false)) return this.#fail('no label name');
    return this.#value(token + TOKEN_COLUMNS);
  }

  /** `"name"="value"`, or the metric's name in quotes. */
  #quoted(): boolean {
    if (!this.#quotedNames) return this.#fail('quoted name in a format without them');
    if (this.labelCount === LABELS_MAXIMUM) return this.#fail('too many labels');
    const token = TOKEN_COLUMNS * (1 + 2 * this.labelCount);
    if (!this.#string(token, NAME_BYTES_MAXIMUM)) return false;
    this.#blanks();
    const byte = this.#at < this.#to ? (this.#bytes[this.#at] ?? 0) : 0;
    if (byte !== COMMA && byte !== CLOSE_BRACE) return this.#value(token + TOKEN_COLUMNS);
    if (this.#named) return this.#fail('two metric names');
    if (this.tokens[token + TOKEN_FROM] === this.tokens[token + TOKEN_TO]) return this.#fail('no metric name');
    this.tokens.copyWithin(0, token, token + TOKEN_COLUMNS);
    this.#named = true;
    return true;
  }

  #value(token: number): boolean {
    this.#blanks();
    if (this.#bytes[this.#at] !== EQUALS || this.#at >= this.#to)
      return this.#fail('no equals sign after a label name');
    this.#at += 1;
    this.#blanks();
    if (this.#bytes[this.#at] !== QUOTE || this.#at >= this.#to) return this.#fail('label value without quotes');
    if (!this.#string(token, VALUE_BYTES_MAXIMUM)) return false;
    this.labelCount += 1;
    return true;
  }

  #plainName(token: number, colons: boolean): boolean {
    const bytes = this.#bytes;
    const limit = Math.min(this.#to, this.#at + NAME_BYTES_MAXIMUM);
    let at = this.#at;
    let hash = FNV_BASIS;
    for (; at < limit; at += 1) {
      const byte = bytes[at] ?? 0;
      if (CLASSES[byte] === 0 && !(colons && byte === COLON)) break;
      hash = Math.imul(hash ^ byte, FNV_PRIME);
    }
    if (at === this.#at || CLASSES[bytes[this.#at] ?? 0] === NAME_PART) return false;
    if (at - this.#at === NAME_BYTES_MAXIMUM) return false;
    this.#keep(token, this.#at, at, hash, 0);
    this.#at = at;
    return true;
  }

  /** A string in quotes; the token is what stands between them. */
  #string(token: number, bytesMaximum: number): boolean {
    const bytes = this.#bytes;
    const from = this.#at + 1;
    const limit = Math.min(this.#to, from + bytesMaximum + 1);
    let at = from;
    let hash = FNV_BASIS;
    let seen = 0;
    let flags = 0;
    for (; at < limit; at += 1) {
      const byte = bytes[at] ?? 0;
      if (byte === QUOTE) break;
      hash = Math.imul(hash ^ byte, FNV_PRIME);
      seen |= byte;
      if (byte === BACKSLASH) {
        flags = ESCAPED;
        at += 1;
        const escaped = at < limit ? (bytes[at] ?? 0) : 10;
        if (escaped === 10) return this.#fail('backslash at the end of a line');
        hash = Math.imul(hash ^ escaped, FNV_PRIME);
        seen |= escaped;
      }
    }
    if (at >= limit) return this.#fail(limit < this.#to ? 'label value too long' : 'quotes never closed');
    if (seen > 127) {
      flags |= WIDE;
      if (!isUtf8(bytes, from, at)) return this.#fail('invalid UTF-8');
    }
    this.#keep(token, from, at, hash, flags);
    this.#at = at + 1;
    return true;
  }

  #keep(token: number, from: number, to: number, hash: number, flags: number): void {
    const tokens = this.tokens;
    tokens[token + TOKEN_FROM] = from;
    tokens[token + TOKEN_TO] = to;
    tokens[token + TOKEN_HASH] = hash;
    tokens[token + TOKEN_FLAGS] = flags;
    this.hash = Math.imul(this.hash ^ hash, FNV_PRIME);
  }

  #distinctLabels(): boolean {
    const tokens = this.tokens;
    const end = TOKEN_COLUMNS * (1 + 2 * this.labelCount);
    for (let a = TOKEN_COLUMNS; a < end; a += 2 * TOKEN_COLUMNS) {
      if (this.#isReserved(a)) return this.#fail('label __name__');
      for (let b = TOKEN_COLUMNS; b < a; b += 2 * TOKEN_COLUMNS) {
        if (tokens[a + TOKEN_HASH] === tokens[b + TOKEN_HASH] && this.#sameText(a, b)) return this.#fail('label twice');
      }
    }
    return true;
  }

  #sameText(a: number, b: number): boolean {
    const [fromA = 0, toA = 0] = this.tokens.subarray(a, a + 2);
    const [fromB = 0, toB = 0] = this.tokens.subarray(b, b + 2);
    return this.#bytes.compare(this.#bytes, fromA, toA, fromB, toB) === 0;
  }

  #isReserved(token: number): boolean {
    const from = this.tokens[token + TOKEN_FROM] ?? 0;
    if ((this.tokens[token + TOKEN_TO] ?? 0) - from !== RESERVED_NAME.length) return false;
    return RESERVED_NAME.every((byte, index) => this.#bytes[from + index] === byte);
  }

  #blanks(): void {
    this.#at = skipBlanks(this.#bytes, this.#at, this.#to);
  }

  #fail(reason: string): false {
    this.reason = reason;
    return false;
  }
}
