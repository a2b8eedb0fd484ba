import type { Matcher, Silence } from '../model/silence.ts';
import { compileMatchers, matcherProblem } from './matchers.ts';

/** More conditions than this help nobody. */
const MATCHERS_MAXIMUM = 50;

/** A silence that makes no sense; the message says what to change. */
export class InvalidSilence extends Error {
  override readonly name = 'InvalidSilence';
}

/**
 * Checks a silence as Alertmanager does.
 *
 * @throws InvalidSilence when it has no time left, no matcher, one that cannot be read, or only such as an alert without labels meets
 */
export function checkSilence(silence: Pick<Silence, 'matchers' | 'startsAtMs' | 'endsAtMs'>, nowMs: number): void {
  const { matchers, startsAtMs, endsAtMs } = silence;
  if (endsAtMs <= startsAtMs) throw new InvalidSilence('endsAt must be later than startsAt');
  if (endsAtMs <= nowMs) throw new InvalidSilence('endsAt is in the past; a silence must have time left');
  checkMatchers(matchers);
}

/** The same for the matchers alone: they would silence something, and not everything. */
export function checkMatchers(matchers: readonly Matcher[]): void {
  if (matchers.length === 0) throw new InvalidSilence('matchers: give at least one');
  if (matchers.length > MATCHERS_MAXIMUM) throw new InvalidSilence(`matchers: give at most ${MATCHERS_MAXIMUM}`);
  for (const matcher of matchers) {
    const problem = matcherProblem(matcher);
    if (problem !== undefined) throw new InvalidSilence(`matchers: ${problem}`);
  }
  if (matchers.every((matcher) => compileMatchers([matcher])({}))) {
    throw new InvalidSilence('matchers: one of them must ask for a label that is there, or everything would be silent');
  }
}
