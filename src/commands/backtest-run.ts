import type { Config } from '../config/config.ts';
import { Engine, type EngineSettings } from '../core/engine.ts';
import type { Alert, AlertChange } from '../core/model/alert.ts';
import type { BaselineRow } from '../core/model/baseline-row.ts';
import { type EntityKind, entityName } from '../core/model/entity.ts';
import { SEVERITIES, type Severity } from '../core/model/finding.ts';
import type { Page } from '../core/model/page.ts';
import { engineSettings } from '../pipeline/engine-settings.ts';

const DAY_MS = 86_400_000;
/** Days of a past from which on it tells how much a day brings: less would be blown up to more than twice of what was seen. */
const SHORTEST_DAYS = 0.5;

/** An alert that would have fired. */
export interface PastAlert {
  readonly fingerprint: string;
  readonly detector: string;
  readonly severity: Severity;
  readonly entity: string;
  readonly entityKind: EntityKind;
  /** RFC 3339, UTC. */
  readonly startsAt: string;
  /** Absent: it fired when the past ended. */
  readonly endsAt?: string;
  readonly score: number;
  readonly summary: string;
  /** Its detector is in the shadow: nobody would have been told. */
  readonly shadow: boolean;
}

/** What a detector would have told. */
export interface DetectorCount {
  readonly detector: string;
  /** Alerts that people would have been told. */
  readonly alerts: number;
  readonly bySeverity: Readonly<Record<Severity, number>>;
  /** Undefined: the past is too short to tell. */
  readonly perDay: number | undefined;
  /** Alerts of the shadow. */
  readonly shadow: number;
}

/** How often the baselines of a signal went past their line. */
export interface SignalCount {
  readonly signal: string;
  /** Entities that have it. */
  readonly entities: number;
  /** Those whose baseline was ready at the end. */
  readonly ready: number;
  /** How often one of them went past the alert line: what a detector may make an alert of. */
  readonly episodes: number;
  /** Undefined: the past is too short to tell. */
  readonly perDay: number | undefined;
  /** Who did so most often; absent: nobody did. */
  readonly most?: { readonly entity: string; readonly episodes: number };
}

/** What a configuration would have made of a past. */
export interface BacktestReport {
  readonly from: string;
  readonly to: string;
  readonly days: number;
  readonly pages: number;
  readonly budgetPerDay: number;
  /** Alerts that people would have been told, a day; undefined: the past is too short to tell. */
  readonly alertsPerDay: number | undefined;
  /** Every detector that is on, in the order of the registry. */
  readonly detectors: readonly DetectorCount[];
  /** The one with most episodes first. */
  readonly signals: readonly SignalCount[];
  /** In order of time. */
  readonly alerts: readonly PastAlert[];
}

/** Runs a past through an engine, and counts what would have been. */
export class BacktestRun {
  private readonly settings: EngineSettings;
  private readonly engine: Engine;
  private readonly fired = new Map<string, Alert>();
  /** By slot: episodes, and the time of the sample that opened the last one. */
  private readonly episodes: number[] = [];
  private readonly openedMs: number[] = [];
  private tickMs = Number.NaN;
  private fromMs = Number.NaN;
  private toMs = Number.NaN;
  private pages = 0;

  constructor(private readonly config: Config) {
    this.settings = { ...engineSettings(config), historySignals: 0 };
    this.engine = new Engine(this.settings);
  }

  /** A baseline that the past begins with. */
  begin(row: BaselineRow): void {
    this.engine.restore([row], []);
  }

  take(page: Page): void {
    if (this.pages === 0) this.fromMs = page.timeMs;
    this.toMs = page.timeMs;
    this.pages++;
    this.note(this.engine.ingest(page).changes);
  }

