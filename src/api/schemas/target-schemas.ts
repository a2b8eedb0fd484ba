import { z } from 'zod';
import { SCRAPE_FAILURES } from '../../core/model/page.ts';
import { TARGET_HEALTHS, type TargetStatus } from '../ports.ts';
import { anyOf, pageOf, paging, Time, time, Word } from './common-schemas.ts';

export const TargetListQuery = z.strictObject({
  health: anyOf(z.enum(TARGET_HEALTHS)),
  job: anyOf(Word).describe('Value of the `job` label'),
  ...paging,
});
export type TargetListQuery = z.infer<typeof TargetListQuery>;

export const TargetJson = z
  .object({
    scrapePool: z.string().describe('The `job_name` of its scrape configuration'),
    labels: z.record(z.string(), z.string()),
    url: z.string().describe('Empty where it is `written`'),
    health: z.enum(TARGET_HEALTHS),
    intervalMs: z.number().describe('0 where it is `written`'),
    written: z.boolean().optional().describe('Somebody else scrapes it and writes its samples by remote write'),
    lastScrapeAt: Time.optional(),
    lastDurationMs: z.number().optional(),
    lastBodyBytes: z.int().optional(),
    samples: z.int().optional(),
    skippedLines: z.int().optional(),
    skipped: z
      .array(z.object({ line: z.int(), reason: z.string(), text: z.string().describe('Its beginning') }))
      .optional()
      .describe('The first skipped lines, and why'),
    seriesDropped: z.int().optional().describe('Samples of series beyond the limits on series'),
    reason: z.enum(SCRAPE_FAILURES).optional().describe('Why the last scrape brought nothing'),
    error: z.string().optional().describe('The same for a person'),
  })
  .meta({ id: 'Target' });

export const TargetPage = pageOf(TargetJson).meta({ id: 'TargetPage' });

export function targetJson(target: TargetStatus): z.infer<typeof TargetJson> {
  const { scrapePool, labels, url, health, intervalMs, written, lastScrapeMs, lastDurationMs, lastBodyBytes } = target;
  const { samples, skippedLines, skipped, seriesDropped, reason, error } = target;
  const lastScrapeAt = lastScrapeMs === undefined ? undefined : time(lastScrapeMs);
  const last = {
    lastScrapeAt,
    lastDurationMs,
    lastBodyBytes,
    samples,
    skippedLines,
    seriesDropped,
    reason,
    error,
  };
  return { scrapePool, labels, url, health, intervalMs, written, ...last, skipped: skipped?.slice() };
}
