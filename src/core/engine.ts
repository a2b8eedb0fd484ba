import { AlertBook, type AlertPolicy } from './alerts/alert-book.ts';
import { IncidentBook } from './alerts/incident-book.ts';
import { incidentLinks } from './alerts/incident-links.ts';
import { type Scope, scoped } from './alerts/scope.ts';
import { type BaselineOptions, Baselines } from './baselines/baselines.ts';
import { attribute } from './detectors/attribute.ts';
import { lossesOf } from './detectors/blindness.ts';
import { CoverageWatch } from './detectors/coverage-watch.ts';
import type { Detector, TickView } from './detectors/detector.ts';
import { lowerBelowPageLine } from './detectors/lower-below-page-line.ts';
import { EvidenceKeeper } from './evidence/evidence-keeper.ts';
import { type VerdictEffect, verdictEffect } from './evidence/verdict-effect.ts';
import { TargetParsers, type TargetParsersOptions } from './exposition/target-parsers.ts';
import { SignalHistory } from './history/signal-history.ts';
import { LearntState } from './learnt-state.ts';
import type { Alert, AlertChange } from './model/alert.ts';
import type { BaselineRow } from './model/baseline-row.ts';
import type { Evidence, Finding } from './model/finding.ts';
import type { FrozenEvidence } from './model/frozen-evidence.ts';
import type { HistoryPoint } from './model/history-point.ts';
import type { Incident } from './model/incident.ts';
import type { GoodPage, Page, WrittenPage } from './model/page.ts';
import type { Reading } from './model/signal.ts';
import type { Verdict } from './model/verdict.ts';
import { type PageSummary, refusedSummary, summaryOf } from './page-summary.ts';
import { Signals, type SignalsOptions } from './signals/signals.ts';
import { StandingSignals } from './standing-signals.ts';
import { Verdicts } from './verdicts.ts';
import { WrittenTargets } from './written/written-targets.ts';

/** A detector with its settings, switched on. */
export interface ArmedDetector extends Scope {
  readonly detector: Detector;
  readonly settings: unknown;
}

/** What an engine is made of: the catalogue and definitions of signals, how baselines learn, which detectors judge, how alerts live. */
export interface EngineSettings extends TargetParsersOptions {
  /** How often signals are judged, in event time; boundaries are its multiples since the Unix epoch. */
  readonly evaluationIntervalMs: number;
  readonly signals: SignalsOptions;
  readonly baselines: BaselineOptions;
  readonly detectors: readonly ArmedDetector[];
  readonly alerts: AlertPolicy;
  /** Signals whose latest points are kept; 0: none, and no evidence of alerts either. */
  readonly historySignals: number;
}

/** What the last `ingest` did. */
export interface Ingested {
  readonly changes: readonly AlertChange[];
  /** Absent for a failed scrape. */
  readonly page?: PageSummary;
}

/** Boundaries evaluated over a hole in the pages; enough for open alerts to see that nothing is there any more. */
const TICKS_OVER_A_GAP = 3;

/**
 * The product: pages in, alerts out, on event time alone. Live service, replay, demo and tests are this one code path, and the same
 * pages give the same alerts.
 */
export class Engine {
  readonly signals: Signals;
  readonly baselines: Baselines;
  private readonly alerts: AlertBook;
  private readonly incidents = new IncidentBook();
  private readonly verdicts: Verdicts;
  private readonly learnt: LearntState;
  private readonly points: SignalHistory;
  private readonly evidence: EvidenceKeeper;
  private readonly coverage: CoverageWatch;
  private readonly signalsNow: StandingSignals;
  private readonly parsers: TargetParsers;
  private readonly written: WrittenTargets;
  private nextTickMs = Number.NaN;
  private lastTick = Number.NaN;

