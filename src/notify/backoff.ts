/** Waiting times that double from the first to the maximum. */
export interface Backoff {
  readonly firstMs: number;
  readonly maximumMs: number;
}

/**
 * The wait after so many failures in a row (from 1): half of it certain, half by chance, so that what failed together does not come
 * back together ("equal jitter": https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/).
 */
export function backoffMs({ firstMs, maximumMs }: Backoff, failures: number, random: () => number): number {
  const fullMs = Math.min(maximumMs, firstMs * 2 ** Math.min(failures - 1, 30));
  return Math.round(fullMs * (0.5 + 0.5 * random()));
}
