import { clip } from './rate.ts';

/**
 * One side of a distribution: a threshold that a share `TAIL_SHARE` of the values exceeds, and a generalised Pareto law of
 * the excesses beyond it (Pickands 1975; peaks over threshold as in Siffer et al., KDD 2017). Four numbers of four bytes, for a tail
 * is never known to more than their seven digits; O(1) a value.
 */
export const TAIL_FIELDS = 4;
const THRESHOLD = 0;
const SCALE = 1;
const SHAPE = 2;
const PEAKS = 3;

/** Share of the values beyond the threshold: small enough for the Pareto law to hold, large enough to be learnt in a day. */
export const TAIL_SHARE = 0.05;
const USUAL = -Math.log10(TAIL_SHARE);

/** Shape before any evidence: between a Gaussian's 0 and a t-distribution's 0.3, worth fifteen peaks. */
const PRIOR_SHAPE = 0.2;
const PRIOR_PEAKS = 15;
/** Beyond this shape a mean hardly exists. */
const SHAPE_MAXIMUM = 0.8;
/** A Gaussian's peaks look like this shape out to one in a million; values that are bounded lie below it. */
const SHAPE_MINIMUM = -0.13;
/** A shape below 0 has an end point, and beyond it everything would be news: from where the law has come this near, it goes on straight. */
const STRAIGHT = 0.4;
/** Nearer to 0 the formulas lose their digits. */
const SHAPE_LEAST = 1e-3;
/** Variances by which the shape is raised ... */
const SHAPE_CAUTION = 2;
/** ... and no further than this: more would make a band that nothing leaves on a signal's first day. */
const CAUTION_MAXIMUM = 0.12;
/** Peaks that the law remembers: the precision of the shape is 1/sqrt of it. */
const PEAKS_MAXIMUM = 1000;
/** No single peak teaches more than one this many scales out. */
const EXCESS_MAXIMUM = 12;
/** Threshold and scale stay within these, in units of the value's usual size. */
const THRESHOLD_MINIMUM = 0.05;
const SCALE_MINIMUM = 0.02;
const SCALE_MAXIMUM = 50;
const SCORE_MAXIMUM = 300;

/** Starts a tail of values whose mean absolute size is about 1: between a Gaussian's and a Laplace's. */
export function startTail(row: Float32Array, at: number): void {
  row[at + THRESHOLD] = 2.2;
  row[at + SCALE] = 0.8;
  row[at + SHAPE] = PRIOR_SHAPE;
  row[at + PEAKS] = PRIOR_PEAKS;
}

/** Starts a tail as another is, believed no more than any prior. Four positional parameters: two places. */
export function copyTail(from: Float32Array, fromAt: number, to: Float32Array, toAt: number): void {
  for (let i = 0; i < TAIL_FIELDS; i++) to[toAt + i] = from[fromAt + i]!;
  to[toAt + PEAKS] = PRIOR_PEAKS;
}

/** A tail as numbers: the threshold, scale and shape of the law beyond it, and the peaks that they rest on. */
export interface TailNumbers {
  readonly threshold: number;
  readonly scale: number;
  readonly shape: number;
  readonly exceedances: number;
}

/** A tail whose values were measured in this unit; the peaks that every tail starts with do not count. */
export function tailNumbers(row: Float32Array, at: number, unit: number): TailNumbers {
  return {
    threshold: unit * row[at + THRESHOLD]!,
    scale: unit * row[at + SCALE]!,
    shape: row[at + SHAPE]!,
    exceedances: Math.max(0, row[at + PEAKS]! - PRIOR_PEAKS),
  };
}

/**
 * How unusual a value is on this side: -log10 of the probability of one at least as large, 0 at or below 0, at most 300.
 * The law is the predictive one: the shape is raised by a multiple of its own variance, `(1 + shape)^2 / peaks`, because a
 * shape guessed too low costs more false alerts than one guessed too high saves, so few peaks make a wide band.
 */
