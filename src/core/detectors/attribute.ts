import type { Alert } from '../model/alert.ts';
import { type Finding, SEVERITIES } from '../model/finding.ts';
import { distinctTechniques } from './taxonomy.ts';

/** Evidence kept in one finding after folding: enough to judge, short enough to read. */
const EVIDENCE_MAXIMUM = 12;

const CONTENTION = 'gpu-memory-contention';

/**
 * One cause, one alert: findings of the same tick that tell of one cause fold into a primary one, which takes over money, evidence and
 * techniques. The rules, in order:
 *
 * 1. `cost-spike` and `output-exfiltration` of the same tenant are one. The outputs lead where they make half of the extra money or
 *    more, else the money leads.
 * 2. `gpu-memory-contention` of a pod and `inference-overload` of that pod or its model are one. The overload leads where demand filled
 *    the memory, else the memory leads: then it is why requests wait.
 * 3. `gpu-memory-contention` on several pods of one model, none of them with a foreign process in its frame buffer, is one: demand
 *    for the model. The highest score leads.
 *
 * Hardware comes first: next to a `gpu-fault` the other findings of its pod count half, and say why.
 *
 * Whoever already has an open alert keeps the lead, so that an episode does not change its name.
 */
export function attribute(findings: readonly Finding[], open: readonly Alert[] = []): Finding[] {
  const led = new Set(open.map(({ peak }) => nameOf(peak)));
  return doubtBesideFaults(foldReplicas(foldOverloads(foldTenants(findings, led)), led));
}

function doubtBesideFaults(findings: readonly Finding[]): Finding[] {
  const faults = findings.filter(({ detector }) => detector === 'gpu-fault');
  return findings.map((finding) => {
    const fault = faults.find((other) => other !== finding && concernsPodOf(finding, other));
    if (fault === undefined) return finding;
    const doubt = `Look at the hardware first: ${fault.summary}`;
    if (finding.doubts.includes(doubt)) return finding;
    return { ...finding, confidence: finding.confidence / 2, doubts: [...finding.doubts, doubt] };
  });
}

function concernsPodOf({ detector, entity }: Finding, { entity: gpu }: Finding): boolean {
  if (detector === 'gpu-fault' || gpu.labels['pod'] === undefined) return false;
  const pod = entity.labels['pod'] ?? entity.identity['pod'];
  return pod === gpu.labels['pod'];
}

function foldTenants(findings: readonly Finding[], led: ReadonlySet<string>): Finding[] {
  const outputs = new Map(
    findings
      .filter(({ detector }) => detector === 'output-exfiltration')
      .map((finding) => [finding.entity.key, finding]),
  );
  const pairs = findings.flatMap((cost) => {
    const output = outputs.get(cost.entity.key);
    return cost.detector === 'cost-spike' && output !== undefined ? [{ cost, output }] : [];
  });
  const folded = new Map<Finding, Finding | undefined>();
  for (const { cost, output } of pairs) {
    const primary = leader(cost, output, led);
    const other = primary === cost ? output : cost;
    folded.set(other, undefined);
    folded.set(primary, fold(primary, [other]));
  }
  return replaced(findings, folded);
}

function leader(cost: Finding, output: Finding, led: ReadonlySet<string>): Finding {
  if (led.has(nameOf(output))) return output;
  if (led.has(nameOf(cost))) return cost;
  const share = cost.causes.find(({ cause }) => cause === 'longer outputs')?.share ?? 0;
  return share >= 0.5 ? output : cost;
}

function foldOverloads(findings: readonly Finding[]): Finding[] {
  const folded = new Map<Finding, Finding | undefined>();
  for (const overload of findings.filter(({ detector }) => detector === 'inference-overload')) {
    const squeezed = findings.filter((finding) => finding.detector === CONTENTION && isPartOf(finding, overload));
    const [worst] = squeezed
      .filter((finding) => !isByDemand(finding))
      .sort((a, b) => b.score - a.score || compareKeys(a, b));
    const group = worst === undefined ? squeezed : [overload];
    for (const other of group) folded.set(other, undefined);
    const primary = worst ?? overload;
    if (group.length > 0) folded.set(primary, fold(folded.get(primary) ?? primary, group));
  }
  return replaced(findings, folded);
}

/** The pod itself, or a pod of the model. */
function isPartOf(contention: Finding, { entity }: Finding): boolean {
  if (entity.kind === 'pod') return entity.key === contention.entity.key;
  const model = contention.labels?.['model_name'];
  return model !== undefined && (model === entity.labels['model_name'] || model === entity.identity['model']);
}

function isByDemand(contention: Finding): boolean {
  return contention.causes.some(({ cause }) => cause === 'more requests');
}

function foldReplicas(findings: readonly Finding[], led: ReadonlySet<string>): Finding[] {
  const groups = new Map<string, Finding[]>();
  for (const finding of findings) {
    const model = finding.labels?.['model_name'];
    if (finding.detector !== CONTENTION || model === undefined || isForeign(finding)) continue;
    groups.set(model, [...(groups.get(model) ?? []), finding]);
  }
  const folded = new Map<Finding, Finding | undefined>();
  for (const group of groups.values()) {
    const [primary, ...others] = group.sort(
      (a, b) => lead(b, led) - lead(a, led) || b.score - a.score || compareKeys(a, b),
    );
    if (primary === undefined || others.length === 0) continue;
    for (const other of others) folded.set(other, undefined);
    folded.set(primary, fold(primary, others));
  }
  return replaced(findings, folded);
}

/** Somebody else's process sits on this pod's own GPU: its cause is its own. */
function isForeign(finding: Finding): boolean {
  return finding.causes.some(({ cause }) => cause === 'memory taken by another process');
}

function fold(primary: Finding, others: readonly Finding[]): Finding {
  const all = [primary, ...others];
  const usd = all.flatMap(({ usdPerHour }) => usdPerHour ?? []);
  return {
    ...primary,
    severity: SEVERITIES[Math.max(...all.map(({ severity }) => SEVERITIES.indexOf(severity)))] ?? primary.severity,
    score: Math.max(...all.map(({ score }) => score)),
    confidence: Math.max(...all.map(({ confidence }) => confidence)),
    ...(usd.length === 0 ? {} : { usdPerHour: Math.max(...usd) }),
    causes: all.find(({ detector }) => detector === 'cost-spike')?.causes ?? primary.causes,
    evidence: distinctEvidence(all),
    techniques: distinctTechniques(all.flatMap(({ techniques }) => techniques)),
    doubts: [...new Set(all.flatMap(({ doubts }) => doubts))],
  };
}

function distinctEvidence(findings: readonly Finding[]): Finding['evidence'] {
  const lines = findings.flatMap(({ evidence }) => evidence);
  return [...new Map(lines.map((line) => [`${line.signal}|${line.entity}`, line])).values()].slice(0, EVIDENCE_MAXIMUM);
}

function replaced(findings: readonly Finding[], folded: ReadonlyMap<Finding, Finding | undefined>): Finding[] {
  return findings.flatMap((finding) => (folded.has(finding) ? (folded.get(finding) ?? []) : [finding]));
}

function nameOf(finding: Finding): string {
  return `${finding.detector}|${finding.entity.key}`;
}

function lead(finding: Finding, led: ReadonlySet<string>): number {
  return led.has(nameOf(finding)) ? 1 : 0;
}

function compareKeys(a: Finding, b: Finding): number {
  return a.entity.key < b.entity.key ? -1 : 1;
}
