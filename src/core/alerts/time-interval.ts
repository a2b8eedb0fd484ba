import { utcOffset } from './utc-offset.ts';

/** From the first to the last of a count, both within. */
export interface Range {
  readonly first: number;
  readonly last: number;
}

/** A recurring time, as `time_intervals` of Alertmanager. An absent list is met by every time; of a list one entry must be met. */
export interface TimeInterval {
  /** Minutes of the day; the last one is not within. */
  readonly times?: readonly Range[] | undefined;
  /** 0 is Sunday. */
  readonly weekdays?: readonly Range[] | undefined;
  /** 1 to 31; below zero from the end of the month, -1 is its last day. */
  readonly daysOfMonth?: readonly Range[] | undefined;
  /** 1 is January. */
  readonly months?: readonly Range[] | undefined;
  readonly years?: readonly Range[] | undefined;
  /** IANA name of the time zone; `UTC` where nothing was said. */
  readonly location: string;
}

/** Whether a moment (Unix milliseconds) lies within any of the intervals. */
export function compileIntervals(intervals: readonly TimeInterval[]): (timeMs: number) => boolean {
  const each = intervals.map((interval) => ({ interval, offsetMs: utcOffset(interval.location) }));
  return (timeMs) => each.some(({ interval, offsetMs }) => isWithin(interval, timeMs + offsetMs(timeMs)));
}

/** @param localMs local time, as if it were UTC */
function isWithin({ times, weekdays, daysOfMonth, months, years }: TimeInterval, localMs: number): boolean {
  const local = new Date(localMs);
  const minute = local.getUTCHours() * 60 + local.getUTCMinutes();
  return (
    (times?.some(({ first, last }) => minute >= first && minute < last) ?? true) &&
    meets(weekdays, local.getUTCDay()) &&
    isDayOfMonth(daysOfMonth, local) &&
    meets(months, local.getUTCMonth() + 1) &&
    meets(years, local.getUTCFullYear())
  );
}

function meets(ranges: readonly Range[] | undefined, value: number): boolean {
  return ranges?.some(({ first, last }) => value >= first && value <= last) ?? true;
}

/** A range that ends before it begins in this month (`29:-1` in February) is met by no day of it. */
function isDayOfMonth(ranges: readonly Range[] | undefined, local: Date): boolean {
  const days = new Date(Date.UTC(local.getUTCFullYear(), local.getUTCMonth() + 1, 0)).getUTCDate();
  const fromStart = (day: number) => (day < 0 ? days + day + 1 : day);
  return meets(
    ranges?.map(({ first, last }) => ({ first: fromStart(first), last: fromStart(last) })),
    local.getUTCDate(),
  );
}
