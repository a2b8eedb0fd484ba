import { band } from '../core/detectors/wording.ts';
import type { Alert } from '../core/model/alert.ts';
import { type Entity, entityName } from '../core/model/entity.ts';
import type { Cause, Evidence, Finding } from '../core/model/finding.ts';
import { NEVER_NEWS } from '../core/model/signal.ts';
import type { Verdict } from '../core/model/verdict.ts';
import { duration } from './duration.ts';

// What all messages say alike, as plain text: each receiver escapes it in its own way.

/** Beyond this many lines a list is read by nobody. */
export const MAXIMUM_LIST = 5;

/** Text from outside on one line, without the control and direction marks that could make a name look like another. */
export function oneLine(text: string): string {
  return text
    .replace(/[\p{Cc}\p{Cf}]/gu, ' ')
    .replace(/\s+/g, ' ')
    .trim();
}

/** Cut after `maximum` UTF-16 units with an ellipsis, never within a character. */
export function cut(text: string, maximum: number): string {
  if (text.length <= maximum) return text;
  const end = maximum - 1;
  const splits = (text.codePointAt(end - 1) ?? 0) > 0xffff;
  return `${text.slice(0, splits ? end - 1 : end)}…`;
}

/** `Cost spike: tenant acme` */
export function titleOf({ detector, entity }: Finding): string {
  return `${sentenceCase(detector)}: ${oneLine(subject(entity))}`;
}

/** `cost-spike` as `Cost spike`. */
export function sentenceCase(id: string): string {
  const words = id.replaceAll('-', ' ').replaceAll(/\bgpu\b/g, 'GPU');
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** `tenant acme`; a GPU's name says already that it is one. */
function subject(entity: Entity): string {
  const kind = entity.kind.replaceAll(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
  return entity.kind === 'gpu' ? entityName(entity) : `${kind} ${entityName(entity)}`;
}

/** `it lasted 1 h 5 min` */
export function lasted(alert: Alert): string {
  return `it lasted ${duration(endOf(alert) - alert.startsAtMs)}`;
}

/** When the alert ended, or was last seen, Unix milliseconds. */
export function endOf(alert: Alert): number {
  return alert.endsAtMs ?? alert.lastSeenMs;
}

/** The band of the finding's own signal. */
export function usual({ lower, upper, actual }: Finding): string {
  return Number.isFinite(lower) && Number.isFinite(upper) ? band(lower, upper, actual.unit) : 'not known';
}

/** Causes that explain at least a per cent, the largest first. */
export function causesOf(finding: Finding): Cause[] {
  return [...finding.causes].filter(({ share }) => Math.round(share * 100) > 0).sort((a, b) => b.share - a.share);
}

/** What else moved, the most unusual first; the number that the message begins with is not told again. */
export function evidenceOf({ evidence, entity, actual }: Finding): Evidence[] {
  return evidence
    .filter((line) => line.entity !== entity.key || line.value !== actual.value || line.unit !== actual.unit)
    .sort((a, b) => b.score - a.score);
}

/** ` (usual 1 to 4.5 requests/s)`; nothing of a signal that is never news by itself. */
export function usualRange({ lower, upper, unit }: Evidence): string {
  return upper - lower < NEVER_NEWS ? ` (usual ${band(lower, upper, unit)})` : '';
}

/** `pod{namespace="a",pod="b"}` as a person says it: `pod a/b`. */
function keyWords(key: string): string {
  const values = [...key.matchAll(/="((?:[^"\\]|\\.)*)"/g)].map(([, value = '']) => value);
  return values.length === 0 ? key : `${key.slice(0, key.indexOf('{'))} ${values.join('/')}`;
}

/** Whose signal a line of evidence is, as a person says it: `pod a/b`, `gpu-node-1 GPU 3`. */
export function whose({ entity, name }: Evidence): string {
  return name ?? keyWords(entity);
}

/** `2026-11-23 10:00:00 UTC` */
export function utc(timeMs: number): string {
  return `${new Date(timeMs).toISOString().slice(0, 19).replace('T', ' ')} UTC`;
}

/** What people did to an alert: `Acknowledged by ann: looking at it`. */
export function peopleOf({ acknowledged, verdict }: Alert): string[] {
  const said = (comment: string | undefined) => (comment ? `: ${comment}` : '');
  return [
    ...(acknowledged === undefined ? [] : [`Acknowledged by ${acknowledged.by}${said(acknowledged.comment)}`]),
    ...(verdict === undefined ? [] : [`${VERDICT[verdict.verdict]}, says ${verdict.by}${said(verdict.comment)}`]),
  ];
}

const VERDICT: Record<Verdict, string> = { true: 'True alarm', false: 'False alarm', planned: 'Planned' };
