import type { Finding } from '../model/finding.ts';
import { alertName, type Folding, folded } from './fold.ts';

/** What is also found of a tenant that collects answers to copy the model follows from that. */
const OF_EXTRACTION: readonly string[] = ['cost-spike', 'output-exfiltration'];

/**
 * What is found of the spending and the outputs of one tenant is one. `model-extraction` leads, as it tells what they are for. Of the others
 * whoever has an open alert leads; else the money where something else than the outputs makes more than half of it, else the outputs.
 */
export function foldTenants(findings: readonly Finding[], open: readonly Finding[]): Finding[] {
  const led = new Set(open.map(alertName));
  const explained = folded(findings, extractions(findings));
  const foldings = explained.flatMap((cost): Folding[] => {
    if (cost.detector !== 'cost-spike') return [];
    const output = explained.find(
      ({ detector, entity }) => detector === 'output-exfiltration' && entity.key === cost.entity.key,
    );
    if (output === undefined) return [];
    return outputLeads(cost, output, led)
      ? [{ primary: output, others: [cost] }]
      : [{ primary: cost, others: [output] }];
  });
  return folded(explained, foldings);
}

function extractions(findings: readonly Finding[]): Folding[] {
  return findings.flatMap((primary): Folding[] => {
    if (primary.detector !== 'model-extraction') return [];
    const others = findings.filter(
      ({ detector, entity }) => OF_EXTRACTION.includes(detector) && entity.key === primary.entity.key,
    );
    return others.length === 0 ? [] : [{ primary, others }];
  });
}

function outputLeads(cost: Finding, output: Finding, led: ReadonlySet<string>): boolean {
  if (led.has(alertName(output))) return true;
  if (led.has(alertName(cost))) return false;
  return !cost.causes.some(({ cause, share }) => share > 0.5 && cause !== 'longer outputs' && cause !== 'unexplained');
}
