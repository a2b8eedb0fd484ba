import { ABOVE, BELOW, FALL, REACH_LINE, REACHES, RISE, tailAt } from './row.ts';
import type { Step } from './step.ts';
import { tailValue } from './tail.ts';

/** Tails of so many samples move so little with one more that where they meet the line is worked out at every eighth alone. */
const SETTLED_SAMPLES = 500;
const EVERY = 8;
/** A line that moved by this much of a decade is another line. */
const LINE_MOVED = 0.005;

const SIDES = [ABOVE, BELOW, RISE, FALL];

/** Finds how far level and change may lie off, in their scales, before their tails meet the alert line. */
export function findReaches({ numbers, singles, at, samples }: Step, lineEvidence: number): void {
  const isKnown = Math.abs(numbers[at + REACH_LINE]! - lineEvidence) < LINE_MOVED;
  if (isKnown && samples >= SETTLED_SAMPLES && samples % EVERY !== 0) return;
  numbers[at + REACH_LINE] = lineEvidence;
  const reaches = tailAt(at, REACHES);
  for (let i = 0; i < SIDES.length; i++) singles[reaches + i] = tailValue(singles, tailAt(at, SIDES[i]!), lineEvidence);
}

/** How far up or down the level's tail reaches. */
export function levelReach({ singles, at }: Step, above: boolean): number {
  return singles[tailAt(at, REACHES) + (above ? 0 : 1)]!;
}

/** How far up or down the change's tail reaches. */
export function changeReach({ singles, at }: Step, above: boolean): number {
  return singles[tailAt(at, REACHES) + (above ? 2 : 3)]!;
}
