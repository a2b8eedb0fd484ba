import { median, medianAbsoluteDeviation } from 'simple-statistics';
import { KEEP_EVERY, KEPT, SAMPLES, WARM_UP, WARM_UP_PAIRS } from './row.ts';

/** Mean absolute deviation of a Gaussian over its median absolute deviation: sqrt(2/pi) x 1.4826. */
const MEAN_OVER_MEDIAN_DEVIATION = 1.183;

/** What the warm-up showed: level, mean absolute deviation from it, the last value, and how often there was anything. */
export interface WarmUp {
  readonly level: number;
  readonly scale: number;
  readonly last: number;
  /** Share of the samples that are not zero, and their usual size. */
  readonly nonZeroShare: number;
  readonly nonZeroSize: number;
}

/** Keeps a warm-up sample; when the room is full every second one is let go and from then on only every second is kept. */
export function keepWarmUp(row: Float64Array, at: number, value: number, timeMs: number): void {
  const every = Math.max(1, row[at + KEEP_EVERY]!);
  if (row[at + SAMPLES]! % every !== 0) return;
  let kept = row[at + KEPT]!;
  if (kept === WARM_UP_PAIRS) {
    for (let i = 1; 2 * i < kept; i++) {
      row[at + WARM_UP + 2 * i] = row[at + WARM_UP + 4 * i]!;
      row[at + WARM_UP + 2 * i + 1] = row[at + WARM_UP + 4 * i + 1]!;
    }
    kept /= 2;
    row[at + KEEP_EVERY] = every * 2;
  }
  row[at + WARM_UP + 2 * kept] = value;
  row[at + WARM_UP + 2 * kept + 1] = timeMs;
  row[at + KEPT] = kept + 1;
}

/** Level and scale of the warm-up samples: the median and the deviation from it, which no single wild sample can move. */
export function warmUpStatistics(row: Float64Array, at: number): WarmUp {
  const kept = row[at + KEPT]!;
  const values = Array.from({ length: kept }, (_, i) => row[at + WARM_UP + 2 * i]!);
  const level = median(values);
  const spread = medianAbsoluteDeviation(values) * MEAN_OVER_MEDIAN_DEVIATION;
  // More than half the samples alike: the others still tell how far the signal goes.
  const scale = spread > 0 ? spread : values.reduce((sum, value) => sum + Math.abs(value - level), 0) / kept;
  const sizes = values.filter((value) => value !== 0).map(Math.abs);
  const nonZeroSize = sizes.length === 0 ? 0 : median(sizes);
  return { level, scale, last: values.at(-1) ?? level, nonZeroShare: sizes.length / kept, nonZeroSize };
}
