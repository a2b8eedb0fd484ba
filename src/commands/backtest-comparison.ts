import type { BacktestReport, PastAlert } from './backtest-run.ts';

/** What another configuration would have changed. */
export interface Comparison {
  readonly a: BacktestReport;
  readonly b: BacktestReport;
  readonly onlyA: readonly PastAlert[];
  readonly onlyB: readonly PastAlert[];
  /** As the first configuration tells them. */
  readonly both: readonly PastAlert[];
}

/** Alerts of one detector and entity that overlap in time, or nearly, are the same alert. */
const NEAR_MS = 10 * 60_000;

/** Sorts the alerts of two backtests of one past into those of the one, of the other, and of both. */
export function compareBacktests(a: BacktestReport, b: BacktestReport): Comparison {
  const both = a.alerts.filter((alert) => b.alerts.some((other) => isSame(alert, other)));
  return {
    a,
    b,
    both,
    onlyA: a.alerts.filter((alert) => !both.includes(alert)),
    onlyB: b.alerts.filter((alert) => !a.alerts.some((other) => isSame(alert, other))),
  };
}

function isSame(a: PastAlert, b: PastAlert): boolean {
  if (a.detector !== b.detector || a.fingerprint !== b.fingerprint) return false;
  return Date.parse(a.startsAt) <= endMs(b) + NEAR_MS && Date.parse(b.startsAt) <= endMs(a) + NEAR_MS;
}

function endMs({ endsAt }: PastAlert): number {
  return endsAt === undefined ? Number.POSITIVE_INFINITY : Date.parse(endsAt);
}
