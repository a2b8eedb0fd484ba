import { NOVELTY_HIGH, NOVELTY_LAST, NOVELTY_LOW, NOVELTY_RATE, NOVELTY_SEEN, SAMPLES } from './row.ts';
import type { Step } from './step.ts';

/** The range is taken from the samples before the first mark, steps are remembered from then on, and news from the second on. */
const RANGE_SAMPLES = 500;
const KNOWN_SAMPLES = 675;
/** Levels within the range; one more below and one above make 8, so the 64 steps between two levels fit two words. */
const LEVELS = 6;
const SYMBOLS = LEVELS + 2;
/** The range is widened by this share on either side. */
const MARGIN = 0.1;
/** Samples that the rate of new steps reaches back; it is never believed to be below the floor. */
const REACH = 500;
const RATE_FLOOR = 1e-4;

/** Starts with a range that any value will widen. */
export function startNovelty(numbers: Float64Array, at: number): void {
  numbers[at + NOVELTY_LOW] = Number.POSITIVE_INFINITY;
  numbers[at + NOVELTY_HIGH] = Number.NEGATIVE_INFINITY;
  numbers[at + NOVELTY_LAST] = -1;
  numbers[at + NOVELTY_RATE] = 1 / REACH;
}

/**
 * -log10 of the rate at which steps out of the range were new, when this is one: the rarer they were, the more it says.
 * A step within the range is never news: there the tails know better.
 */
export function noveltyEvidence(step: Step): number {
  const { numbers, at } = step;
  step.novel = false;
  const last = numbers[at + NOVELTY_LAST]!;
  if (last < 0) return 0;
  const now = symbol(numbers, at, step.value);
  step.symbol = now;
  if (now !== 0 && now !== SYMBOLS - 1) return 0;
  const pair = last * SYMBOLS + now;
  step.novel = ((numbers[at + NOVELTY_SEEN + (pair >>> 5)]! >>> (pair & 31)) & 1) === 0;
  return step.novel && step.samples >= KNOWN_SAMPLES ? -Math.log10(numbers[at + NOVELTY_RATE]!) : 0;
}

/** Remembers the step from the last value to this one. */
export function learnNovelty(step: Step): void {
  const { numbers, at, value } = step;
  const samples = numbers[at + SAMPLES]!;
  if (samples < RANGE_SAMPLES) {
    numbers[at + NOVELTY_LOW] = Math.min(numbers[at + NOVELTY_LOW]!, value);
    numbers[at + NOVELTY_HIGH] = Math.max(numbers[at + NOVELTY_HIGH]!, value);
    return;
  }
  const last = numbers[at + NOVELTY_LAST]!;
  if (last < 0) widenRange(numbers, at);
  const now = last < 0 ? symbol(numbers, at, value) : step.symbol;
  if (last >= 0 && step.novel) {
    const pair = last * SYMBOLS + now;
    const word = at + NOVELTY_SEEN + (pair >>> 5);
    numbers[word] = (numbers[word]! | (1 << (pair & 31))) >>> 0;
  }
  if (samples >= KNOWN_SAMPLES) {
    const rate = numbers[at + NOVELTY_RATE]!;
    numbers[at + NOVELTY_RATE] = Math.max(RATE_FLOOR, rate + (Number(step.novel) - rate) / REACH);
  }
  numbers[at + NOVELTY_LAST] = now;
}

function widenRange(numbers: Float64Array, at: number): void {
  const margin = MARGIN * (numbers[at + NOVELTY_HIGH]! - numbers[at + NOVELTY_LOW]!);
  numbers[at + NOVELTY_LOW]! -= margin;
  numbers[at + NOVELTY_HIGH]! += margin;
}

function symbol(numbers: Float64Array, at: number, value: number): number {
  const low = numbers[at + NOVELTY_LOW]!;
  const high = numbers[at + NOVELTY_HIGH]!;
  if (value < low) return 0;
  if (value > high) return SYMBOLS - 1;
  return high > low ? 1 + Math.min(LEVELS - 1, Math.floor((LEVELS * (value - low)) / (high - low))) : 1;
}
