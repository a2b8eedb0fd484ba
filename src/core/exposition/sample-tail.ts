import { type Bytes, CARRIAGE_RETURN, HASH, LINE_FEED, nextLine, skipBlanks } from './bytes.ts';
import type { Format } from './format.ts';
import { readNumber } from './number.ts';

const INT64_MAXIMUM = '9223372036854775807';

/** Reads what follows a series on its line: the value, perhaps a timestamp, perhaps an exemplar (which is passed over), and the line's end. */
export class SampleTail {
  /** Explicit time, Unix milliseconds, NaN where there is none. */
  timeMs = Number.NaN;
  /** Position after the line. */
  end = 0;
  /** Why the last read failed. */
  reason = '';
  readonly #seconds: boolean;
  readonly #strict: boolean;
  readonly #scratch = new Float64Array(1);

  /** `strict`: only what Prometheus' text parser accepts; otherwise carriage returns before a line end and exemplars may stand in any page. */
  constructor(format: Format, strict: boolean) {
    this.#seconds = format.kind === 'openmetrics';
    this.#strict = strict;
  }

  /** Reads from the value's first byte; the value goes to `values[slot]`. False with a `reason` if the line is no sample. */
  read(bytes: Bytes, from: number, to: number, values: Float64Array, slot: number): boolean {
    this.timeMs = Number.NaN;
    const valueEnd = readNumber(bytes, skipBlanks(bytes, from, to), to, values, slot);
    if (valueEnd < 0) return this.#fail('value is not a number');
    let at = skipBlanks(bytes, valueEnd, to);
    if (this.#endsAt(bytes, at, to)) return true;
    at = this.#seconds ? this.#secondsAt(bytes, at, to) : this.#millisecondsAt(bytes, at, to);
    if (at < 0) return this.#fail('timestamp is not a number');
    if (this.#endsAt(bytes, skipBlanks(bytes, at, to), to)) return true;
    return this.#fail('more than a value and a timestamp');
  }

  #endsAt(bytes: Bytes, at: number, to: number): boolean {
    if (at >= to || bytes[at] === LINE_FEED) {
      this.end = Math.min(at + 1, to);
      return true;
    }
    if (this.#strict) return false;
    if (bytes[at] === CARRIAGE_RETURN && (at + 1 === to || bytes[at + 1] === LINE_FEED)) {
      this.end = Math.min(at + 2, to);
      return true;
    }
    if (bytes[at] !== HASH) return false;
    this.end = nextLine(bytes, at, to);
    return true;
  }

  /** Text 0.0.4: digits only, within 64 bits. */
  #millisecondsAt(bytes: Bytes, from: number, to: number): number {
    let at = from;
    let timeMs = 0;
    for (; at < to; at += 1) {
      const digit = (bytes[at] ?? 0) - 48;
      if (digit < 0 || digit > 9) break;
      timeMs = timeMs * 10 + digit;
    }
    if (at === from || (timeMs > Number.MAX_SAFE_INTEGER && overflows(bytes, from, at))) return -1;
    this.timeMs = timeMs;
    return at;
  }

  /** OpenMetrics: seconds with a fraction. */
  #secondsAt(bytes: Bytes, from: number, to: number): number {
    const at = readNumber(bytes, from, to, this.#scratch, 0);
    const seconds = this.#scratch[0] ?? Number.NaN;
    if (at < 0 || !Number.isFinite(seconds)) return -1;
    this.timeMs = Math.trunc(seconds * 1000);
    return at;
  }

  #fail(reason: string): false {
    this.reason = reason;
    return false;
  }
}

function overflows(bytes: Bytes, from: number, to: number): boolean {
  let first = from;
  while (first < to && bytes[first] === 48) first += 1;
  const length = to - first;
  if (length !== INT64_MAXIMUM.length) return length > INT64_MAXIMUM.length;
  return bytes.latin1Slice(first, to) > INT64_MAXIMUM;
}
