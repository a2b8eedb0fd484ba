import { Baselines } from '../baselines/baselines.ts';
import type { BaselineBefore, JudgedDefinition } from '../model/frozen-evidence.ts';

/** A kept state as the one baseline (slot 0) of its own; undefined where the state is of another version. */
export function restoredBaseline(definition: JudgedDefinition, before: BaselineBefore): Baselines | undefined {
  const { version, state, signalShare, utcOffsetMs, ...options } = before;
  // Alone it has the whole budget; so the budget is the share that it had among all.
  const baselines = new Baselines({ ...options, budgetPerDay: signalShare, utcOffsetMs: () => utcOffsetMs });
  baselines.add({ ...definition, help: '', numerator: [] });
  return baselines.load(0, state, version) ? baselines : undefined;
}
