import { band, money, quantity } from '../../core/detectors/wording.ts';
import type { Alert } from '../../core/model/alert.ts';
import { type Entity, entityName } from '../../core/model/entity.ts';
import type { Evidence, Finding, Severity } from '../../core/model/finding.ts';
import { duration } from '../duration.ts';
import type { ToldState } from '../receiver.ts';
import { type Block, context, cut, fields, header, oneLine, type SlackMessage, safe, section } from './block-kit.ts';

/** Where the links of a message lead; without them it has none. */
export interface Links {
  /** Where people reach this service: `https://gauger.example`. */
  readonly externalUrl?: string | undefined;
  /** The Grafana dashboard to open; `?var-entity=` is added. */
  readonly dashboardUrl?: string | undefined;
}

const MARK: Record<Severity, string> = {
  critical: ':red_circle:',
  warning: ':large_orange_circle:',
  info: ':large_blue_circle:',
};

/** Beyond this many lines a list is read by nobody. */
const MAXIMUM_LIST = 5;

/** An alert as a Slack message. Pure: the same alert gives the same bytes. */
export function slackMessage(alert: Alert, state: ToldState, links: Links): SlackMessage {
  const finding = alert.peak;
  const title = `${sentenceCase(finding.detector)}: ${oneLine(subject(finding.entity))}`;
  if (state === 'resolved') {
    return {
      text: safe(`Resolved: ${title}, ${lasted(alert)}`),
      blocks: [header(`:white_check_mark: Resolved: ${title}`), ...resolvedBlocks(alert), footer(alert, links)],
    };
  }
  return {
    text: safe(`${sentenceCase(finding.severity)}: ${finding.summary}`, 600),
    blocks: [header(`${MARK[finding.severity]} ${title}`), ...firingBlocks(alert), footer(alert, links)],
  };
}

function firingBlocks(alert: Alert): Block[] {
  const finding = alert.peak;
  return [
    section(safe(finding.summary, 1000)),
    fields(numbers(alert)),
    ...list('Why', causes(finding)),
    ...list('What else moved', evidence(finding)),
    ...(finding.nextStep === '' ? [] : [section(`*Do first*\n${safe(finding.nextStep, 1000)}`)]),
    ...list(
      'What speaks against it',
      finding.doubts.map((doubt) => safe(doubt)),
    ),
  ];
}

function resolvedBlocks(alert: Alert): Block[] {
  const { peak } = alert;
  const worst = `*At its worst*\n${quantity(peak.actual.value, peak.actual.unit)}, usual ${usual(peak)}`;
  const cost = alert.usdTotal === undefined ? [] : [`*Cost beyond the usual*\n${money(alert.usdTotal)}`];
  return [
    section(`Back to usual; ${lasted(alert)}.`, safe(peak.summary, 1000)),
    fields([worst, ...cost, `*Began*\n${time(alert.startsAtMs)}`, `*Ended*\n${time(endOf(alert))}`]),
  ];
}

function numbers(alert: Alert): string[] {
  const { severity, actual, expected, usdPerHour, score, confidence } = alert.peak;
  const cost = [
    ...(usdPerHour === undefined ? [] : [`*Money*\n${money(usdPerHour)}/h beyond the usual`]),
    ...(alert.usdTotal === undefined ? [] : [`*So far*\n${money(alert.usdTotal)}`]),
  ];
  return [
    `*Severity*\n${severity}`,
    `*Since*\n${time(alert.startsAtMs)}`,
    `*Actual*\n${quantity(actual.value, actual.unit)}`,
    `*Usual*\n${usual(alert.peak)}`,
    `*Expected*\n${quantity(expected.value, expected.unit)}`,
    `*Score*\n${score.toFixed(1)} (1 is the alert line), ${Math.round(confidence * 100)} % sure`,
    ...cost,
  ];
}

function usual({ lower, upper, actual }: Finding): string {
  return Number.isFinite(lower) && Number.isFinite(upper) ? band(lower, upper, actual.unit) : 'not known';
}

function causes(finding: Finding): string[] {
  return [...finding.causes]
    .filter(({ share }) => Math.round(share * 100) > 0)
    .sort((a, b) => b.share - a.share)
    .map(({ cause, share }) => `${safe(cause)}: ${Math.round(share * 100)} %`);
}

/** The number that the message begins with is not told again. */
function evidence({ evidence, entity, actual }: Finding): string[] {
  return evidence
    .filter((line) => line.entity !== entity.key || line.value !== actual.value || line.unit !== actual.unit)
    .sort((a, b) => b.score - a.score)
    .map((line) => evidenceLine(line, entity.key));
}

function evidenceLine({ signal, entity, unit, value, lower, upper }: Evidence, ownKey: string): string {
  const of = entity === ownKey ? '' : ` of ${safe(keyWords(entity))}`;
  const range = Number.isFinite(upper) ? ` (usual ${band(lower, upper, unit)})` : '';
  return `\`${safe(signal)}\`${of}: ${quantity(value, unit)}${range}`;
}

/** `pod{namespace="a",pod="b"}` as a person says it: `pod a/b`. */
function keyWords(key: string): string {
  const values = [...key.matchAll(/="((?:[^"\\]|\\.)*)"/g)].map(([, value = '']) => value);
  return values.length === 0 ? key : `${key.slice(0, key.indexOf('{'))} ${values.join('/')}`;
}

function list(title: string, lines: readonly string[]): Block[] {
  if (lines.length === 0) return [];
  const more = lines.length > MAXIMUM_LIST ? [`and ${lines.length - MAXIMUM_LIST} more`] : [];
  return [section(`*${title}*`, ...[...lines.slice(0, MAXIMUM_LIST), ...more].map((line) => `• ${line}`))];
}

function footer(alert: Alert, { externalUrl, dashboardUrl }: Links): Block {
  const { techniques, entity } = alert.peak;
  const known = techniques.slice(0, MAXIMUM_LIST).map(({ id, name }) => `${safe(id, 100)} ${safe(name, 100)}`);
  const links = [
    ...(externalUrl === undefined ? [] : [link(`${externalUrl}/api/v1/alerts/${alert.id}`, 'Alert')]),
    ...(dashboardUrl === undefined
      ? []
      : [link(`${dashboardUrl}?${new URLSearchParams({ 'var-entity': cut(entityName(entity), 100) })}`, 'Dashboard')]),
  ];
  return context([...known, ...links, `\`${alert.id}\``].join('  |  '));
}

function link(url: string, text: string): string {
  return `<${url.replace(/[<>|\s]/g, encodeURIComponent)}|${text}>`;
}

function lasted(alert: Alert): string {
  return `it lasted ${duration(endOf(alert) - alert.startsAtMs)}`;
}

function endOf(alert: Alert): number {
  return alert.endsAtMs ?? alert.lastSeenMs;
}

/** Slack shows the reader's own time zone; the words after the bar are for everything that is not Slack. */
function time(ms: number): string {
  const utc = new Date(ms).toISOString().slice(0, 19).replace('T', ' ');
  return `<!date^${Math.floor(ms / 1000)}^{date_short_pretty} {time_secs}|${utc} UTC>`;
}

function sentenceCase(id: string): string {
  const words = id.replaceAll('-', ' ').replaceAll(/\bgpu\b/g, 'GPU');
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** `tenant acme`; a GPU's name says already that it is one. */
function subject(entity: Entity): string {
  const kind = entity.kind.replaceAll(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
  return entity.kind === 'gpu' ? entityName(entity) : `${kind} ${entityName(entity)}`;
}
