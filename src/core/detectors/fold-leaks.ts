import type { Finding } from '../model/finding.ts';
import { alertName, type Folding, folded } from './fold.ts';

/**
 * A pod that is short of memory because somebody else moves in beside it, page by page, looks like a leak too: `gpu-memory-leak` folds into the
 * `gpu-memory-contention` of the same pod. A leak that is already told stays, and a shortage that follows is news of its own: now people wait.
 */
export function foldLeaks(findings: readonly Finding[], open: readonly Finding[]): Finding[] {
  const led = new Set(open.map(alertName));
  const foldings = findings.flatMap((primary): Folding[] => {
    if (primary.detector !== 'gpu-memory-contention') return [];
    const others = findings.filter(
      (leak) =>
        leak.detector === 'gpu-memory-leak' && leak.entity.key === primary.entity.key && !led.has(alertName(leak)),
    );
    return others.length === 0 ? [] : [{ primary, others }];
  });
  return folded(findings, foldings);
}
