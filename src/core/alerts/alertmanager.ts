import type { Alert } from '../model/alert.ts';
import { type Entity, entityName } from '../model/entity.ts';
import type { Evidence, Finding } from '../model/finding.ts';
import { runbookUrl, TEST_DETECTOR } from './runbook.ts';

/** One alert as `POST /api/v2/alerts` of Alertmanager takes it (its OpenAPI's `postableAlert`). */
export interface AlertmanagerAlert {
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
  /** RFC 3339, UTC: when it began to fire, as Prometheus sends it. */
  readonly startsAt: string;
  /** Absent while it fires, unless the caller says until when it is good. */
  readonly endsAt?: string;
  readonly generatorURL?: string;
}

/** What an alert in Alertmanager’s form says beside itself. */
export interface AlertmanagerOptions {
  /** Until when a firing alert is good without being sent again, Unix milliseconds; a sender sets it a few intervals ahead. */
  readonly goodUntilMs?: number;
  /** Where people reach this Gauger, without a slash at the end. */
  readonly externalUrl?: string;
  /** Where the runbooks are, see `runbookUrl`. */
  readonly runbookUrl?: string | undefined;
}

/** Label names of Prometheus' data model; names that begin with `__` are reserved. */
const LABEL_NAME = /^(?!__)[a-zA-Z_][a-zA-Z0-9_]*$/;

/** Prometheus' own guard for a scrape is of this order; an alert with more labels helps nobody. */
const LABELS_MAXIMUM = 40;

/** The canonical label of a kind, beside the exporters' own; the other kinds' identities carry theirs already. */
const CANONICAL: Readonly<Record<string, string>> = {
  tenant: 'tenant',
  model: 'model',
  service: 'service',
  node: 'node',
};

/**
 * An alert in Alertmanager's form. Labels are its identity, so they hold what does not change in an episode; numbers live in the
 * annotations. Keys come in a fixed order: the same alert gives the same bytes.
 */
export function toAlertmanager(alert: Alert, options: AlertmanagerOptions = {}): AlertmanagerAlert {
  const endsAtMs = alert.endsAtMs ?? options.goodUntilMs;
  return {
    labels: alertLabels(alert.peak),
    annotations: { ...annotations(alert), ...runbook(alert.peak.detector, options.runbookUrl) },
    startsAt: rfc3339(alert.firedAtMs ?? alert.startsAtMs),
    ...(endsAtMs === undefined ? {} : { endsAt: rfc3339(endsAtMs) }),
    ...(options.externalUrl === undefined
      ? {}
      : { generatorURL: `${options.externalUrl}/#/alerts/${encodeURIComponent(alert.id)}` }),
  };
}

/** `alertname` and `severity`, `shadow="true"` where nobody is told, then every label of the entity and of the finding, sorted by name. */
export function alertLabels(finding: Finding): Record<string, string> {
  const own = { ...finding.entity.labels, ...canonical(finding.entity), ...finding.entity.identity, ...finding.labels };
  const labels: Record<string, string> = { alertname: finding.detector, severity: finding.severity };
  if (finding.shadow === true) labels['shadow'] = 'true';
  const names = Object.keys(own)
    .filter((name) => LABEL_NAME.test(name) && labels[name] === undefined)
    .sort();
  for (const name of names) {
    const value = own[name];
    if (value !== undefined && value !== '' && Object.keys(labels).length < LABELS_MAXIMUM) labels[name] = value;
  }
  return labels;
}

function canonical(entity: Entity): Record<string, string> {
  const name = CANONICAL[entity.kind];
  return name === undefined ? {} : { [name]: entityName(entity) };
}

function runbook(detector: string, base: string | undefined): Record<string, string> {
  return detector === TEST_DETECTOR ? {} : { runbook_url: runbookUrl(detector, base) };
}

function annotations(alert: Alert): Record<string, string> {
  const { peak, latest } = alert;
  return {
    summary: peak.summary,
    description: description(peak),
    actual: plain(peak.actual.value),
    expected: plain(peak.expected.value),
    lower: plain(peak.lower),
    upper: plain(peak.upper),
    unit: peak.actual.unit,
    score: plain(peak.score),
    confidence: plain(peak.confidence),
    ...(peak.usdPerHour === undefined ? {} : { usd_per_hour: plain(peak.usdPerHour) }),
    ...(alert.usdTotal === undefined ? {} : { usd_total: plain(alert.usdTotal) }),
    latest: plain(latest.actual.value),
    causes: peak.causes.map(({ cause, share }) => `${cause} ${Math.round(share * 100)} %`).join(', '),
    techniques: peak.techniques.map(({ id, name }) => `${id} ${name}`).join(', '),
    evidence: peak.evidence.map(evidenceLine).join('; '),
    doubts: peak.doubts.join(' '),
    next_step: peak.nextStep,
    first_seen: rfc3339(alert.startsAtMs),
  };
}

function description(finding: Finding): string {
  return [finding.summary, ...finding.doubts.map((doubt) => `Against it: ${doubt}`), `Next: ${finding.nextStep}`].join(
    '\n',
  );
}

function evidenceLine(line: Evidence): string {
  return `${line.signal} of ${line.entity} ${plain(line.value)} ${line.unit}, expected ${plain(line.expected)} (${plain(line.lower)} to ${plain(line.upper)}), score ${plain(line.score)}`;
}

/** Six significant digits: the noise behind them helps nobody, and the text stays short. */
function plain(value: number): string {
  return String(Number(value.toPrecision(6)));
}

function rfc3339(timeMs: number): string {
  return new Date(timeMs).toISOString();
}
