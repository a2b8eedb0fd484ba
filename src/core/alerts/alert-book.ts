import type { Alert, AlertChange } from '../model/alert.ts';
import { type Finding, SEVERITIES, type Severity } from '../model/finding.ts';
import { alertId, fingerprint } from './fingerprint.ts';

/** How much evidence an alert needs to begin and how much quiet to end. All counts are evaluation ticks. */
export interface AlertPolicy {
  /** Sightings before a pending alert fires; 1 fires at once. */
  readonly forTicks: number;
  /** A pending alert must collect them without more than `withinTicks - forTicks` quiet ticks in a row. */
  readonly withinTicks: number;
  /** Quiet ticks in a row that resolve a firing alert; more than it takes to fire, so that an alert does not flap. */
  readonly resolveAfterTicks: number;
  /** A firing alert that did not get worse is stored again every so many sightings: money and last sight move on. */
  readonly updateEveryTicks: number;
  /** Money is not integrated over a longer hole in the ticks than this: what happened in there is not known. */
  readonly gapMaximumMs: number;
  /** Pending and firing alerts held at once; further ones are refused and counted. */
  readonly openMaximum: number;
}

export const DEFAULT_ALERT_POLICY: AlertPolicy = Object.freeze({
  forTicks: 2,
  withinTicks: 3,
  resolveAfterTicks: 3,
  updateEveryTicks: 4,
  gapMaximumMs: 300_000,
  openMaximum: 10_000,
});

const MS_PER_HOUR = 3_600_000;

/** The open alerts, and the rules by which findings begin, feed and end them. Event time only; one call a tick. */
export class AlertBook {
  readonly #policy: AlertPolicy;
  readonly #open = new Map<string, Alert>();
  #refused = 0;

  constructor(policy: AlertPolicy = DEFAULT_ALERT_POLICY) {
    this.#policy = policy;
  }

  /** Pending and firing alerts in the order in which they began. */
  open(): readonly Alert[] {
    return [...this.#open.values()];
  }

  /** Findings that found no room, since the start. */
  get refused(): number {
    return this.#refused;
  }

  /** Takes over what was open before a restart. Nothing is told again: a firing alert goes on firing. */
  restore(alerts: readonly Alert[]): void {
    for (const alert of alerts) {
      if (alert.state !== 'resolved') this.#open.set(alert.fingerprint, alert);
    }
  }

  /** A person gave a verdict on an alert; it stays with the alert while it is open. */
  judged({ fingerprint, id, verdict }: Alert): void {
    const alert = this.#open.get(fingerprint);
    if (alert?.id === id && verdict !== undefined) this.#open.set(fingerprint, { ...alert, verdict });
  }

  /**
   * One tick: every finding feeds its alert, every other open alert has a quiet tick. Returns what changed.
   *
   * Ticks may come faster than scrapes. `isHeld` says that a finding's evidence is there but none of it is new since the last tick: such
   * a tick counts neither for nor against, or one sample would be two witnesses.
   */
  advance(
    findings: readonly Finding[],
    timeMs: number,
    isHeld: (finding: Finding) => boolean = () => false,
  ): AlertChange[] {
    const changes: AlertChange[] = [];
    const standing = worstByFingerprint(findings.filter((finding) => !isHeld(finding)));
    for (const [print, alert] of [...this.#open]) {
      const finding = standing.get(print);
      standing.delete(print);
      if (finding !== undefined) this.#keep(this.#seen(alert, finding, timeMs), changes);
      else if (!isHeld(alert.latest)) this.#keep(this.#quiet(alert, timeMs), changes);
    }
    for (const [print, finding] of standing) {
      if (this.#open.size >= this.#policy.openMaximum) this.#refused++;
      else this.#keep(this.#begin(print, finding, timeMs), changes);
    }
    return changes;
  }

  #keep(step: Step, changes: AlertChange[]): void {
    const { alert, change, timeMs } = step;
    if (change === 'resolved' || change === 'dropped') this.#open.delete(alert.fingerprint);
    else this.#open.set(alert.fingerprint, alert);
    if (change !== undefined) changes.push({ change, alert, timeMs });
  }

  #begin(print: string, finding: Finding, timeMs: number): Step {
    const pending: Alert = {
      fingerprint: print,
      id: alertId(print, timeMs),
      state: 'pending',
      startsAtMs: timeMs,
      lastSeenMs: timeMs,
      ticksSeen: 1,
      quietTicks: 0,
      peak: finding,
      latest: finding,
      ...(finding.usdPerHour === undefined ? {} : { usdTotal: 0 }),
    };
    const waits = this.#policy.forTicks > 1 || (finding.patienceMs ?? 0) > 0;
    if (waits) return { alert: pending, change: 'pending', timeMs };
    return { alert: { ...pending, state: 'firing', firedAtMs: timeMs }, change: 'fired', timeMs };
  }

  #seen(alert: Alert, finding: Finding, timeMs: number): Step {
    const worse = compareFindings(finding, alert.peak) > 0;
    const usdTotal = this.#money(alert, finding, timeMs);
    const fed: Alert = {
      ...alert,
      lastSeenMs: timeMs,
      ticksSeen: alert.ticksSeen + 1,
      quietTicks: 0,
      peak: worse ? worsened(alert, finding) : risen(alert.peak, finding.score),
      latest: finding,
      ...(usdTotal === undefined ? {} : { usdTotal }),
    };
    if (alert.state === 'firing') {
      const told = isNews(finding, alert.peak) || fed.ticksSeen % this.#policy.updateEveryTicks === 0;
      return { alert: fed, change: told ? 'updated' : undefined, timeMs };
    }
    const patient = timeMs - fed.startsAtMs < (finding.patienceMs ?? 0);
    if (fed.ticksSeen < this.#policy.forTicks || patient) return { alert: fed, change: undefined, timeMs };
    return { alert: { ...fed, state: 'firing', firedAtMs: timeMs }, change: 'fired', timeMs };
  }

  #quiet(alert: Alert, timeMs: number): Step {
    const { forTicks, withinTicks, resolveAfterTicks } = this.#policy;
    const quietTicks = alert.quietTicks + 1;
    const still: Alert = { ...alert, quietTicks };
    if (alert.state === 'pending') {
      return { alert: still, change: quietTicks > withinTicks - forTicks ? 'dropped' : undefined, timeMs };
    }
    if (quietTicks < resolveAfterTicks) return { alert: still, change: undefined, timeMs };
    return { alert: { ...still, state: 'resolved', endsAtMs: timeMs }, change: 'resolved', timeMs };
  }

