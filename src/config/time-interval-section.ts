import { z } from 'zod';
import type { Range } from '../core/alerts/time-interval.ts';
import { section, timeZone } from './fields.ts';

const WEEKDAYS = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday'];
const MONTHS = [
  'january',
  'february',
  'march',
  'april',
  'may',
  'june',
  'july',
  'august',
  'september',
  'october',
  'november',
  'december',
];

const clockTime = z.string().transform((given, context) => {
  const [, hours = '', minutes = ''] = /^(\d{2}):([0-5]\d)$/.exec(given) ?? [];
  const minute = hours === '' ? Number.NaN : Number(hours) * 60 + Number(minutes);
  if (minute <= 24 * 60) return minute;
  context.addIssue({ code: 'custom', message: `${JSON.stringify(given)} is no time of day; write one like 22:30` });
  return z.NEVER;
});

const timeRange = section({
  start_time: clockTime.describe('hours and minutes: 22:30'),
  end_time: clockTime.describe('up to 24:00'),
}).transform((given, context): Range => {
  if (given.end_time > given.start_time) return { first: given.start_time, last: given.end_time };
  const message = 'ends before it begins; write the part after midnight as a second range from 00:00';
  context.addIssue({ code: 'custom', message });
  return z.NEVER;
});

/** `2026`, `monday:friday`, `-3:-1`: one of a count, or from one to another. */
function rangeOf(read: (text: string) => number | undefined, like: string, minimum: number, maximum: number) {
  return z.union([z.string(), z.number()]).transform((given, context): Range => {
    const [first, last = first, more] = String(given).toLowerCase().split(':').map(read);
    const known = [first, last].every((value) => value !== undefined && value >= minimum && value <= maximum);
    if (known && first !== undefined && last !== undefined && more === undefined && isForward(first, last)) {
      return { first, last };
    }
    context.addIssue({ code: 'custom', message: `${JSON.stringify(given)} is no range here; write one like ${like}` });
    return z.NEVER;
  });
}

/** Of days counted from the start and from the end of the month nobody knows here which is the later. */
function isForward(first: number, last: number): boolean {
  return last >= first || (first > 0 && last < 0);
}

function whole(text: string): number | undefined {
  return /^-?\d{1,4}$/.test(text) ? Number(text) : undefined;
}

function named(names: readonly string[], from: number): (text: string) => number | undefined {
  return (text) => (names.includes(text) ? names.indexOf(text) + from : undefined);
}

const month = named(MONTHS, 1);
const dayOfMonth = rangeOf((text) => whole(text) || undefined, '1:7 or -3:-1', -31, 31);

/** One of Alertmanager's `time_intervals`. */
export const timeIntervalSection = section({
  times: z.array(timeRange).optional(),
  weekdays: z
    .array(rangeOf(named(WEEKDAYS, 0), 'monday:friday', 0, 6))
    .optional()
    .describe('names, or from one to another: monday:friday'),
  days_of_month: z.array(dayOfMonth).optional(),
  months: z
    .array(rangeOf((text) => month(text) ?? whole(text), 'january:march or 5', 1, 12))
    .optional()
    .describe('names or numbers, or from one to another'),
  years: z
    .array(rangeOf(whole, '2026:2027', 1970, 9999))
    .optional()
    .describe('or from one to another'),
  location: timeZone.default('UTC'),
}).transform(({ days_of_month: daysOfMonth, ...given }) => ({ ...given, daysOfMonth }));
