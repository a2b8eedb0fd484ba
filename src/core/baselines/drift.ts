import { SCALE_PULL } from './memory.ts';
import { clip, type Memory } from './rate.ts';
import { DRIFT, DRIFT_ABOVE, DRIFT_BELOW, DRIFT_SCALE } from './row.ts';
import type { Step } from './step.ts';
import { learnTail, tailScore } from './tail.ts';

/** What a slow drift is measured over, and the pull of one sample in scales. */
const DRIFT_MEMORY: Memory = { ms: 6 * 3_600_000, least: 20 };
const PULL = 8;
/** A drift goes on for hours: one that is unusual (one in 160) must not teach its own tail with every sample that it is not. */
const UNUSUAL = 2.2;
const UNUSUAL_TRUST = 0.2;

/**
 * The mean deviation from the season over the last hours (an exponentially weighted moving-average chart, Roberts 1959):
 * what moves too slowly to be a change and too little to be a deviation adds up here. The following level has no say in it.
 */
export function measureDrift(step: Step): void {
  const { numbers, at } = step;
  const weight = Math.min(step.elapsedMs / DRIFT_MEMORY.ms, 1 / DRIFT_MEMORY.least);
  step.drift = numbers[at + DRIFT]! + weight * (clip(step.offSeason, PULL * step.unit) - numbers[at + DRIFT]!);
  step.driftUnit = Math.max(numbers[at + DRIFT_SCALE]!, step.floor);
}

/** -log10 of the tail probability of the drift, when this sample goes the same way. */
export function driftEvidence({ numbers, at, drift, driftUnit, offSeason }: Step): number {
  if (drift * offSeason <= 0) return 0;
  return tailScore(numbers, at + (drift > 0 ? DRIFT_ABOVE : DRIFT_BELOW), Math.abs(drift) / driftUnit);
}

/** Learns the drift, `trust` of it. */
export function learnDrift(step: Step, usualTrust: number): void {
  const { numbers, at, drift, driftUnit } = step;
  const size = Math.abs(step.drift) / step.driftUnit;
  const unusual = tailScore(step.numbers, step.at + (step.drift > 0 ? DRIFT_ABOVE : DRIFT_BELOW), size) > UNUSUAL;
  const trust = unusual ? UNUSUAL_TRUST * usualTrust : usualTrust;
  const tailRate = trust * step.tailRate;
  learnTail(numbers, at + DRIFT_ABOVE, drift / driftUnit, tailRate, trust * step.peakTrust);
  learnTail(numbers, at + DRIFT_BELOW, -drift / driftUnit, tailRate, trust * step.peakTrust);
  const pulled = Math.min(Math.abs(drift), SCALE_PULL * driftUnit);
  const before = numbers[at + DRIFT_SCALE]!;
  numbers[at + DRIFT_SCALE] = before + trust * step.scaleRate * (pulled - before);
  numbers[at + DRIFT] = drift;
}
