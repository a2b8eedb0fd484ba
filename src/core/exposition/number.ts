import { type Bytes, CARRIAGE_RETURN, LINE_FEED, SPACE, TAB } from './bytes.ts';

/** Longest number that is read; a longer run of digits is no measurement. */
export const NUMBER_BYTES_MAXIMUM = 1024;

/** Powers of ten that a double holds exactly. */
const EXACT_POWER = 22;
const POWERS = Float64Array.from({ length: EXACT_POWER + 1 }, (_, exponent) => Number(`1e${exponent}`));
const EXACT_DIGITS = 15;

const PLUS = 43;
const MINUS = 45;
const POINT = 46;
const ZERO = 48;
const LETTER_E = 101;

const DECIMAL = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/;
const INFINITY = /^[+-]?inf(?:inity)?$/i;

/**
 * The number that `text` writes, undefined if it writes none. The grammar is Prometheus' (Go's `strconv.ParseFloat` without hexadecimal and
 * underscores): `Inf` and `NaN` in any case, and a decimal too large for a double is no number, while one too small is zero.
 */
export function numberOf(text: string): number | undefined {
  if (DECIMAL.test(text)) {
    const value = Number(text);
    return Number.isFinite(value) ? value : undefined;
  }
  if (INFINITY.test(text)) return text.startsWith('-') ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
  return text.toLowerCase() === 'nan' ? Number.NaN : undefined;
}

/**
 * Reads the number that begins at `from` into `out[slot]`; returns the position after it, or -1 if there is none. It ends at a blank, a
 * line end or `to`. Up to fifteen digits and powers of ten to 22 are computed without a string, correctly rounded, because both factors are
 * exact (W. Clinger, "How to read floating point numbers accurately", 1990); anything else goes the slow way.
 */
export function readNumber(bytes: Bytes, from: number, to: number, out: Float64Array, slot: number): number {
  const negative = bytes[from] === MINUS;
  const digitsFrom = negative ? from + 1 : from;
  let at = digitsFrom;
  let mantissa = 0;
  let point = -1;
  for (; at < to; at += 1) {
    const digit = (bytes[at] ?? 0) - ZERO;
    if (digit >= 0 && digit <= 9) mantissa = mantissa * 10 + digit;
    else if (digit === POINT - ZERO && point < 0) point = at;
    else break;
  }
  const digits = point < 0 ? at - digitsFrom : at - digitsFrom - 1;
  if (digits === 0 || digits > EXACT_DIGITS) return readSlowly(bytes, from, to, out, slot);
  const power = point < 0 ? 0 : point + 1 - at;
  const sign = negative ? -1 : 1;
  if (endsNumber(bytes, at, to)) {
    out[slot] = sign * timesPowerOfTen(mantissa, power);
    return at;
  }
  out[slot] = sign * mantissa;
  const after = isLetterE(bytes[at] ?? 0) ? scale(bytes, at + 1, to, power, out, slot) : -1;
  return after < 0 ? readSlowly(bytes, from, to, out, slot) : after;
}

/** Multiplies `out[slot]` by ten to `power` and to the exponent that stands at `from`; -1 if that would not be exact, or there is none. */
function scale(bytes: Bytes, from: number, to: number, power: number, out: Float64Array, slot: number): number {
  const below = bytes[from] === MINUS;
  const digitsFrom = below || bytes[from] === PLUS ? from + 1 : from;
  let at = digitsFrom;
  let exponent = 0;
  for (; at < to && at < digitsFrom + 3; at += 1) {
    const digit = (bytes[at] ?? 0) - ZERO;
    if (digit < 0 || digit > 9) break;
    exponent = exponent * 10 + digit;
  }
  if (at === digitsFrom || !endsNumber(bytes, at, to)) return -1;
  const total = below ? power - exponent : power + exponent;
  if (total < -EXACT_POWER || total > EXACT_POWER) return -1;
  out[slot] = timesPowerOfTen(out[slot] ?? 0, total);
  return at;
}

function readSlowly(bytes: Bytes, from: number, to: number, out: Float64Array, slot: number): number {
  const limit = Math.min(to, from + NUMBER_BYTES_MAXIMUM);
  let at = from;
  while (at < limit && !endsNumber(bytes, at, to) && bytes[at] !== CARRIAGE_RETURN) at += 1;
  const value = at < limit || at === to ? numberOf(bytes.latin1Slice(from, at)) : undefined;
  if (value === undefined) return -1;
  out[slot] = value;
  return at;
}

/** Exact while both are: a mantissa below 2^53 and a power of at most 22 to either side. */
function timesPowerOfTen(mantissa: number, power: number): number {
  if (power === 0) return mantissa;
  return power < 0 ? mantissa / (POWERS[-power] ?? 1) : mantissa * (POWERS[power] ?? 1);
}

function endsNumber(bytes: Bytes, at: number, to: number): boolean {
  if (at >= to) return true;
  const byte = bytes[at];
  return byte === LINE_FEED || byte === SPACE || byte === TAB;
}

function isLetterE(byte: number): boolean {
  return (byte | 32) === LETTER_E;
}
