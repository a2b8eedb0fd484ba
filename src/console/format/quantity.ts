import { band, money, percent, quantity } from '../../core/detectors/wording.ts';
import { UNITS, type Unit } from '../../core/model/signal.ts';

const DASH = '–';

function isUnit(unit: string): unit is Unit {
  return UNITS.some((known) => known === unit);
}

/** A value in the words of alerts: `$41.20/h`, `1,516 tokens/s`; a dash for one that is not known. */
export function inWords(value: number | null | undefined, unit: string): string {
  if (value === null || value === undefined) return DASH;
  return isUnit(unit) ? quantity(value, unit) : `${value} ${unit}`;
}

/** A number, a dollar sign before it or not, and what stands behind it. */
const NUMBER_AND_UNIT = /^(-?\$?[\d.,e-]+)(.*)$/;

/** Characters of a unit that fit beside an axis. */
const AXIS_UNIT_LENGTH = 5;

/** A value beside an axis: without its unit where that is long, and stands in words elsewhere: `84.4 GB`, `$2.00/h`, but `120`. */
export function besideAxis(value: number, unit: string): string {
  const words = inWords(value, unit);
  const [, number = words, behind = ''] = NUMBER_AND_UNIT.exec(words) ?? [];
  return behind.length > AXIS_UNIT_LENGTH ? number : words;
}

/** `$2.10 to $3.40/h`; open where one edge is. */
export function bandInWords(lower: number | null, upper: number | null, unit: string): string {
  if (upper === null) return lower === null ? 'not known yet' : `${inWords(lower, unit)} or more`;
  return isUnit(unit) ? band(lower ?? 0, upper, unit) : `${lower ?? 0} to ${upper} ${unit}`;
}

/** Dollars; a dash where no money moves. */
export function dollars(value: number | null | undefined): string {
  return value === null || value === undefined ? DASH : money(value);
}

/** A share of one: `80 %`. */
export function share(value: number | null | undefined): string {
  return value === null || value === undefined ? DASH : percent(value);
}

/** A score against the alert line at 1: `0.14`, `4.6`, `131`. */
export function scoreInWords(score: number | null): string {
  if (score === null) return DASH;
  if (score >= 100) return score.toFixed(0);
  return score >= 10 ? score.toFixed(1) : score.toFixed(2);
}
