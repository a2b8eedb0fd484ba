import type { Finding } from '../model/finding.ts';
import { alertLabels } from './alertmanager.ts';
import type { Matches } from './matchers.ts';

/** Which findings of a detector become alerts, and whether people hear of those. */
export interface Scope {
  /** True: they are judged, stored and shown, and told to nobody. */
  readonly shadow?: boolean;
  /** By the labels of the alert that would come of it; absent: all. */
  readonly concerns?: Matches;
}

/** The findings that a detector's scope leaves, marked where it is in the shadow. */
export function scoped(findings: readonly Finding[], { shadow = false, concerns }: Scope): readonly Finding[] {
  const ours = concerns === undefined ? findings : findings.filter((finding) => concerns(alertLabels(finding)));
  return shadow ? ours.map((finding) => ({ ...finding, shadow })) : ours;
}
