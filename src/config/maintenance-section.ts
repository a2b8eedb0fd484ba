import { z } from 'zod';
import { checkMatchers } from '../core/alerts/check-silence.ts';
import type { MaintenanceWindow } from '../core/alerts/silencer.ts';
import { section, text } from './fields.ts';
import { matcher } from './matcher-field.ts';
import { timeIntervalSection } from './time-interval-section.ts';

/** One entry of `maintenance`. */
export const maintenanceSection = section({
  name: text.describe('what the alerts it keeps back say of it'),
  matchers: z.array(matcher).describe('which alerts: all must hold'),
  time_intervals: z
    .array(timeIntervalSection)
    .min(1, 'has no time; give at least one interval')
    .describe('when: any of them'),
}).transform(({ name, matchers, time_intervals: timeIntervals }, context): MaintenanceWindow => {
  try {
    checkMatchers(matchers);
  } catch (error) {
    context.addIssue({ code: 'custom', message: error instanceof Error ? error.message : String(error) });
  }
  return { name, matchers, timeIntervals };
});
