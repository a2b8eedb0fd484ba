import { type Finding, SEVERITIES } from '../model/finding.ts';
import { distinctTechniques } from './taxonomy.ts';

/** Evidence kept in one finding after folding: enough to judge, short enough to read. */
const EVIDENCE_MAXIMUM = 12;

/** Which finding leads a group of one cause, and which go into it. */
export interface Folding {
  readonly primary: Finding;
  readonly others: readonly Finding[];
}

/** The findings with every group folded into its primary one, which keeps its place. */
export function folded(findings: readonly Finding[], foldings: readonly Folding[]): Finding[] {
  const gone = new Set(foldings.flatMap(({ others }) => others));
  const led = new Map(foldings.map(({ primary, others }) => [primary, others]));
  return findings.filter((finding) => !gone.has(finding)).map((finding) => fold(finding, led.get(finding) ?? []));
}

/** The primary finding with the others' money, evidence, techniques and doubts, as severe as the worst of them. */
function fold(primary: Finding, others: readonly Finding[]): Finding {
  if (others.length === 0) return primary;
  const all = [primary, ...others];
  const usd = all.flatMap(({ usdPerHour }) => usdPerHour ?? []);
  return {
    ...primary,
    severity: SEVERITIES[Math.max(...all.map(({ severity }) => SEVERITIES.indexOf(severity)))] ?? primary.severity,
    score: Math.max(...all.map(({ score }) => score)),
    confidence: Math.max(...all.map(({ confidence }) => confidence)),
    ...(usd.length === 0 ? {} : { usdPerHour: Math.max(...usd) }),
    causes: causesOf(primary, others),
    evidence: distinctEvidence(all),
    techniques: distinctTechniques(all.flatMap(({ techniques }) => techniques)),
    doubts: [...new Set(all.flatMap(({ doubts }) => doubts))],
  };
}

/** The split of the money explains longer outputs; a finding of another kind is its own explanation. */
function causesOf({ detector, causes }: Finding, others: readonly Finding[]): Finding['causes'] {
  if (detector !== 'output-exfiltration') return causes;
  return others.find((other) => other.detector === 'cost-spike')?.causes ?? causes;
}

function distinctEvidence(findings: readonly Finding[]): Finding['evidence'] {
  const lines = findings.flatMap(({ evidence }) => evidence);
  return [...new Map(lines.map((line) => [`${line.signal}|${line.entity}`, line])).values()].slice(0, EVIDENCE_MAXIMUM);
}

/** Names the alert a finding would feed. */
export function alertName({ detector, entity }: Finding): string {
  return `${detector}|${entity.key}`;
}
