import { money, quantity } from '../../core/detectors/wording.ts';
import type { Alert } from '../../core/model/alert.ts';
import type { Evidence, Finding, Severity } from '../../core/model/finding.ts';
import { type Links, linksOf } from '../links.ts';
import type { ToldState } from '../receiver.ts';
import {
  causesOf,
  endOf,
  evidenceOf,
  lasted,
  MAXIMUM_LIST,
  peopleOf,
  sentenceCase,
  titleOf,
  usual,
  usualRange,
  utc,
  whose,
} from '../wording.ts';
import { type Block, context, fields, header, type SlackMessage, safe, section } from './block-kit.ts';

/** A severity as a coloured dot. */
export const MARK: Record<Severity, string> = {
  critical: ':red_circle:',
  warning: ':large_orange_circle:',
  info: ':large_blue_circle:',
};

/** An alert as a Slack message. Pure: the same alert gives the same bytes. */
export function slackMessage(alert: Alert, state: ToldState, links: Links): SlackMessage {
  const finding = alert.peak;
  const title = titleOf(finding);
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
    ...list(
      'People',
      peopleOf(alert).map((line) => safe(line)),
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

function causes(finding: Finding): string[] {
  return causesOf(finding).map(({ cause, share }) => `${safe(cause)}: ${Math.round(share * 100)} %`);
}

function evidence(finding: Finding): string[] {
  return evidenceOf(finding).map((line) => evidenceLine(line, finding.entity.key));
}

function evidenceLine(line: Evidence, ownKey: string): string {
  const { signal, entity, unit, value } = line;
  const of = entity === ownKey ? '' : ` of ${safe(whose(line))}`;
  return `\`${safe(signal)}\`${of}: ${quantity(value, unit)}${usualRange(line)}`;
}

function list(title: string, lines: readonly string[]): Block[] {
  if (lines.length === 0) return [];
  const more = lines.length > MAXIMUM_LIST ? [`and ${lines.length - MAXIMUM_LIST} more`] : [];
  return [section(`*${title}*`, ...[...lines.slice(0, MAXIMUM_LIST), ...more].map((line) => `• ${line}`))];
}

/** Techniques, links, id. */
export function footer(alert: Alert, links: Links): Block {
  const { techniques } = alert.peak;
  const known = techniques.slice(0, MAXIMUM_LIST).map(({ id, name }) => `${safe(id, 100)} ${safe(name, 100)}`);
  const followed = linksOf(alert, links).map(({ url, text }) => link(url, text));
  return context([...known, ...followed, `\`${alert.id}\``].join('  |  '));
}

/** A link in Slack’s markup; its address cannot end it early. */
export function link(url: string, text: string): string {
  return `<${url.replace(/[<>|\s]/g, encodeURIComponent)}|${text}>`;
}

/** Slack shows the reader's own time zone; the words after the bar are for everything that is not Slack. */
function time(ms: number): string {
  return `<!date^${Math.floor(ms / 1000)}^{date_short_pretty} {time_secs}|${utc(ms)}>`;
}
