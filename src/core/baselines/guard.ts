import { GUARD_ABOVE, GUARD_BELOW, GUARD_MS } from './row.ts';
import type { Step } from './step.ts';

const DAY_MS = 86_400_000;

/** The most that either half of the band grows in a day, or at an alert, in multiples of itself. */
export const GROWTH = 3;

/**
 * The furthest that a half of the band may reach today: `GROWTH` times what it was when the day began, whatever the samples of
 * the day would teach. So nobody who stays below the alert line widens the band faster, however he times his samples; what
 * has raised an alert may be learnt one growth further. In steady times the learnt half is far below its limit.
 */
export function guardLimit({ numbers, at, swell, widening }: Step, above: boolean): number {
  const half = numbers[at + (above ? GUARD_ABOVE : GUARD_BELOW)]!;
  return half === 0 ? Number.POSITIVE_INFINITY : GROWTH * half * swell * widening;
}

/** The score of a deviation beyond that limit, which the tails may have been taught to find usual; 0 within it. */
export function beyondGuard(step: Step): number {
  if (step.rare) return 0;
  const ratio = Math.abs(step.deviation) / guardLimit(step, step.deviation > 0);
  return ratio < 1 ? 0 : ratio;
}

/** Takes the halves of the band as the next day's measure, when a day is over or an alert was raised. */
export function learnGuard(step: Step, above: number, below: number): void {
  const { numbers, at, timeMs } = step;
  if (timeMs - numbers[at + GUARD_MS]! < DAY_MS && !step.opens) return;
  const scale = step.swell * step.widening;
  numbers[at + GUARD_MS] = timeMs;
  numbers[at + GUARD_ABOVE] = above / scale;
  numbers[at + GUARD_BELOW] = below / scale;
}
