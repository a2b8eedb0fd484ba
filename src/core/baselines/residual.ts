import { isAdmitted, predictorError } from './predictors.ts';
import { ABOVE, ACTIVE, BELOW, tailAt } from './row.ts';
import type { Step } from './step.ts';
import { learnTail, tailScore } from './tail.ts';

/** Evidence from which on the other predictors are asked: below it nothing is at stake. */
const ASK_OTHERS = 1;

/**
 * -log10 of the tail probability of the deviation. Where it matters it is that under all predictors: the mixture of their
 * tails, weighted by how well each has predicted lately, so that one predictor's mistake is no news while another knew.
 */
export function residualEvidence(step: Step): number {
  const { singles, at, deviation } = step;
  const side = tailAt(at, deviation > 0 ? ABOVE : BELOW);
  const own = tailScore(singles, side, Math.abs(deviation) / step.unit);
  return own < ASK_OTHERS ? own : Math.max(ASK_OTHERS, mixture(step, side));
}

function mixture(step: Step, side: number): number {
  const { numbers, singles, value, predictions } = step;
  const best = predictorError(step, numbers[step.at + ACTIVE]!);
  const sign = Math.sign(step.deviation);
  let weights = 0;
  let probability = 0;
  for (let i = 0; i < predictions.length; i++) {
    if (!isAdmitted(step, i)) continue;
    const error = predictorError(step, i);
    const weight = (best / error) ** 2;
    weights += weight;
    probability += weight * 10 ** -tailScore(singles, side, (sign * (value - predictions[i]!)) / error);
  }
  return -Math.log10(Math.max(probability / weights, 1e-300));
}

/** Learns the deviation's tails, `trust` of it. */
export function learnResidual(step: Step, trust: number): void {
  const { singles, at, unit, deviation } = step;
  const tailRate = trust * step.tailRate;
  learnTail(singles, tailAt(at, ABOVE), deviation / unit, tailRate, step.peakTrust);
  learnTail(singles, tailAt(at, BELOW), -deviation / unit, tailRate, step.peakTrust);
}
