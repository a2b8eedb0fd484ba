import { SCALE_PULL } from './memory.ts';
import { clip } from './rate.ts';
import { SPREAD, SPREAD_SCALE, SPREAD_SQUARE, tailAt } from './row.ts';
import type { Step } from './step.ts';
import { learnTail, tailScore } from './tail.ts';

/** Samples that the spread reaches back, and the pull of one in scales. */
const REACH = 40;
const PULL = 8;
const TOGETHER = 4;

/** The root mean square of the latest deviations: a signal that has become restless shows here before any one value does. */
export function measureSpread(step: Step): void {
  const { numbers, at } = step;
  const pulled = clip(step.deviation, PULL * step.unit);
  step.spreadSquare = numbers[at + SPREAD_SQUARE]! + (pulled * pulled - numbers[at + SPREAD_SQUARE]!) / REACH;
  step.spread = Math.sqrt(step.spreadSquare);
  step.spreadUnit = Math.max(numbers[at + SPREAD_SCALE]!, step.floor);
}

/** -log10 of the tail probability of the spread. */
export function spreadEvidence({ singles, at, spread, spreadUnit }: Step): number {
  return tailScore(singles, tailAt(at, SPREAD), spread / spreadUnit);
}

/** Learns the spread, `trust` of it: every fourth for four, for neighbours are nearly the same. */
export function learnSpread(step: Step, usualTrust: number): void {
  const { numbers, singles, at, spread, spreadUnit } = step;
  numbers[at + SPREAD_SQUARE] = step.spreadSquare;
  if (step.samples % TOGETHER !== 0) return;
  const trust = TOGETHER * usualTrust;
  learnTail(singles, tailAt(at, SPREAD), spread / spreadUnit, trust * step.tailRate, TOGETHER * step.peakTrust);
  const size = Math.min(spread, SCALE_PULL * spreadUnit);
  numbers[at + SPREAD_SCALE]! += trust * step.scaleRate * (size - numbers[at + SPREAD_SCALE]!);
}
