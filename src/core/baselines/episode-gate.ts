import { EPISODE_MS, EPISODE_SAMPLES } from './row.ts';
import type { Step } from './step.ts';

/** After an episode opened no other opens for a day of event time, nor for more than 120 samples or less than 10. */
const SHUT_MS = 86_400_000;
const SHUT_SAMPLES = 120;
const SHUT_SAMPLES_LEAST = 10;

/**
 * The episode gate: whether this sample opens an episode, given its score (the line is 1). What follows closely belongs to the
 * same episode. Numenta's benchmark shows what it is worth: without it each row of one fault counts as an alarm of its own.
 */
export function opensEpisode({ numbers, at, timeMs }: Step, score: number): boolean {
  const samples = numbers[at + EPISODE_SAMPLES]! + 1;
  numbers[at + EPISODE_SAMPLES] = samples;
  if (!(score >= 1)) return false;
  const openedMs = numbers[at + EPISODE_MS]!;
  const shut = samples < SHUT_SAMPLES_LEAST || (samples < SHUT_SAMPLES && timeMs - openedMs < SHUT_MS);
  if (openedMs !== 0 && shut) return false;
  numbers[at + EPISODE_MS] = timeMs;
  numbers[at + EPISODE_SAMPLES] = 0;
  return true;
}
