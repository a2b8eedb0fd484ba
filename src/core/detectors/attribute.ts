import type { Alert } from '../model/alert.ts';
import type { Finding } from '../model/finding.ts';
import { doubtBesideFaults } from './doubt-beside-faults.ts';
import { foldBlindness } from './fold-blindness.ts';
import { foldGuardrails } from './fold-guardrails.ts';
import { foldLeaks } from './fold-leaks.ts';
import { foldModels } from './fold-models.ts';
import { foldTenants } from './fold-tenants.ts';

/**
 * One cause, one alert: findings of a tick that tell of one cause fold into a primary one. The rules stand at `foldTenants`, `foldLeaks`, `foldModels`,
 * `foldGuardrails`, `foldBlindness` and `doubtBesideFaults`. Open alerts keep their lead, so that an episode does not change its name.
 */
export function attribute(findings: readonly Finding[], open: readonly Alert[] = []): Finding[] {
  const peaks = open.map(({ peak }) => peak);
  // What is told to nobody must not swallow what people are told.
  return [false, true].flatMap((shadow) => {
    const isOurs = (finding: Finding) => (finding.shadow ?? false) === shadow;
    return fold(foldBlindness(findings.filter(isOurs), open), peaks.filter(isOurs));
  });
}

function fold(findings: readonly Finding[], told: readonly Finding[]): Finding[] {
  return doubtBesideFaults(foldGuardrails(foldModels(foldLeaks(foldTenants(findings, told), told), told), told));
}