  constructor(private readonly settings: EngineSettings) {
    this.signals = new Signals(settings.signals);
    this.baselines = new Baselines(settings.baselines);
    this.alerts = new AlertBook(settings.alerts);
    this.learnt = new LearntState(this.signals, this.baselines);
    this.verdicts = new Verdicts(this.signals, this.baselines);
    this.points = new SignalHistory(settings.historySignals, settings.evaluationIntervalMs);
    this.evidence = new EvidenceKeeper({
      signals: this.signals,
      baselines: this.baselines,
      options: settings.baselines,
      signalIds: settings.signals.definitions.map(({ id }) => id),
      firesAtOnce: settings.alerts.forTicks === 1,
      points: (slot) => this.history(slot),
    });
    this.written = new WrittenTargets(settings.limits);
    this.parsers = new TargetParsers(settings);
    const detectors = settings.detectors.map(({ detector }) => detector);
    this.coverage = new CoverageWatch(detectors, this.signals, this.baselines);
    this.signalsNow = new StandingSignals(this.signals, this.baselines, this.coverage);
  }

  /** Takes a page in order of arrival; evaluates first every boundary that the page's time has passed. */
  ingest(page: Page): Ingested {
    const changes = this.evaluateUntil(page.timeMs);
    if (!page.up) {
      this.signals.failed(page.target, page.timeMs);
      return { changes };
    }
    return { changes, page: 'written' in page ? this.takeWritten(page) : this.takePage(page) };
  }

  /** Evaluates what the last pages brought, at the boundary they belong to: for the end of a log. */
  flush(): readonly AlertChange[] {
    return Number.isNaN(this.nextTickMs) ? [] : this.evaluateUntil(this.nextTickMs + 1);
  }

  /** Event time of the last evaluated boundary, Unix milliseconds; NaN before the first. */
  get lastTickMs(): number {
    return this.lastTick;
  }

  /** Series that are followed now, of all targets. */
  get seriesCount(): number {
    return this.parsers.series;
  }

  /** Series that were left out since the start: of new entities, beyond `signalMaximum`. */
  get refusedSeries(): number {
    return this.signals.refusedSeries;
  }

  openAlerts(): readonly Alert[] {
    return this.alerts.open();
  }

  /** A signal as it stands after the last evaluation; its value is NaN while it is missing. */
  standing(slot: number): Reading {
    return this.signalsNow.reading(slot, this.lastTick);
  }

  /** A signal's latest points, the oldest first; none where it was quiet and others needed the room, or none are kept at all. */
  history(slot: number): readonly HistoryPoint[] {
    return this.points.points(slot);
  }

  /** Learns a person's word on an alert, whose `verdict` it is; the next checkpoint keeps it. */
  judge(alert: Alert, verdict: Verdict): void {
    this.alerts.judged(alert);
    this.verdicts.learn(alert, verdict, this.alerts.open());
  }

  /** How often alerts would have fired with a verdict, by their evidence. */
  effect(verdict: Verdict, packs: readonly (FrozenEvidence | undefined)[]): VerdictEffect {
    return verdictEffect(verdict, packs, (signal, entity) => this.evidence.present(signal, entity));
  }

  /** What was learnt of signals and changed since the last call. */
  checkpoint(): BaselineRow[] {
    return this.learnt.checkpoint(this.lastTick);
  }

  /** All that was learnt of signals as it stands: for a log that can be replayed elsewhere. */
  allBaselines(): Iterable<BaselineRow> {
    return this.learnt.all(this.lastTick);
  }

  /** Rows that `restore` could not read, as another version wrote them: their signals begin anew. */
  get unread(): number {
    return this.learnt.unread;
  }

  /** Takes up where another life ended: baselines wait until their signal is seen, open alerts stay open. */
  restore(baselines: Iterable<BaselineRow>, alerts: readonly Alert[] = [], incidents: readonly Incident[] = []): void {
    this.learnt.restore(baselines);
    this.alerts.restore(alerts);
    this.incidents.restore(incidents);
    this.coverage.restore(alerts.flatMap(({ latest, lastSeenMs }) => lossesOf(latest, lastSeenMs)));
  }

  private takePage(page: GoodPage): PageSummary {
    const result = this.parsers.read(page);
    if (result.ok) this.signals.page(page.target, result.parser, result.parsed, page.timeMs);
    else this.signals.failed(page.target, page.timeMs);
    return result.ok ? summaryOf(result.parsed) : refusedSummary(result.parsed, result.refusal);
  }

