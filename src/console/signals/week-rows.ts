export const DAYS = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'] as const;

const DAY_HOURS = 24;

export const HOURS: readonly string[] = Array.from(
  { length: DAY_HOURS },
  (_, hour) => `${String(hour).padStart(2, '0')}:00`,
);

/** The 168 hours of a week, from Monday on, a row a day. */
export function weekRows(hours: readonly (number | null)[]): (number | null)[][] {
  return DAYS.map((_, day) => hours.slice(day * DAY_HOURS, (day + 1) * DAY_HOURS));
}

const STEPS = 10;

/** Shade of a value, 0 to 10, of the highest. */
export function heatStep(value: number, highest: number): number {
  if (!(highest > 0)) return 0;
  return Math.min(STEPS, Math.max(0, Math.round((value / highest) * STEPS)));
}
