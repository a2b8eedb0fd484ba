import type { Evidence, Finding } from '../model/finding.ts';

/**
 * The finding as it is told: what is critical wakes somebody, so one of the scores that it rests on must reach the page line of its signal. Until
 * one does it is a warning. What stands on a limit has no chance to take out, and stays as it is.
 */
export function lowerBelowPageLine(finding: Finding, pageLineOf: (evidence: Evidence) => number): Finding {
  const { severity, byLimit, evidence } = finding;
  if (severity !== 'critical' || byLimit === true) return finding;
  return evidence.some((line) => line.score >= pageLineOf(line)) ? finding : { ...finding, severity: 'warning' };
}
