import type { BaselineBefore, EvidencePack, FrozenSignal } from '../model/frozen-evidence.ts';
import type { Verdict } from '../model/verdict.ts';
import { restoredBaseline } from './restored-baseline.ts';

/** How often an alert fired lately, and how often it would with a verdict applied. */
export interface VerdictEffect {
  readonly fired: number;
  readonly wouldFire: number;
  /** Of those that fired, how many cannot be judged again; they count as such that would fire. */
  readonly unknown: number;
}

/** A signal's baseline as it is, with its latest sample. */
export interface PresentBaseline {
  readonly baseline: BaselineBefore;
  readonly value: number;
  readonly timeMs: number;
}

const WEEK_MS = 7 * 86_400_000;

/**
 * Judges the alerts of a time again, as if the verdict had been given: those whose signals all stay within the line would not fire.
 *
 * - `true` changes no judgement, only what is learnt.
 * - `false`: each baseline as it was before the alert's sample, with its band widened.
 * - `planned`: the baseline as it is, with the present level adopted, at the same hour of the week.
 *
 * @param packs of each alert its evidence; undefined: it has none
 * @param present the baseline of a signal and entity as it is; undefined: it is gone
 */
export function verdictEffect(
  verdict: Verdict,
  packs: readonly (Pick<EvidencePack, 'signals'> | undefined)[],
  present: (signal: string, entity: string) => PresentBaseline | undefined,
): VerdictEffect {
  const fired = packs.length;
  if (verdict === 'true') return { fired, wouldFire: fired, unknown: 0 };
  const fates = packs.map((pack) => fateOf(verdict, pack?.signals ?? [], present));
  const unknown = fates.filter((fate) => fate === undefined).length;
  return { fired, wouldFire: unknown + fates.filter((fate) => fate === true).length, unknown };
}

/** Whether the alert would fire; undefined: nobody can tell. */
function fateOf(
  verdict: 'false' | 'planned',
  signals: readonly FrozenSignal[],
  present: (signal: string, entity: string) => PresentBaseline | undefined,
): boolean | undefined {
  const beyond = signals.filter(({ score }) => score >= 1);
  const scores = beyond.map((signal) =>
    verdict === 'false' ? widened(signal) : adopted(signal, present(signal.definition.id, signal.entity)),
  );
  if (scores.some((score) => score !== undefined && score >= 1)) return true;
  return scores.length === 0 || scores.includes(undefined) ? undefined : false;
}

function widened({ before, ...signal }: FrozenSignal): number | undefined {
  const baselines = before && restoredBaseline(signal.definition, before);
  if (baselines === undefined) return undefined;
  baselines.widen(0);
  baselines.observe(0, signal.value, signal.timeMs);
  return baselines.score[0];
}

function adopted(signal: FrozenSignal, present: PresentBaseline | undefined): number | undefined {
  const baselines = present && restoredBaseline(signal.definition, present.baseline);
  if (present === undefined || baselines === undefined) return undefined;
  // A baseline knows what it expects from its next sample on.
  const { intervalMs } = baselines.learnt(0);
  const nextMs = present.timeMs + Math.max(1, intervalMs);
  baselines.observe(0, present.value, nextMs);
  baselines.adopt(0);
  const weeks = Math.max(0, Math.floor((nextMs - signal.timeMs) / WEEK_MS) + 1);
  baselines.observe(0, signal.value, signal.timeMs + weeks * WEEK_MS);
  return baselines.score[0];
}
