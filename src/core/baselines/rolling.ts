import { SCALE_MEMORY, SCALE_PULL, TAIL_MEMORY } from './memory.ts';
import { clip, rate } from './rate.ts';
import { MEAN_ABOVE, MEAN_BELOW, MEAN_SCALE, ROLLING_MEAN, ROLLING_SQUARE, SPREAD, SPREAD_SCALE } from './row.ts';
import type { Step } from './step.ts';
import { learnTail, tailScore } from './tail.ts';

/** Samples that the rolling mean and spread reach back, and the pull of one in scales. */
const REACH = 40;
const PULL = 8;

/** Mean and spread of the latest deviations: a small shift that stays, or a signal that has become restless. */
export function measureRolling(step: Step): void {
  const { numbers, at } = step;
  const pulled = clip(step.deviation, PULL * step.unit);
  step.rollingMean = numbers[at + ROLLING_MEAN]! + (pulled - numbers[at + ROLLING_MEAN]!) / REACH;
  step.rollingSquare = numbers[at + ROLLING_SQUARE]! + (pulled * pulled - numbers[at + ROLLING_SQUARE]!) / REACH;
  step.spread = Math.sqrt(Math.max(0, step.rollingSquare - step.rollingMean * step.rollingMean));
  step.meanUnit = Math.max(numbers[at + MEAN_SCALE]!, step.floor);
  step.spreadUnit = Math.max(numbers[at + SPREAD_SCALE]!, step.floor);
}

/** -log10 of the tail probability of the rolling mean or the rolling spread, whichever is less usual. */
export function rollingEvidence(step: Step): number {
  const { numbers, at, rollingMean, meanUnit } = step;
  const side = rollingMean > 0 ? MEAN_ABOVE : MEAN_BELOW;
  const mean = rollingMean * step.deviation > 0 ? tailScore(numbers, at + side, Math.abs(rollingMean) / meanUnit) : 0;
  return Math.max(mean, tailScore(numbers, at + SPREAD, step.spread / step.spreadUnit));
}

/** Learns mean and spread, `trust` of them. */
export function learnRolling(step: Step, trust: number): void {
  const { numbers, at, samples, elapsedMs, rollingMean, meanUnit, spread, spreadUnit } = step;
  const tailRate = trust * rate(samples, elapsedMs, TAIL_MEMORY);
  learnTail(numbers, at + MEAN_ABOVE, rollingMean / meanUnit, tailRate, step.peakTrust);
  learnTail(numbers, at + MEAN_BELOW, -rollingMean / meanUnit, tailRate, step.peakTrust);
  learnTail(numbers, at + SPREAD, spread / spreadUnit, tailRate, step.peakTrust);
  const scaleRate = trust * rate(samples, elapsedMs, SCALE_MEMORY);
  numbers[at + MEAN_SCALE]! +=
    scaleRate * (Math.min(Math.abs(rollingMean), SCALE_PULL * meanUnit) - numbers[at + MEAN_SCALE]!);
  numbers[at + SPREAD_SCALE]! += scaleRate * (Math.min(spread, SCALE_PULL * spreadUnit) - numbers[at + SPREAD_SCALE]!);
  numbers[at + ROLLING_MEAN] = step.rollingMean;
  numbers[at + ROLLING_SQUARE] = step.rollingSquare;
}
