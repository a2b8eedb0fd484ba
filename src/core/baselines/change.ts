import { SCALE_PULL } from './memory.ts';
import { seasonal } from './predictors.ts';
import { clip } from './rate.ts';
import { AR_PRODUCT, AR_SQUARE, CHANGE_SCALE, FALL, OFF_SEASON, RISE, tailAt } from './row.ts';
import type { Step } from './step.ts';
import { learnTail, tailScore } from './tail.ts';

/** A sample's pull on the autocorrelation, in scales. */
const AR_PULL = 6;

/**
 * The part of a change that was not to be expected: deviations from the season follow an AR(1) law whose coefficient is
 * learnt (Yule-Walker, exponentially weighted), the innovation is what is left. Sudden moves show here, slow ones do not.
 */
export function measureChange(step: Step): void {
  const { numbers, at } = step;
  step.offSeason = step.value - seasonal(step);
  const square = numbers[at + AR_SQUARE]!;
  const coefficient = square > 0 ? Math.max(0, Math.min(1, numbers[at + AR_PRODUCT]! / square)) : 0;
  step.change = step.offSeason - coefficient * numbers[at + OFF_SEASON]!;
  step.changeUnit = Math.max(numbers[at + CHANGE_SCALE]! * step.swell, step.floor);
}

/** -log10 of the tail probability of the change; one back towards what is expected is no news. */
export function changeEvidence(step: Step): number {
  if (step.change * step.deviation <= 0) return 0;
  const size = Math.abs(step.change) / step.changeUnit;
  return tailScore(step.singles, tailAt(step.at, step.change > 0 ? RISE : FALL), size);
}

/** Learns the change, `trust` of it. */
export function learnChange(step: Step, trust: number): void {
  const { numbers, at, change, changeUnit } = step;
  const tailRate = trust * step.tailRate;
  learnTail(step.singles, tailAt(at, RISE), change / changeUnit, tailRate, step.peakTrust);
  learnTail(step.singles, tailAt(at, FALL), -change / changeUnit, tailRate, step.peakTrust);
  const scaleRate = trust * step.scaleRate;
  const size = Math.min(Math.abs(change), SCALE_PULL * changeUnit) / step.swell;
  numbers[at + CHANGE_SCALE]! += scaleRate * (size - numbers[at + CHANGE_SCALE]!);
  const now = clip(step.offSeason, AR_PULL * step.unit);
  const before = clip(numbers[at + OFF_SEASON]!, AR_PULL * step.unit);
  numbers[at + AR_PRODUCT]! += scaleRate * (now * before - numbers[at + AR_PRODUCT]!);
  numbers[at + AR_SQUARE]! += scaleRate * (before * before - numbers[at + AR_SQUARE]!);
  numbers[at + OFF_SEASON] = step.offSeason;
}
