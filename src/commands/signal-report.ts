import type { z } from 'zod';
import type { ExplainedBaselineJson } from '../api/schemas/baseline-schemas.ts';
import type { HistoryJson } from '../api/schemas/history-schemas.ts';
import { formatDuration } from '../config/duration.ts';
import type { Lead } from '../core/baselines/columns.ts';
import { band, plainNumber, quantity } from '../core/detectors/wording.ts';
import { UNITS, type Unit } from '../core/model/signal.ts';
import { inColumns, sparkline } from './sparkline.ts';

type Baseline = z.infer<typeof ExplainedBaselineJson>;
type Explanation = NonNullable<Baseline['explanation']>;
type Points = z.infer<typeof HistoryJson>['points'];

const LEADING: Readonly<Record<Lead, string>> = {
  level: 'its distance from what is expected',
  change: 'a sudden change',
  drift: 'a slow drift over hours',
  spread: 'it has become restless',
  novelty: 'a step to where it has never been',
  count: 'a signal that is seldom anything but zero is not',
  guard: 'a distance beyond all that may be learnt in a day',
};

const DAYS = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'];
const COLUMNS = 72;
/** Below it a score is noise, and so is what leads it. */
const WORTH_A_REASON = 0.5;
const DAY_MINUTES = 1440;

/** What is known of a signal, line by line, for a person at a terminal. */
export function signalReport(baseline: Baseline, points: Points): string[] {
  const unit = unitOf(baseline.unit);
  const { explanation } = baseline;
  return [
    `${baseline.signal} of ${baseline.entity.kind} ${baseline.entity.name}`,
    ...row('now', baseline.value === null ? 'missing' : quantity(baseline.value, unit)),
    ...(explanation === null ? warming(baseline) : judged(baseline, explanation, unit)),
    ...row('seen', seen(baseline)),
    ...row('a person', person(baseline)),
    ...lately(points),
    ...(explanation?.profile === undefined ? [] : week(explanation.profile)),
  ];
}

function warming({ readyAt }: Baseline): string[] {
  return row(
    'band',
    `none yet: it is warming up${readyAt === undefined ? '' : `, until ${shortTime(readyAt)} at the earliest`}`,
  );
}

function judged({ lower, upper, expected, score }: Baseline, explanation: Explanation, unit: Unit): string[] {
  const { expectedFrom, leadingTerm, lineProbability, pageLine, smallestNews, usualDeviation, tails, mostlyZero } =
    explanation;
  return [
    ...row('expected', expected === null ? '' : `${quantity(expected, unit)}, from the ${expectedFrom}`),
    ...row('band', lower === null || upper === null ? '' : band(lower, upper, unit)),
    ...row('score', score === null ? '' : `${plainNumber(score)} (${whereIs(score, pageLine)})`),
    ...row('because', score === null || score < WORTH_A_REASON ? '' : LEADING[leadingTerm]),
    ...row('the line', `${rarity(lineProbability)} reaches it by chance`),
    ...row('page line', `${plainNumber(pageLine)}: ${rarity(lineProbability ** pageLine)} reaches it by chance`),
    ...row('no news', `less than ${quantity(smallestNews, unit)} from what is expected`),
    ...row('usually', `${quantity(usualDeviation, unit)} from it${mostlyZero ? '; mostly it is zero' : ''}`),
    ...row('above', tailText(tails.above, unit)),
    ...row('below', tailText(tails.below, unit)),
    ...row('goes', explanation.trend === undefined ? '' : trendText(explanation.trend, unit)),
  ];
}

function whereIs(score: number, pageLine: number): string {
  if (score >= pageLine) return 'beyond the page line';
  return score >= 1 ? 'beyond the alert line' : 'the alert line is 1';
}

function rarity(probability: number): string {
  return `one sample in ${plainNumber(Math.round(1 / probability))}`;
}

function trendText({ perHour, limit, hoursToLimit }: NonNullable<Explanation['trend']>, unit: Unit): string {
  const course = `${perHour > 0 ? 'up' : 'down'} by ${quantity(Math.abs(perHour), unit)} an hour`;
  if (limit === undefined) return course;
  const end =
    hoursToLimit === undefined ? 'not within a month' : `in ${formatDuration(Math.round(hoursToLimit * 60) * 60_000)}`;
  return `${course}; at ${quantity(limit, unit)} ${end}`;
}

function tailText({ threshold, shape, exceedances }: Explanation['tails']['above'], unit: Unit): string {
  const known = `known from ${plainNumber(Math.round(exceedances))}`;
  return `one sample in 20 by more than ${quantity(threshold, unit)}; tail of shape ${shape.toFixed(2)}, ${known}`;
}

function seen({ samples, daysSeen, intervalMs, firstSampleAt, confidence }: Baseline): string {
  if (firstSampleAt === null) return 'no sample yet';
  const every = intervalMs > 0 ? `, one every ${formatDuration(Math.round(intervalMs / 1000) * 1000)}` : '';
  const sure = confidence === null ? '' : `; sure to ${Math.round(100 * confidence)} %`;
  const since = `since ${shortTime(firstSampleAt)} (${formatDuration(Math.round(daysSeen * DAY_MINUTES) * 60_000)})`;
  return `${plainNumber(samples)} samples ${since}${every}${sure}`;
}

/** What people have said of it. */
function person({ pinned, held, widening }: Baseline): string {
  const words = [
    ...(pinned ? ['pinned it: it learns nothing'] : []),
    ...(held ? ['called it an attack: it learns nothing beyond the line'] : []),
    ...(widening !== null && widening > 0.01 ? [`widened the band by ${Math.round(100 * widening)} %`] : []),
  ];
  return words.join('; ');
}

function lately(points: Points): string[] {
  const [first, last] = [points[0], points.at(-1)];
  if (first === undefined || last === undefined) return [];
  const numbers = points.map(({ value }) => value ?? Number.NaN);
  return row(
    'lately',
    `${sparkline(inColumns(numbers, COLUMNS))}  ${shortTime(first.time)} to ${shortTime(last.time)}`,
  );
}

function week({ hours, timeZone }: NonNullable<Explanation['profile']>): string[] {
  const bars = sparkline(hours.map((hour) => hour ?? Number.NaN));
  return DAYS.flatMap((day, index) =>
    row(
      index === 0 ? 'its week' : '',
      `${day} ${bars.slice(24 * index, 24 * (index + 1))}${index === 0 ? `  0 to 24 h, ${timeZone}` : ''}`,
    ),
  );
}

function row(name: string, text: string): string[] {
  return text === '' ? [] : [`  ${name.padEnd(9)} ${text}`];
}

function shortTime(time: string): string {
  return `${time.slice(0, 16).replace('T', ' ')} UTC`;
}

function unitOf(text: string): Unit {
  return UNITS.find((unit) => unit === text) ?? 'count';
}
