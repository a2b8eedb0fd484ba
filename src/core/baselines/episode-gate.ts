import { EPISODE, EPISODE_MS } from './row.ts';
import type { Step } from './step.ts';

/** After an episode opened no other opens for a day of event time, nor for more than 120 samples or less than 10. */
const SHUT_MS = 86_400_000;
const SHUT_SAMPLES = 120;
const SHUT_SAMPLES_LEAST = 10;
/** A new one must come this near to the record of the score, which fades over so many samples; no record lies higher than this. */
const RECORD_SHARE = 0.8;
const RECORD_SAMPLES = 1000;
const RECORD_MAXIMUM = 3;

/**
 * The episode gate: whether this sample opens an episode, given its score (the line is 1). What follows closely belongs to the
 * same episode, and what is much less than what was told lately is no news. Numenta's benchmark shows what it is worth: without it
 * each row of one fault counts as an alarm of its own.
 */
export function opensEpisode({ numbers, singles, at, timeMs }: Step, score: number): boolean {
  const episode = 2 * (at + EPISODE);
  const samples = singles[episode]! + 1;
  const record = singles[episode + 1]! * (1 - 1 / RECORD_SAMPLES);
  singles[episode] = samples;
  singles[episode + 1] = Math.max(record, Math.min(score, RECORD_MAXIMUM));
  if (!(score >= 1) || score < RECORD_SHARE * record) return false;
  const openedMs = numbers[at + EPISODE_MS]!;
  const shut = samples < SHUT_SAMPLES_LEAST || (samples < SHUT_SAMPLES && timeMs - openedMs < SHUT_MS);
  if (openedMs !== 0 && shut) return false;
  numbers[at + EPISODE_MS] = timeMs;
  singles[episode] = 0;
  return true;
}
