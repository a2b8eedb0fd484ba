import { money, quantity } from '../core/detectors/wording.ts';
import type { Alert } from '../core/model/alert.ts';
import type { Evidence } from '../core/model/finding.ts';
import type { ToldState } from './receiver.ts';
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
} from './wording.ts';

/** A titled list of a message. */
export interface Chapter {
  readonly title: string;
  readonly lines: readonly string[];
}

/** What a message says of one alert, as plain text that a receiver sets in its own way. */
export interface Story {
  /** `Critical: Cost spike: tenant acme` */
  readonly title: string;
  readonly summary: string;
  /** Names and values, as a table. */
  readonly numbers: readonly (readonly [string, string])[];
  readonly chapters: readonly Chapter[];
  readonly techniques: readonly string[];
}

/** An alert in the words that all receivers of text share. Pure. */
export function storyOf(alert: Alert, state: ToldState): Story {
  const { peak } = alert;
  const resolved = state === 'resolved';
  const word = state === 'firing' ? sentenceCase(peak.severity) : sentenceCase(state);
  return {
    title: `${word}: ${titleOf(peak)}`,
    summary: resolved ? `Back to usual; ${lasted(alert)}. ${peak.summary}` : peak.summary,
    numbers: resolved ? numbersOfEnd(alert) : numbersOf(alert),
    chapters: resolved ? [] : chaptersOf(alert),
    techniques: peak.techniques.slice(0, MAXIMUM_LIST).map(({ id, name }) => `${id} ${name}`),
  };
}

function numbersOf(alert: Alert): [string, string][] {
  const { severity, actual, expected, usdPerHour, score, confidence } = alert.peak;
  return [
    ['Severity', severity],
    ['Since', utc(alert.startsAtMs)],
    ['Actual', quantity(actual.value, actual.unit)],
    ['Usual', usual(alert.peak)],
    ['Expected', quantity(expected.value, expected.unit)],
    ['Score', `${score.toFixed(1)} (1 is the alert line), ${Math.round(confidence * 100)} % sure`],
    ...(usdPerHour === undefined
      ? []
      : [['Money', `${money(usdPerHour)}/h beyond the usual`] satisfies [string, string]]),
    ...costOf(alert, 'So far'),
  ];
}

function numbersOfEnd(alert: Alert): [string, string][] {
  const { actual } = alert.peak;
  return [
    ['At its worst', `${quantity(actual.value, actual.unit)}, usual ${usual(alert.peak)}`],
    ...costOf(alert, 'Cost beyond the usual'),
    ['Began', utc(alert.startsAtMs)],
    ['Ended', utc(endOf(alert))],
  ];
}

function costOf({ usdTotal }: Alert, name: string): [string, string][] {
  return usdTotal === undefined ? [] : [[name, money(usdTotal)]];
}

function chaptersOf(alert: Alert): Chapter[] {
  const { peak } = alert;
  return [
    { title: 'Why', lines: causesOf(peak).map(({ cause, share }) => `${cause}: ${Math.round(share * 100)} %`) },
    { title: 'What else moved', lines: evidenceOf(peak).map((line) => evidenceLine(line, peak.entity.key)) },
    { title: 'Do first', lines: peak.nextStep === '' ? [] : [peak.nextStep] },
    { title: 'What speaks against it', lines: peak.doubts },
    { title: 'People', lines: peopleOf(alert) },
  ]
    .filter(({ lines }) => lines.length > 0)
    .map(({ title, lines }) => ({ title, lines: shortened(lines) }));
}

function shortened(lines: readonly string[]): string[] {
  const more = lines.length > MAXIMUM_LIST ? [`and ${lines.length - MAXIMUM_LIST} more`] : [];
  return [...lines.slice(0, MAXIMUM_LIST), ...more];
}

/** `requests.rate of model llama-3: 31.7 requests/s (usual 1 to 4.5 requests/s)` */
function evidenceLine(line: Evidence, ownKey: string): string {
  const { signal, entity, unit, value } = line;
  const of = entity === ownKey ? '' : ` of ${whose(line)}`;
  return `${signal}${of}: ${quantity(value, unit)}${usualRange(line)}`;
}
