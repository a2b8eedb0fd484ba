import { isAway } from './regime.ts';
import { BEYOND_SAMPLES, HELD, QUIET_SAMPLES, RARE_COUNT, RARE_RUN, RARE_SIZE, SLOW } from './row.ts';
import type { Step } from './step.ts';

/** A signal is mostly zero while this share of its samples or less is anything else ... */
const RARE_SHARE = 0.25;
/** ... and its level lies within this share of what its other values usually are: one that has moved away for good is not. */
const LEVEL_SHARE = 0.5;
/** With fewer other values than this remembered, one that is half forgotten at most, it was never anything but zero. */
const COUNT_LEAST = 0.7;
/** Values other than zero that the mean size remembers. */
const SIZE_REACH = 50;

/** Whether counts, seldom other than zero, describe this signal better than a band around a level. */
export function isRare({ numbers, at, tailRate }: Step): boolean {
  const isAtZero = Math.abs(numbers[at + SLOW]!) <= LEVEL_SHARE * numbers[at + RARE_SIZE]!;
  return isAtZero && numbers[at + RARE_COUNT]! * tailRate <= RARE_SHARE;
}

/** Whether, but for the samples just before this one, the signal was never anything but zero. */
function wasAlwaysZero({ numbers, at }: Step): boolean {
  return numbers[at + RARE_RUN]! > 0 || numbers[at + RARE_COUNT]! < COUNT_LEAST;
}

/**
 * The hurdle model of a mostly-zero signal (Mullahy 1986): -log10 of the probability that a sample is not zero at all, by the
 * rule of succession, plus that of being as large as it is when it is not: an exponential law whose mean is known from `count`
 * values, hence a Lomax law, beyond the mean. Of a signal that was always zero no size is known: there each sample in a row that
 * is not zero counts once more, so that the first says no more than how long there was nothing.
 */
export function rareEvidence(step: Step): number {
  const { numbers, at, value } = step;
  if (value === 0) return 0;
  if (wasAlwaysZero(step)) return (1 + numbers[at + RARE_RUN]!) * hurdle(step, 0);
  const count = numbers[at + RARE_COUNT]!;
  const excess = Math.max(0, Math.abs(value) / numbers[at + RARE_SIZE]! - 1);
  return hurdle(step, count) + count * Math.log10(1 + excess / count);
}

/** -log10 of how probable a value other than zero is after `count` of them. */
function hurdle({ tailRate }: Step, count: number): number {
  return -Math.log10((count + 0.5) / (1 / tailRate + 1));
}

/** The size at which `rareEvidence` is `evidence`; 0 where no size matters. */
export function rareValue(step: Step, evidence: number): number {
  if (wasAlwaysZero(step)) return 0;
  const { numbers, at } = step;
  const count = numbers[at + RARE_COUNT]!;
  const left = evidence - hurdle(step, count);
  return left <= 0 ? 0 : numbers[at + RARE_SIZE]! * (1 + count * (10 ** (left / count) - 1));
}

/**
 * Counts the sample. What lies beyond the line is counted once it is over, as one: a value that stays is not less unusual for staying, not
 * even when it has been adopted, until what was before is forgotten, and what a person called an attack is never counted. One value,
 * however large, moves the mean size by its own size at most once over.
 */
export function learnRare(step: Step): void {
  const { numbers, at, value } = step;
  numbers[at + RARE_COUNT]! *= 1 - Math.min(0.5, step.tailRate);
  const isOver = numbers[at + QUIET_SAMPLES] === 1 && numbers[at + BEYOND_SAMPLES]! > 0 && numbers[at + HELD] === 0;
  if (isOver || (value !== 0 && !step.beyond && !isAway(numbers, at))) numbers[at + RARE_COUNT]! += 1;
  if (value === 0) return;
  const size = numbers[at + RARE_SIZE]!;
  const pulled = size === 0 ? Math.abs(value) : Math.min(Math.abs(value), 4 * size);
  numbers[at + RARE_SIZE] = size + (pulled - size) / Math.min(SIZE_REACH, Math.max(1, numbers[at + RARE_COUNT]!));
}

/** Counts values in a row after nothing but zeros, whether or not anything is learnt from them: each says it once more. */
export function countRun(step: Step): void {
  const { numbers, at, value } = step;
  if (value === 0) numbers[at + RARE_RUN] = 0;
  else if (wasAlwaysZero(step)) numbers[at + RARE_RUN]! += 1;
}