  report(): BacktestReport {
    this.note(this.engine.flush());
    const days = this.pages === 0 ? 0 : (this.toMs - this.fromMs) / DAY_MS;
    const alerts = [...this.fired.values()].sort((a, b) => a.startsAtMs - b.startsAtMs).map(pastAlert);
    const perDay = (count: number) => (days >= SHORTEST_DAYS ? count / days : undefined);
    return {
      from: timeText(this.fromMs),
      to: timeText(this.toMs),
      days,
      pages: this.pages,
      budgetPerDay: this.config.budget.perDay,
      alertsPerDay: perDay(alerts.filter(({ shadow }) => !shadow).length),
      detectors: this.settings.detectors.map(({ detector }) => detectorCount(detector.id, alerts, perDay)),
      signals: this.signalCounts(perDay),
      alerts,
    };
  }

  private note(changes: readonly AlertChange[]): void {
    for (const { change, alert } of changes) {
      if (change === 'fired' || this.fired.has(alert.id)) this.fired.set(alert.id, alert);
    }
    if (this.engine.lastTickMs === this.tickMs) return;
    this.tickMs = this.engine.lastTickMs;
    const { baselines } = this.engine;
    for (let slot = 0; slot < baselines.count; slot++) {
      if (baselines.onset[slot] === 1) this.noteOnset(slot, baselines.learnt(slot).lastMs);
    }
  }

  /** An onset stands until the signal's next sample, which may be several ticks later. */
  private noteOnset(slot: number, sampleMs: number): void {
    if (this.openedMs[slot] === sampleMs) return;
    this.openedMs[slot] = sampleMs;
    this.episodes[slot] = (this.episodes[slot] ?? 0) + 1;
  }

  private signalCounts(perDay: (count: number) => number | undefined): SignalCount[] {
    const { signals, baselines } = this.engine;
    const counts = new Map<
      string,
      { entities: number; ready: number; episodes: number; most: number; mostSlot: number }
    >();
    for (let slot = 0; slot < baselines.count; slot++) {
      const { id } = signals.definition(slot);
      const count = counts.get(id) ?? { entities: 0, ready: 0, episodes: 0, most: 0, mostSlot: -1 };
      counts.set(id, count);
      const episodes = this.episodes[slot] ?? 0;
      count.entities++;
      count.ready += baselines.ready[slot]!;
      count.episodes += episodes;
      if (episodes > count.most) Object.assign(count, { most: episodes, mostSlot: slot });
    }
    return [...counts]
      .map(([signal, { entities, ready, episodes, most, mostSlot }]) => ({
        signal,
        entities,
        ready,
        episodes,
        perDay: perDay(episodes),
        ...(mostSlot >= 0 && { most: { entity: entityName(signals.entity(mostSlot)), episodes: most } }),
      }))
      .sort((a, b) => b.episodes - a.episodes || (a.signal < b.signal ? -1 : 1));
  }
}

function detectorCount(
  detector: string,
  alerts: readonly PastAlert[],
  perDay: (count: number) => number | undefined,
): DetectorCount {
  const own = alerts.filter((alert) => alert.detector === detector);
  const told = own.filter(({ shadow }) => !shadow);
  const [info, warning, critical] = SEVERITIES.map((one) => told.filter(({ severity }) => severity === one).length);
  return {
    detector,
    alerts: told.length,
    bySeverity: { info: info ?? 0, warning: warning ?? 0, critical: critical ?? 0 },
    perDay: perDay(told.length),
    shadow: own.length - told.length,
  };
}

function pastAlert({ fingerprint, peak, startsAtMs, endsAtMs }: Alert): PastAlert {
  return {
    fingerprint,
    detector: peak.detector,
    severity: peak.severity,
    entity: entityName(peak.entity),
    entityKind: peak.entity.kind,
    startsAt: timeText(startsAtMs),
    ...(endsAtMs !== undefined && { endsAt: timeText(endsAtMs) }),
    score: peak.score,
    summary: peak.summary,
    shadow: peak.shadow === true,
  };
}

function timeText(ms: number): string {
  return Number.isFinite(ms) ? new Date(ms).toISOString() : '';
}
