import { formatDuration } from '../config/duration.ts';
import { plainNumber } from '../core/detectors/wording.ts';
import type { Comparison } from './backtest-comparison.ts';
import type { BacktestReport, PastAlert } from './backtest-run.ts';
import { counted } from './counted.ts';
import { textTable } from './text-table.ts';

const DAY_MINUTES = 1440;
/** Rows of one table; all of them are in the JSON. */
const ALERTS_SHOWN = 40;

/** A backtest for a person. */
export function backtestText(report: BacktestReport): string[] {
  const detectors = report.detectors.filter(({ alerts, shadow }) => alerts + shadow > 0);
  const signals = report.signals.filter(({ episodes }) => episodes > 0);
  const ready = report.signals.reduce((sum, signal) => sum + signal.ready, 0);
  const entities = report.signals.reduce((sum, signal) => sum + signal.entities, 0);
  return [
    `${spanText(report)}: ${counted(report.pages, 'page')}, ${counted(entities, 'baseline')}, ${ready} of them ready at the end`,
    budgetText(report),
    ...section(
      ['DETECTOR', 'ALERTS', 'CRITICAL', 'WARNING', 'INFO', 'A DAY', 'SHADOW'],
      detectors.map(({ detector, alerts, bySeverity, perDay, shadow }) => {
        const { critical, warning, info } = bySeverity;
        return [detector, alerts, critical, warning, info, rounded(perDay), shadow];
      }),
    ),
    ...section(
      ['SIGNAL', 'BASELINES', 'PAST THE LINE', 'A DAY', 'MOST OF ALL'],
      signals.map(({ signal, entities: count, episodes, perDay, most }) => {
        return [
          signal,
          count,
          episodes,
          rounded(perDay),
          most === undefined ? '' : `${most.entity} (${most.episodes})`,
        ];
      }),
    ),
    ...alertTable(report.alerts),
  ];
}

/** What another configuration would have changed, for a person. */
export function comparisonText(
  { a, b, onlyA, onlyB, both }: Comparison,
  [nameA, nameB]: readonly [string, string],
): string[] {
  const ids = a.detectors.map(({ detector }) => detector);
  for (const { detector } of b.detectors) if (!ids.includes(detector)) ids.push(detector);
  const of = (alerts: readonly PastAlert[], id: string) => alerts.filter(({ detector }) => detector === id).length;
  const rows = ids.map((id) => [id, of(onlyA, id), of(both, id), of(onlyB, id)] as const);
  return [
    `${spanText(a)}`,
    `A  ${nameA}: ${budgetText(a)}`,
    `B  ${nameB}: ${budgetText(b)}`,
    ...section(
      ['DETECTOR', 'ONLY A', 'BOTH', 'ONLY B'],
      rows.filter(([, ...counts]) => counts.some((count) => count > 0)),
    ),
    ...(onlyA.length > 0 ? ['', 'Only with A:', ...alertTable(onlyA).slice(1)] : []),
    ...(onlyB.length > 0 ? ['', 'Only with B:', ...alertTable(onlyB).slice(1)] : []),
  ];
}

function spanText({ from, to, days }: BacktestReport): string {
  const minutes = days * DAY_MINUTES;
  const lastedMs = minutes < 1 ? Math.round(minutes * 60) * 1000 : Math.round(minutes) * 60_000;
  return `${shortTime(from)} to ${shortTime(to)} UTC (${formatDuration(lastedMs)})`;
}

function budgetText({ alerts, alertsPerDay, budgetPerDay }: BacktestReport): string {
  const told = `${counted(alerts.filter(({ shadow }) => !shadow).length, 'alert')} would have been told`;
  const budget = `the budget of ${plainNumber(budgetPerDay)} a day`;
  if (alertsPerDay === undefined) return `${told}; the past is too short to hold it against ${budget}`;
  const verdict = alertsPerDay > budgetPerDay ? 'over' : 'within';
  return `${told}: ${plainNumber(alertsPerDay)} a day, ${verdict} ${budget}`;
}

function alertTable(alerts: readonly PastAlert[]): string[] {
  const more = alerts.length - ALERTS_SHOWN;
  const rows = alerts.slice(0, ALERTS_SHOWN).map((alert) => {
    const { startsAt, endsAt, severity, detector, shadow, summary } = alert;
    const lasted = endsAt === undefined ? 'open' : formatDuration(Date.parse(endsAt) - Date.parse(startsAt));
    return [shortTime(startsAt), lasted, shadow ? `${severity}, shadow` : severity, detector, summary];
  });
  return [
    ...section(['STARTED', 'FOR', 'SEVERITY', 'DETECTOR', 'SUMMARY'], rows),
    ...(more > 0 ? [`and ${more} more; all of them with --json`] : []),
  ];
}

/** An empty line and a table; nothing where it has no row. */
function section(header: readonly string[], rows: readonly (readonly (string | number)[])[]): string[] {
  return rows.length === 0 ? [] : ['', ...textTable(header, rows)];
}

/** A cell that is empty where it cannot be told. */
function rounded(perDay: number | undefined): number | string {
  return perDay === undefined ? '' : Math.round(perDay * 10) / 10;
}

function shortTime(time: string): string {
  return time.slice(0, 16).replace('T', ' ');
}
