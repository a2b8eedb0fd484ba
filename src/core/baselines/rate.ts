/**
 * The weight of a sample in an exponentially weighted mean: 1/n while young, so that the mean of the first n is exact; then
 * its share of the memory in event time, so that a signal sampled every 5 s and one sampled every minute forget alike; and
 * never more than `most`, so that a signal sampled every hour still rests on one over it of samples.
 */
export function rate({ youth, elapsedMs }: Age, memory: Memory): number {
  return Math.max(youth, Math.min(elapsedMs / memory.ms, memory.most));
}

/** How old a signal is at a sample. */
export interface Age {
  /** One over the number of samples, this one among them. */
  readonly youth: number;
  /** Time since the sample before. */
  readonly elapsedMs: number;
}

/** How long a mean remembers: event time, and the weight of a sample at most. */
export interface Memory {
  readonly ms: number;
  readonly most: number;
}

/** A value held within plus and minus a limit: how a robust mean bounds the pull of one sample (Huber 1964). */
export function clip(value: number, limit: number): number {
  return Math.max(-limit, Math.min(limit, value));
}
