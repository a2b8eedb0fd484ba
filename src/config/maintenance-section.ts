import { z } from 'zod';
import { checkMatchers } from '../core/alerts/check-silence.ts';
import type { TimeInterval } from '../core/alerts/time-interval.ts';
import type { Matcher } from '../core/model/silence.ts';
import { section, text } from './fields.ts';
import { matcher } from './matcher-field.ts';
import { timeIntervalSection } from './time-interval-section.ts';

/** A recurring time at which alerts that meet the matchers are told to nobody. */
export interface MaintenanceWindow {
  readonly name: string;
  readonly matchers: readonly Matcher[];
  readonly timeIntervals: readonly TimeInterval[];
}

/** One entry of `maintenance`. */
export const maintenanceSection = section({
  name: text,
  matchers: z.array(matcher),
  time_intervals: z.array(timeIntervalSection).min(1, 'has no time; give at least one interval'),
}).transform(({ name, matchers, time_intervals: timeIntervals }, context): MaintenanceWindow => {
  try {
    checkMatchers(matchers);
  } catch (error) {
    context.addIssue({ code: 'custom', message: error instanceof Error ? error.message : String(error) });
  }
  return { name, matchers, timeIntervals };
});
