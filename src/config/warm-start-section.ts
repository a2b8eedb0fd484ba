import { z } from 'zod';
import { duration, httpUrl, section } from './fields.ts';
import { HTTP_CLIENT, httpClient } from './http-client-section.ts';

/** Longer ago says little about now, and takes hours to read. */
const DAYS_MAXIMUM = 90;

/** `warm_start`: where the past is read when nothing has been learnt yet. */
export const warmStartSection = section({
  url: httpUrl,
  days: z.number().positive().max(DAYS_MAXIMUM).default(7),
  step: duration.prefault('1m'),
  match: z
    .string()
    .regex(/^[^{}]*$/, 'is no list of label matchers; write one like cluster="a",job=~"vllm|dcgm.*", without braces')
    .default(''),
  timeout: duration.prefault('1m'),
  ...HTTP_CLIENT,
}).transform((given, context) => ({
  /** Of the API without `/api/v1`. */
  url: given.url,
  days: given.days,
  stepMs: given.step,
  /** Label matchers, comma-separated: which series are read. */
  match: given.match,
  timeoutMs: given.timeout,
  http: httpClient(given, context),
}));
/** Which Prometheus to learn the past from, and how much of it. */
export type WarmStartConfig = z.output<typeof warmStartSection>;
