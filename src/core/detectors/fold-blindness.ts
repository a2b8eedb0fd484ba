import type { Alert } from '../model/alert.ts';
import type { Finding } from '../model/finding.ts';

/** A target's silence and the loss of what it told of begin within this; levels are held for five minutes after the last page. */
const TOGETHER_MS = 600_000;

/**
 * A detector that is blind because a target has fallen silent is told of with the target. One that was told on its own keeps its alert,
 * and one that stays blind after the target's alert is over gets one.
 */
export function foldBlindness(findings: readonly Finding[], open: readonly Alert[]): Finding[] {
  const blind = findings.filter(({ entity }) => entity.kind === 'detector');
  if (blind.length === 0) return [...findings];
  const silent = findings.filter(
    ({ detector, entity }) => detector === 'telemetry-silence' && entity.kind === 'target',
  );
  const folded = new Map<Finding, Finding>();
  for (const finding of blind) {
    const isTold = alertOf(finding, open)?.state === 'firing';
    const durationMs = finding.actual.value * 1000;
    const causes = silent.filter((target) => Math.abs(durationMs - standingMs(target, open)) <= TOGETHER_MS);
    if (isTold || causes.length === 0) continue;
    for (const cause of causes) {
      const told = folded.get(cause) ?? cause;
      folded.set(cause, { ...told, nextStep: `${told.nextStep} ${finding.summary}` });
    }
    folded.set(finding, finding);
  }
  return findings.flatMap((finding) => {
    const instead = folded.get(finding);
    return instead === finding ? [] : [instead ?? finding];
  });
}

function alertOf({ detector, entity }: Finding, open: readonly Alert[]): Alert | undefined {
  return open.find(({ peak }) => peak.detector === detector && peak.entity.key === entity.key);
}

/** How long a finding has stood, in milliseconds; 0 at its first tick. */
function standingMs(finding: Finding, open: readonly Alert[]): number {
  const alert = alertOf(finding, open);
  return alert === undefined ? 0 : alert.lastSeenMs - alert.startsAtMs;
}
