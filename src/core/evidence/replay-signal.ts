import { Baselines } from '../baselines/baselines.ts';
import type { BaselineBefore, FrozenSignal } from '../model/frozen-evidence.ts';

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
  const { version, state, signalShare, utcOffsetMs, ...options } = before;
  // Alone it has the whole budget; so its budget is the share that it had among all.
  const share = { budgetPerDay: signalShare, signalBudgetPerDay: signalShare };
  const baselines = new Baselines({ ...options, ...share, utcOffsetMs: () => utcOffsetMs });
  const slot = baselines.add(definition);
  if (!baselines.load(slot, state, version)) return undefined;
  baselines.observe(slot, value, timeMs);
  const { expected, lower, upper, score } = baselines;
  return { expected: expected[slot]!, lower: lower[slot]!, upper: upper[slot]!, score: score[slot]! };
}

/** Whether two judgements are the same, bit for bit. */
export function isSameJudgement(one: Judged, other: Judged): boolean {
  return (['expected', 'lower', 'upper', 'score'] as const).every((name) => Object.is(one[name], other[name]));
}
