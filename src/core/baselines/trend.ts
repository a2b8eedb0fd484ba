import type { SignalDefinition } from '../model/signal.ts';
import { seasonalPart } from './predictors.ts';
import { FIRST_MS, RECENT, TREND, TREND_LEVEL, TREND_SPREAD } from './row.ts';
import type { Step } from './step.ts';

const HOUR_MS = 3_600_000;
/** Hours that the trend remembers: half a day. */
const MEMORY_HOURS = 12;
/** A trend is this much larger than its moves usually lie off it: six standard errors of a level that wanders, and no leap is. */
const CLEAR = 1.5;
/** Before it the rise of every morning would be a trend: the hours of a day are known from the third day on. */
const TOLD_MS = 48 * HOUR_MS;
/** Hours ahead beyond which nobody knows: a month. */
const HORIZON_HOURS = 30 * 24;

/** How a signal grows or falls beside its season. */
export interface Trend {
  /** In the signal's unit. */
  readonly perHour: number;
  /** The end of the signal's range that lies ahead. */
  readonly limit?: number;
  /** Hours until it is reached, if it goes on like this; absent beyond a month. */
  readonly hoursToLimit?: number;
}

/**
 * Learns by how much the level has moved since the hour before: an exponentially weighted mean of these moves, and of how far they lie from
 * it. A single leap adds as much to the second as to the first, so that it never looks like a trend; what is steady does not. A wave by day and
 * night that no profile has taken out hides a trend.
 * @param hours since the hour before
 */
export function learnTrend(step: Step, hours: number): void {
  const { numbers, at, timeMs } = step;
  const level = numbers[at + RECENT]! - seasonalPart(step);
  const moved = (level - numbers[at + TREND_LEVEL]!) / hours;
  numbers[at + TREND_LEVEL] = level;
  const ageHours = Math.max(1, (timeMs - numbers[at + FIRST_MS]!) / HOUR_MS);
  const weight = Math.max(1 / ageHours, 1 / MEMORY_HOURS);
  const off = moved - numbers[at + TREND]!;
  numbers[at + TREND]! += weight * off;
  numbers[at + TREND_SPREAD]! += weight * (Math.abs(off) - numbers[at + TREND_SPREAD]!);
}

/** The trend, where there is a clear one. */
export function trendOf({ numbers, at, timeMs }: Step, { range, direction }: SignalDefinition): Trend | undefined {
  const perHour = numbers[at + TREND]!;
  if (
    timeMs - numbers[at + FIRST_MS]! < TOLD_MS ||
    perHour === 0 ||
    Math.abs(perHour) < CLEAR * numbers[at + TREND_SPREAD]!
  )
    return undefined;
  const isAhead = perHour > 0 ? direction !== 'down' : direction !== 'up';
  const limit = isAhead ? range?.[perHour > 0 ? 1 : 0] : undefined;
  if (limit === undefined) return { perHour };
  const hoursToLimit = Math.max(0, (limit - numbers[at + RECENT]!) / perHour);
  return { perHour, limit, ...(hoursToLimit <= HORIZON_HOURS && { hoursToLimit }) };
}
