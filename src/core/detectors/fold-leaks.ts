import type { Finding } from '../model/finding.ts';
import { alertName, type Folding, folded } from './fold.ts';

/**
 * Memory that runs full makes its own pod short of it: `gpu-memory-leak` and `gpu-memory-contention` of one pod are one. Whoever has an open
 * alert leads, else the leak: it is the cause.
 */
export function foldLeaks(findings: readonly Finding[], open: readonly Finding[]): Finding[] {
  const led = new Set(open.map(alertName));
  const foldings = findings.flatMap((leak): Folding[] => {
    if (leak.detector !== 'gpu-memory-leak') return [];
    const shortage = findings.find(
      ({ detector, entity }) => detector === 'gpu-memory-contention' && entity.key === leak.entity.key,
    );
    if (shortage === undefined) return [];
    return led.has(alertName(shortage)) && !led.has(alertName(leak))
      ? [{ primary: shortage, others: [leak] }]
      : [{ primary: leak, others: [shortage] }];
  });
  return folded(findings, foldings);
}