  private takeWritten(page: WrittenPage): PageSummary {
    const { table, columns } = this.written.take(page);
    this.signals.written(page.target, table, columns, page.timeMs);
    return summaryOf({ ...columns, skipped: [], skippedCount: 0 });
  }

  private evaluateUntil(timeMs: number): AlertChange[] {
    const { evaluationIntervalMs } = this.settings;
    const changes: AlertChange[] = [];
    if (Number.isNaN(this.nextTickMs))
      this.nextTickMs = Math.ceil(timeMs / evaluationIntervalMs) * evaluationIntervalMs;
    for (let ticks = 1; this.nextTickMs < timeMs; ticks++) {
      changes.push(...this.tick(this.nextTickMs));
      const last = (Math.ceil(timeMs / evaluationIntervalMs) - 1) * evaluationIntervalMs;
      this.nextTickMs = ticks < TICKS_OVER_A_GAP ? this.nextTickMs + evaluationIntervalMs : last + evaluationIntervalMs;
    }
    return changes;
  }

  private tick(timeMs: number): readonly AlertChange[] {
    this.lastTick = timeMs;
    this.parsers.forget(timeMs);
    this.signals.tick(timeMs);
    if (this.settings.historySignals > 0) this.evidence.begin(this.alerts.open());
    // Where nothing is new every finding would be held, see `isHeld`: ticks may come faster than scrapes.
    const findings = this.learn(timeMs) ? this.find(this.signalsNow.view(timeMs)) : [];
    const standing = attribute(findings, this.alerts.open());
    const changes = this.incidents.advance(
      this.alerts.advance(standing, timeMs, (finding) => this.isHeld(finding)),
      timeMs,
      (alert) => incidentLinks(alert, (entity, kind) => this.signals.related(entity, kind)),
    );
    for (const { change, alert } of changes) {
      if (change === 'resolved' && alert.verdict !== undefined) this.verdicts.hold(alert, this.alerts.open());
    }
    return changes.map((change) => (change.change === 'fired' ? this.withEvidence(change) : change));
  }

  private withEvidence(change: AlertChange): AlertChange {
    if (this.settings.historySignals === 0) return change;
    const evidence = this.evidence.freeze(change.alert);
    return evidence === undefined ? change : { ...change, evidence };
  }

  /** Everything the finding rests on is known from an earlier tick: scrapes may be slower than ticks. */
  private isHeld({ evidence }: Finding): boolean {
    const { signals } = this;
    if (evidence.length === 0) return false;
    return evidence.every(({ signal, entity }) => {
      const slot = signals.slot(signal, { key: entity });
      return slot >= 0 && signals.fresh[slot] !== 1 && !Number.isNaN(signals.values[slot]);
    });
  }

  private find(view: TickView): Finding[] {
    this.coverage.tick(view.timeMs);
    const findings = this.settings.detectors.flatMap(({ detector, settings, ...scope }) =>
      scoped(
        detector.evaluate(view, settings).map((finding) => lowerBelowPageLine(finding, this.pageLineOf)),
        scope,
      ),
    );
    for (const { signal, entity } of findings.flatMap(({ evidence }) => evidence)) {
      const slot = this.signals.slot(signal, { key: entity });
      if (slot >= 0) this.points.want(slot);
    }
    return findings;
  }

  private readonly pageLineOf = ({ signal, entity }: Evidence): number => {
    const slot = this.signals.slot(signal, { key: entity });
    return slot >= 0 ? this.baselines.pageLine(slot) : Number.POSITIVE_INFINITY;
  };

  /** Teaches the baselines what is new; false when nothing is. */
  private learn(timeMs: number): boolean {
    const { signals, baselines, points } = this;
    while (baselines.count < signals.count) this.learnt.open(baselines.add(signals.definition(baselines.count)));
    points.begin(timeMs);
    const { values, fresh } = signals;
    let isNew = false;
    for (let slot = 0; slot < signals.count; slot++) {
      const value = values[slot]!;
      if (fresh[slot] === 1) {
        isNew = true;
        baselines.observe(slot, value, timeMs);
        points.note(slot, value, baselines);
      } else if (Number.isNaN(value)) {
        points.missing(slot);
      }
    }
    this.verdicts.follow(this.alerts.open());
    return isNew;
  }
}
