import type { Finding } from '../model/finding.ts';
import { alertName, type Folding, folded } from './fold.ts';

const DETECTORS = ['guardrail-spike', 'guardrail-silence'];

/**
 * A gateway and the guardrail behind it count the same checks, and several guardrails see the same requests: what they find alike is one.
 * Whoever has an open alert leads, then the highest score; while one is open the others wait for its end.
 */
export function foldGuardrails(findings: readonly Finding[], open: readonly Finding[]): Finding[] {
  const led = new Set(open.map(alertName));
  const waiting = new Set<Finding>();
  const foldings = DETECTORS.flatMap((id): Folding[] => {
    const group = findings.filter(({ detector }) => detector === id);
    const [primary, ...others] = [...group].sort(
      (a, b) => lead(b, led) - lead(a, led) || b.score - a.score || compare(a, b),
    );
    if (primary === undefined) return [];
    if (led.has(alertName(primary)) || !open.some(({ detector }) => detector === id)) return [{ primary, others }];
    for (const finding of group) waiting.add(finding);
    return [];
  });
  return folded(
    findings.filter((finding) => !waiting.has(finding)),
    foldings,
  );
}

function lead(finding: Finding, led: ReadonlySet<string>): number {
  return led.has(alertName(finding)) ? 1 : 0;
}

function compare(a: Finding, b: Finding): number {
  return alertName(a) < alertName(b) ? -1 : 1;
}
