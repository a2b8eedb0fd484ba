import type { Finding } from '../model/finding.ts';
import { alertName, type Folding, folded } from './fold.ts';

/**
 * `cost-spike` and `output-exfiltration` of one tenant are one. Whoever has an open alert leads; else the money where something else than the
 * outputs makes more than half of it, else the outputs.
 */
export function foldTenants(findings: readonly Finding[], open: readonly Finding[]): Finding[] {
  const led = new Set(open.map(alertName));
  const foldings = findings.flatMap((cost): Folding[] => {
    if (cost.detector !== 'cost-spike') return [];
    const output = findings.find(
      ({ detector, entity }) => detector === 'output-exfiltration' && entity.key === cost.entity.key,
    );
    if (output === undefined) return [];
    return outputLeads(cost, output, led)
      ? [{ primary: output, others: [cost] }]
      : [{ primary: cost, others: [output] }];
  });
  return folded(findings, foldings);
}

function outputLeads(cost: Finding, output: Finding, led: ReadonlySet<string>): boolean {
  if (led.has(alertName(output))) return true;
  if (led.has(alertName(cost))) return false;
  return !cost.causes.some(({ cause, share }) => share > 0.5 && cause !== 'longer outputs' && cause !== 'unexplained');
}
