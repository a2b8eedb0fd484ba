import { z } from 'zod';
import { byteSize, checkTimeout, duration, labels, limit, section } from './fields.ts';

/** Prometheus' default timeout; a shorter interval lowers it, as in Prometheus. */
const DEFAULT_TIMEOUT_MS = 10_000;

/** The limits that `global` sets for every scrape configuration; 0 is no limit. */
export const SCRAPE_LIMITS = {
  sample_limit: limit.optional().describe('a page with more samples counts as a failed scrape (0: none)'),
  label_limit: limit.optional().describe('most labels of a series (0: none)'),
  label_name_length_limit: limit.optional().describe('longest label name in bytes (0: none)'),
  label_value_length_limit: limit.optional().describe('longest label value in bytes (0: none)'),
  target_limit: limit.optional().describe('most targets of one scrape configuration (0: none)'),
  body_size_limit: byteSize.optional().describe('largest page, decompressed; larger ones are refused'),
} as const;

/** `global`: defaults of the scrape configurations, and how often signals are judged. */
export const globalSection = section({
  scrape_interval: duration.prefault('15s'),
  scrape_timeout: duration.optional(),
  evaluation_interval: duration.prefault('15s'),
  external_labels: labels.prefault({}),
  ...SCRAPE_LIMITS,
})
  .prefault({})
  .transform((given, context) => {
    const scrapeTimeoutMs = given.scrape_timeout ?? Math.min(DEFAULT_TIMEOUT_MS, given.scrape_interval);
    checkTimeout(scrapeTimeoutMs, given.scrape_interval, context);
    return {
      scrapeIntervalMs: given.scrape_interval,
      scrapeTimeoutMs,
      evaluationIntervalMs: given.evaluation_interval,
      /** Labels that every alert carries when it leaves the house. */
      externalLabels: given.external_labels,
      ...scrapeLimits(given),
    };
  });

/** The defaults of all scrapes, and how often signals are judged. */
export type GlobalConfig = z.output<typeof globalSection>;

type GivenLimits = z.output<z.ZodObject<typeof SCRAPE_LIMITS>>;

/** Limits of one target's page; 0 is no limit. */
export interface ScrapeLimits {
  readonly sampleLimit: number;
  readonly labelLimit: number;
  readonly labelNameLengthLimit: number;
  readonly labelValueLengthLimit: number;
  /** Targets of one scrape configuration. */
  readonly targetLimit: number;
  /** Of the decompressed page. */
  readonly bodySizeLimitBytes: number;
}

/** Prometheus has no limit of its own on a body; a monitor that anyone may point at needs one. */
export const DEFAULT_BODY_SIZE_LIMIT_BYTES = 50 * 1024 * 1024;

/** The limits as given, else those of `above`. */
export function scrapeLimits(given: GivenLimits, above?: ScrapeLimits): ScrapeLimits {
  return {
    sampleLimit: given.sample_limit ?? above?.sampleLimit ?? 0,
    labelLimit: given.label_limit ?? above?.labelLimit ?? 0,
    labelNameLengthLimit: given.label_name_length_limit ?? above?.labelNameLengthLimit ?? 0,
    labelValueLengthLimit: given.label_value_length_limit ?? above?.labelValueLengthLimit ?? 0,
    targetLimit: given.target_limit ?? above?.targetLimit ?? 0,
    bodySizeLimitBytes: given.body_size_limit ?? above?.bodySizeLimitBytes ?? DEFAULT_BODY_SIZE_LIMIT_BYTES,
  };
}