export function tailScore(row: Float32Array, at: number, value: number): number {
  if (!(value > 0)) return 0;
  const threshold = row[at + THRESHOLD]!;
  if (value <= threshold) return (USUAL * value) / threshold;
  const shape = predictiveShape(row, at);
  const excess = (value - threshold) / row[at + SCALE]!;
  return Math.min(SCORE_MAXIMUM, USUAL + peakEvidence(shape, excess));
}

/** The value whose `tailScore` is `score`. */
export function tailValue(row: Float32Array, at: number, score: number): number {
  const threshold = row[at + THRESHOLD]!;
  if (score <= USUAL) return (threshold * score) / USUAL;
  const shape = predictiveShape(row, at);
  return threshold + row[at + SCALE]! * peakExcess(shape, score - USUAL);
}

/** -log10 of the share of the peaks that exceed `excess`. */
function peakEvidence(shape: number, excess: number): number {
  const grown = 1 + shape * excess;
  if (grown >= STRAIGHT) return (Math.log1p(shape * excess) / shape) * Math.LOG10E;
  return (Math.log(STRAIGHT) / shape + (excess - (STRAIGHT - 1) / shape) / STRAIGHT) * Math.LOG10E;
}

/** The excess whose `peakEvidence` is `evidence`. */
function peakExcess(shape: number, evidence: number): number {
  const logarithm = shape * evidence * Math.LN10;
  if (logarithm >= Math.log(STRAIGHT)) return Math.expm1(logarithm) / shape;
  return (STRAIGHT - 1 + STRAIGHT * (logarithm - Math.log(STRAIGHT))) / shape;
}

function predictiveShape(row: Float32Array, at: number): number {
  const shape = row[at + SHAPE]!;
  const cautious = shape + Math.min(CAUTION_MAXIMUM, (SHAPE_CAUTION * (1 + shape) * (1 + shape)) / row[at + PEAKS]!);
  return Math.abs(cautious) < SHAPE_LEAST ? SHAPE_LEAST : cautious;
}

/**
 * Learns one value with the weight `rate`; a peak among them with the weight `trust` of a peak. The threshold is a stochastic
 * quantile (Robbins-Monro with the step 1/density, which for an exponential tail is scale/share); scale and shape follow the
 * natural gradient of the Pareto likelihood (Amari 1998), whose asymptotic variance is that of maximum likelihood. Five
 * positional parameters because this is the hottest call of all, and an options object a call would be garbage.
 */
export function learnTail(row: Float32Array, at: number, value: number, rate: number, trust: number): void {
  const threshold = row[at + THRESHOLD]!;
  const scale = row[at + SCALE]!;
  const beyond = value > threshold;
  const step = rate * scale * (beyond ? Math.min(1 / TAIL_SHARE - 1, 1 / rate / 4) : -1);
  const moved = Math.max(threshold + step, THRESHOLD_MINIMUM);
  row[at + THRESHOLD] = moved;
  if (beyond && value > moved) learnExcess(row, at, Math.min((value - moved) / scale, EXCESS_MAXIMUM), trust);
}

function learnExcess(row: Float32Array, at: number, excess: number, trust: number): void {
  const peaks = Math.min(row[at + PEAKS]! + trust, PEAKS_MAXIMUM);
  row[at + PEAKS] = peaks;
  const own = row[at + SHAPE]!;
  const shape = Math.abs(own) < SHAPE_LEAST ? SHAPE_LEAST : own;
  const grown = Math.max(STRAIGHT, 1 + shape * excess);
  const byShape = Math.log(grown) / (shape * shape) - ((1 + 1 / shape) * excess) / grown;
  const byScale = -1 + ((1 + shape) * excess) / grown;
  const pull = (trust / peaks) * (1 + shape);
  const shapeStep = clip(pull * ((1 + shape) * byShape - byScale), 0.1);
  const scaleStep = clip(pull * (2 * byScale - byShape), 0.3);
  row[at + SHAPE] = Math.max(SHAPE_MINIMUM, Math.min(SHAPE_MAXIMUM, shape + shapeStep));
  row[at + SCALE] = Math.max(SCALE_MINIMUM, Math.min(SCALE_MAXIMUM, row[at + SCALE]! * Math.exp(scaleStep)));
}
