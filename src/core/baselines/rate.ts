/**
 * The weight of a sample in an exponentially weighted mean: 1/n while young, so that the mean of the first n is exact; then
 * its share of the memory in event time, so that a signal sampled every 5 s and one sampled every minute forget alike; and
 * never more than 1/`least`, so that a signal sampled every hour still rests on `least` samples.
 */
export function rate(samples: number, elapsedMs: number, memory: Memory): number {
  return Math.max(1 / (samples + 1), Math.min(elapsedMs / memory.ms, 1 / memory.least));
}

/** How long a mean remembers: event time, and at least so many samples. */
export interface Memory {
  readonly ms: number;
  readonly least: number;
}

/** A value held within plus and minus a limit: how a robust mean bounds the pull of one sample (Huber 1964). */
export function clip(value: number, limit: number): number {
  return Math.max(-limit, Math.min(limit, value));
}
