import { floor, INFINITY, isInteger, round } from './arithmetic.ts';

/** How an exporter prints a number: each client library has its own habits, and a parser must know them all. */
export type NumberStyle = (value: number) => string;

/**
 * The Python client: `5.0`, and from a million on `1.048576e+06` with an exponent that always starts with a zero (so `e+010`):
 * `floatToGoString` of prometheus/client_python.
 */
export function pythonFloat(value: number): string {
  if (value === INFINITY) return '+Inf';
  const text = isInteger(value) ? `${value}.0` : String(value);
  if (value < 1e6) return text;
  const dot = text.indexOf('.');
  const digits = text.slice(1, dot) + text.slice(dot + 1);
  let end = digits.length;
  while (end > 0 && digits.charCodeAt(end - 1) === ZERO) end--;
  const mantissa = end === 0 ? text.charAt(0) : `${text.charAt(0)}.${digits.slice(0, end)}`;
  return `${mantissa}e+0${dot - 1}`;
}

const ZERO = 48;

/** A Python counter of whole things. */
export function pythonCount(value: number): string {
  return pythonFloat(floor(value));
}

/** A Python gauge of whole things. */
export function pythonRound(value: number): string {
  return pythonFloat(round(value));
}

/** Go's `strconv.FormatFloat(value, 'g', -1, 64)`: an exponent of two digits from a million on. */
export function goFloat(value: number): string {
  if (value < 1e6) return String(value);
  const [mantissa, exponent] = value.toExponential().split('e+');
  return `${mantissa}e+${(exponent ?? '0').padStart(2, '0')}`;
}

/** A Go counter of seconds that is kept in nanoseconds. */
export function goNanoseconds(value: number): string {
  return goFloat(floor(value * 1e9) / 1e9);
}

/** A Go counter of whole things. */
export function goCount(value: number): string {
  return goFloat(floor(value));
}

/** A Go gauge of whole things. */
export function goRound(value: number): string {
  return goFloat(round(value));
}

/** An integer field of dcgm-exporter, without exponent however large. */
export function dcgmInteger(value: number): string {
  return String(round(value));
}

/** A counter field of dcgm-exporter. */
export function dcgmCount(value: number): string {
  return String(floor(value));
}

/** A floating-point field of dcgm-exporter: always six decimals. */
export function dcgmFloat(value: number): string {
  return value.toFixed(6);
}
