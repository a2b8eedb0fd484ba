import type { Finding } from '../model/finding.ts';

/** Hardware first: beside a `gpu-fault` the other findings of its pod count half, and say why. */
export function doubtBesideFaults(findings: readonly Finding[]): Finding[] {
  const faults = findings.filter(({ detector }) => detector === 'gpu-fault');
  return findings.map((finding) => {
    const fault = faults.find((other) => other !== finding && isSamePod(finding, other));
    if (fault === undefined) return finding;
    const doubt = `Look at the hardware first: ${fault.summary}`;
    if (finding.doubts.includes(doubt)) return finding;
    return { ...finding, confidence: finding.confidence / 2, doubts: [...finding.doubts, doubt] };
  });
}

function isSamePod({ detector, entity }: Finding, { entity: gpu }: Finding): boolean {
  const pod = entity.labels['pod'] ?? entity.identity['pod'];
  return detector !== 'gpu-fault' && pod !== undefined && pod === gpu.labels['pod'];
}
