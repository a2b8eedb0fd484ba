import type { Detector } from '../api/types.ts';

/** What it means that no alert stands: that all is well, that it is too early to tell, or that nobody looks. */
export type Quiet = 'usual' | 'learning' | 'unwatched';

/** Judged by the detectors: silence says nothing while most of those that will see are learning, or none sees. */
export function quietMeans(detectors: readonly Pick<Detector, 'state'>[]): Quiet {
  const count = (wanted: Detector['state']) => detectors.filter(({ state }) => state === wanted).length;
  if (count('warming') > 0 && count('warming') >= count('armed')) return 'learning';
  return count('armed') > 0 ? 'usual' : 'unwatched';
}