  /** Adds the present rate over the time since the last sighting; quiet ticks and holes cost nothing. */
  #money(alert: Alert, finding: Finding, timeMs: number): number | undefined {
    const rate = finding.usdPerHour;
    if (rate === undefined) return alert.usdTotal;
    const elapsedMs = Math.min(Math.max(0, timeMs - alert.lastSeenMs), this.#policy.gapMaximumMs);
    const billedMs = elapsedMs / (alert.quietTicks + 1);
    return (alert.usdTotal ?? 0) + (Math.max(0, rate) * billedMs) / MS_PER_HOUR;
  }
}

interface Step {
  readonly alert: Alert;
  readonly change: AlertChange['change'] | undefined;
  readonly timeMs: number;
}

/**
 * Severity first, then the money that runs away, then how far from what was expected, then the score: positive when `a` is worse than `b`.
 * The score alone would name the leap into an episode its worst, since a band widens with what it sees.
 */
function compareFindings(a: Finding, b: Finding): number {
  return gravity(a, b) || distance(a, b) - distance(b, a) || a.score - b.score;
}

/** Whether it is stored at once: that a reading is a little further off can wait. */
function isNews(finding: Finding, peak: Finding): boolean {
  return (gravity(finding, peak) || finding.score - peak.score) > 0;
}

function gravity(a: Finding, b: Finding): number {
  return rank(a.severity) - rank(b.severity) || (a.usdPerHour ?? 0) - (b.usdPerHour ?? 0);
}

/** How far a finding is from its expectation; 0 where the other tells another quantity, which does not compare. */
function distance({ actual, expected }: Finding, other: Finding): number {
  return actual.unit === other.actual.unit ? Math.abs(actual.value - expected.value) : 0;
}

function rank(severity: Severity): number {
  return SEVERITIES.indexOf(severity);
}

/**
 * The new peak. Once people were told, the labels stay as they were told, and severity never falls within an episode:
 * Alertmanager takes another label set for another alert.
 */
function worsened(alert: Alert, finding: Finding): Finding {
  const worst = risen(finding, alert.peak.score);
  if (alert.state === 'pending') return worst;
  const { labels: _, ...rest } = worst;
  const { entity, labels } = alert.peak;
  return { ...rest, entity, ...(labels === undefined ? {} : { labels }) };
}

/** The finding with the highest score of its episode. */
function risen(finding: Finding, score: number): Finding {
  return score > finding.score ? { ...finding, score } : finding;
}

/** A detector that names an entity twice at a tick has one alert: the worst finding stands. */
function worstByFingerprint(findings: readonly Finding[]): Map<string, Finding> {
  const worst = new Map<string, Finding>();
  for (const finding of findings) {
    const print = fingerprint(finding.detector, finding.entity.key, finding.shadow);
    const other = worst.get(print);
    if (other === undefined || compareFindings(finding, other) > 0) worst.set(print, finding);
  }
  return worst;
}
