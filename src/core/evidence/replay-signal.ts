import type { BaselineBefore, FrozenSignal } from '../model/frozen-evidence.ts';
import { restoredBaseline } from './restored-baseline.ts';

/** What a baseline says of a sample. */
export interface Judged {
  readonly expected: number;
  readonly lower: number;
  readonly upper: number;
  readonly score: number;
}

/** What is to be judged again: a frozen signal without what came of it. */
export type Judgeable = Pick<FrozenSignal, 'definition' | 'value' | 'timeMs'>;

/**
 * Puts the state from before into a baseline of its own and lets it judge the sample again.
 *
 * @returns undefined where the state is of another version
 */
export function replaySignal({ definition, value, timeMs }: Judgeable, before: BaselineBefore): Judged | undefined {
  const baselines = restoredBaseline(definition, before);
  if (baselines === undefined) return undefined;
  baselines.observe(0, value, timeMs);
  const { expected, lower, upper, score } = baselines;
  return { expected: expected[0]!, lower: lower[0]!, upper: upper[0]!, score: score[0]! };
}

/** Whether two judgements are the same, bit for bit but for the sign of zero, which JSON does not keep. */
export function isSameJudgement(one: Judged, other: Judged): boolean {
  return (['expected', 'lower', 'upper', 'score'] as const).every((name) => Object.is(one[name] + 0, other[name] + 0));
}
