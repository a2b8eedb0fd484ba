import { z } from 'zod';
import { SCRAPE_FAILURES } from '../../core/model/page.ts';
import type { TargetStatus } from '../ports.ts';
import { pageOf, paging, Time, time } from './common-schemas.ts';

const HEALTH = ['up', 'down', 'unknown'] as const;

export const TargetListQuery = z.strictObject({
  health: z.enum(HEALTH).optional(),
  job: z.string().min(1).max(1000).optional(),
  ...paging,
});
export type TargetListQuery = z.infer<typeof TargetListQuery>;

export const TargetJson = z
  .object({
    labels: z.record(z.string(), z.string()),
    url: z.string(),
    health: z.enum(HEALTH),
    scrapeIntervalMs: z.number(),
    last: z
      .object({
        time: Time,
        durationMs: z.number(),
        failure: z.enum(SCRAPE_FAILURES).optional(),
        samples: z.int(),
        skippedLines: z.int(),
        series: z.int(),
      })
      .optional()
      .describe('The last scrape that ended'),
  })
  .meta({ id: 'Target' });

export const TargetPage = pageOf(TargetJson).meta({ id: 'TargetPage' });

export function targetJson({ last, ...target }: TargetStatus): z.infer<typeof TargetJson> {
  if (last === undefined) return target;
  const { timeMs, ...rest } = last;
  return { ...target, last: { time: time(timeMs), ...rest } };
}
