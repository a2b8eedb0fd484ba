import { SCALE_PULL } from './memory.ts';
import { clip, type Memory } from './rate.ts';
import { DRIFT, DRIFT_ABOVE, DRIFT_BELOW, DRIFT_SCALE, tailAt } from './row.ts';
import type { Step } from './step.ts';
import { learnTail, tailScore } from './tail.ts';

/** What a slow drift is measured over, and the pull of one sample in scales. */
const DRIFT_MEMORY: Memory = { ms: 6 * 3_600_000, most: 1 / 20 };
const PULL = 8;
/** A drift goes on for hours: one that is unusual (one in 160) must not teach its own tail with every sample that it is not. */
const UNUSUAL = 2.2;
const UNUSUAL_TRUST = 0.2;
/** Neighbouring drifts are nearly the same: so many of them say as much about how high drifts get as one independent value. */
const PEAK_TRUST = 0.1;
/** Where the drift is measured over more samples than the first number, so many are learnt as one. */
const ALIKE = 160;
const TOGETHER = 8;

/**
 * The mean deviation from the season over the last hours (an exponentially weighted moving-average chart, Roberts 1959):
 * what moves too slowly to be a change and too little to be a deviation adds up here. The following level has no say in it.
 */
export function measureDrift(step: Step): void {
  const { numbers, at } = step;
  const weight = Math.min(step.elapsedMs / DRIFT_MEMORY.ms, DRIFT_MEMORY.most);
  step.drift = numbers[at + DRIFT]! + weight * (clip(step.offSeason, PULL * step.unit) - numbers[at + DRIFT]!);
  step.driftUnit = Math.max(numbers[at + DRIFT_SCALE]!, step.floor);
}

/** -log10 of the tail probability of the drift, when this sample goes the same way. */
export function driftEvidence({ singles, at, drift, driftUnit, offSeason }: Step): number {
  if (drift * offSeason <= 0) return 0;
  return tailScore(singles, tailAt(at, drift > 0 ? DRIFT_ABOVE : DRIFT_BELOW), Math.abs(drift) / driftUnit);
}

/** Learns the drift, `trust` of it: where neighbours are nearly the same, every eighth for eight. */
export function learnDrift(step: Step, usualTrust: number): void {
  const { numbers, singles, at, drift, driftUnit } = step;
  numbers[at + DRIFT] = drift;
  const times = step.elapsedMs < DRIFT_MEMORY.ms / ALIKE ? TOGETHER : 1;
  if (step.samples % times !== 0) return;
  const size = Math.abs(drift) / driftUnit;
  const unusual = tailScore(singles, tailAt(at, drift > 0 ? DRIFT_ABOVE : DRIFT_BELOW), size) > UNUSUAL;
  const trust = times * (unusual ? UNUSUAL_TRUST * usualTrust : usualTrust);
  const tailRate = trust * step.tailRate;
  const peakTrust = PEAK_TRUST * trust * step.peakTrust;
  learnTail(singles, tailAt(at, DRIFT_ABOVE), drift / driftUnit, tailRate, peakTrust);
  learnTail(singles, tailAt(at, DRIFT_BELOW), -drift / driftUnit, tailRate, peakTrust);
  const pulled = Math.min(Math.abs(drift), SCALE_PULL * driftUnit);
  numbers[at + DRIFT_SCALE]! += trust * step.scaleRate * (pulled - numbers[at + DRIFT_SCALE]!);
}
