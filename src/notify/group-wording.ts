import { quantity } from '../core/detectors/wording.ts';
import { SEVERITIES, type Severity } from '../core/model/finding.ts';
import type { Message, Notice } from './receiver.ts';
import { lasted, sentenceCase, titleOf, usual } from './wording.ts';

/** One alert of a group in a line. */
export interface GroupLine {
  readonly severity: Severity;
  readonly resolved: boolean;
  /** Told for the first time, in a group of which others were told before. */
  readonly isNew: boolean;
  readonly alertId: string;
  readonly text: string;
}

/** What a message about several alerts says, as plain text. */
export interface GroupStory {
  /** `3 firing (1 new), 1 resolved: tenant acme` */
  readonly title: string;
  /** What fires first, of that what is new, of that the worst; no more than are read. */
  readonly lines: readonly GroupLine[];
  /** Alerts beyond the lines. */
  readonly more: number;
  /** `Cost spike 12, GPU fault 3`: where there are more than the lines. */
  readonly counts?: string;
  readonly worst: Severity;
  readonly resolved: boolean;
}

/** More lines than these are read by nobody. */
const MAXIMUM_LINES = 20;

/** The alerts of a group told together. */
export function groupStory({ messages, group, standing = [] }: Notice): GroupStory {
  const told = [...messages, ...standing];
  const fresh = new Set(messages.filter(({ state, repeats = 0 }) => state === 'firing' && repeats === 0));
  const isAllNew = told.every((message) => message.state !== 'firing' || fresh.has(message));
  const lines = told.map((message) => groupLine(message, !isAllNew && fresh.has(message))).sort(inOrder);
  const more = Math.max(0, lines.length - MAXIMUM_LINES);
  const common = Object.entries(group?.labels ?? {}).map(([name, value]) => `${name} ${value}`);
  return {
    title: [totals(lines), ...(common.length === 0 ? [] : [common.join(', ')])].join(': '),
    lines: lines.slice(0, MAXIMUM_LINES),
    more,
    ...(more > 0 && { counts: byDetector(told) }),
    worst: lines.reduce<Severity>(
      (worst, { severity }) => (rank({ severity }) > rank({ severity: worst }) ? severity : worst),
      'info',
    ),
    resolved: lines.every(({ resolved }) => resolved),
  };
}

function inOrder(a: GroupLine, b: GroupLine): number {
  return Number(a.resolved) - Number(b.resolved) || Number(b.isNew) - Number(a.isNew) || rank(b) - rank(a);
}

function groupLine({ alertId, alert, state }: Message, isNew: boolean): GroupLine {
  const { peak } = alert;
  const { severity, actual } = peak;
  const resolved = state === 'resolved';
  const title = titleOf(peak);
  const text = resolved
    ? `Resolved: ${title}, ${lasted(alert)}`
    : `${sentenceCase(severity)}${isNew ? ', new' : ''}: ${title}, ${quantity(actual.value, actual.unit)}, usual ${usual(peak)}`;
  return { severity, resolved, isNew, alertId, text };
}

function totals(lines: readonly GroupLine[]): string {
  const resolved = lines.filter((line) => line.resolved).length;
  const firing = lines.length - resolved;
  const fresh = lines.filter(({ isNew }) => isNew).length;
  const news = fresh > 0 ? ` (${fresh} new)` : '';
  return [...(firing > 0 ? [`${firing} firing${news}`] : []), ...(resolved > 0 ? [`${resolved} resolved`] : [])].join(
    ', ',
  );
}

function byDetector(messages: readonly Message[]): string {
  const counts = new Map<string, number>();
  for (const { alert } of messages) counts.set(alert.peak.detector, (counts.get(alert.peak.detector) ?? 0) + 1);
  return [...counts]
    .sort(([, a], [, b]) => b - a)
    .map(([detector, count]) => `${sentenceCase(detector)} ${count}`)
    .join(', ');
}

function rank({ severity }: { readonly severity: Severity }): number {
  return SEVERITIES.indexOf(severity);
}
