import { ApiTokens } from '../../src/api/access/api-tokens.ts';
import {
  AlertReader,
  AuditLog,
  type AuditRecord,
  BaselineActions,
  DatabaseHealth,
  IncidentReader,
  SampleWriter,
  Settings,
  SignalReader,
  type SignalReading,
  TargetReader,
  type TargetStatus,
  type WriteAnswer,
} from '../../src/api/ports.ts';
import type { ExplainedBaseline, LearntBaseline } from '../../src/core/baselines/baselines.ts';
import type { Alert } from '../../src/core/model/alert.ts';
import type { Entity } from '../../src/core/model/entity.ts';
import type { HistoryPoint } from '../../src/core/model/history-point.ts';
import type { Incident } from '../../src/core/model/incident.ts';
import type { SignalDefinition } from '../../src/core/model/signal.ts';
import { cursorText } from '../../src/store/alert-cursor.ts';
import type { AlertEvent, AlertPage, AlertQuery, AlertWithHistory } from '../../src/store/alert-store.ts';
import type { NewToken, StoredToken } from '../../src/store/api-token-store.ts';
import type { IncidentQuery } from '../../src/store/incident-store.ts';
import { MORNING_MS } from './alerts.ts';

/** Alerts in memory; `failure` is thrown instead of an answer. */
export class MemoryAlerts extends AlertReader {
  readonly alerts: Alert[] = [];
  readonly events = new Map<string, AlertEvent[]>();
  readonly queries: AlertQuery[] = [];
  failure: Error | undefined;

  reset(): void {
    this.alerts.length = 0;
    this.queries.length = 0;
    this.events.clear();
    this.failure = undefined;
  }

  async list(query: AlertQuery): Promise<AlertPage> {
    this.queries.push(query);
    if (this.failure !== undefined) throw this.failure;
    const { after, limit, state, entity, shadow } = query;
    const found = this.alerts
      .filter((alert) => state?.includes(alert.state) ?? true)
      .filter(({ peak }) => entity?.includes(peak.entity.key) ?? true)
      .filter(({ peak }) => shadow === undefined || shadow === (peak.shadow ?? false))
      .filter(
        ({ id, startsAtMs }) =>
          after === undefined || startsAtMs < after.startsAtMs || (startsAtMs === after.startsAtMs && id < after.id),
      )
      .sort((a, b) => b.startsAtMs - a.startsAtMs || (a.id < b.id ? 1 : -1));
    const alerts = found.slice(0, limit);
    const last = alerts.at(-1);
    return found.length > limit && last !== undefined ? { alerts, next: cursorText(last) } : { alerts };
  }

  async get(id: string): Promise<AlertWithHistory | undefined> {
    if (this.failure !== undefined) throw this.failure;
    const alert = this.alerts.find((candidate) => candidate.id === id);
    return alert === undefined ? undefined : { alert, history: this.events.get(id) ?? [] };
  }
}

/** Incidents in memory. */
export class MemoryIncidents extends IncidentReader {
  readonly all: Incident[] = [];

  async list({ state, after, limit }: IncidentQuery): Promise<readonly Incident[]> {
    return this.all
      .filter((incident) => state === undefined || incident.state === state)
      .filter(({ startsAtMs }) => after === undefined || startsAtMs < after.startsAtMs)
      .sort((a, b) => b.startsAtMs - a.startsAtMs)
      .slice(0, limit);
  }

  async find(id: string): Promise<Incident | undefined> {
    return this.all.find((incident) => incident.id === id);
  }
}

/** Signals in memory. */
export class MemorySignals extends SignalReader {
  readonly all: SignalReading[] = [];
  readonly points: HistoryPoint[] = [];
  readonly pinned = new Set<number>();
  lastTickMs = MORNING_MS;

  add(signal: SignalDefinition, entity: Entity, changes: Partial<SignalReading> = {}): SignalReading {
    const reading: SignalReading = {
      slot: this.all.length,
      key: `${signal.id}|${entity.key}`,
      signal,
      entity,
      value: 12,
      expected: 10,
      lower: 8,
      upper: 13,
      score: 0.4,
      confidence: 0.9,
      ready: true,
      timeMs: MORNING_MS,
      ...changes,
    };
    this.all.push(reading);
    return reading;
  }

  readings(fromSlot: number): Iterable<SignalReading> {
    return this.all.slice(fromSlot);
  }

  find(key: string): SignalReading | undefined {
    return this.all.find((reading) => reading.key === key);
  }

  explain(slot: number): ExplainedBaseline | undefined {
    if (this.all[slot]?.ready !== true) return undefined;
    const tail = { threshold: 1.5, scale: 0.5, shape: 0.2, exceedances: 31 };
    return {
      lead: 'change',
      predictor: 'hour of day',
      isRare: false,
      usualDeviation: 0.8,
      smallestNews: 2,
      lineEvidence: 5,
      pageLine: 1.2,
      tails: { above: tail, below: { ...tail, exceedances: 28 } },
      profile: Array.from({ length: 168 }, (_, hour) => (hour % 24 === 3 ? Number.NaN : hour % 24)),
    };
  }

  history(): readonly HistoryPoint[] {
    return this.points;
  }

  learnt(slot: number): LearntBaseline {
    const firstMs = MORNING_MS - 600_000;
    return {
      samples: 40,
      firstMs,
      lastMs: MORNING_MS,
      intervalMs: 15_000,
      widening: 0,
      held: false,
      pinned: this.pinned.has(slot),
      readyAtMs: this.all[slot]?.ready === true ? Number.NaN : firstMs + 1_800_000,
    };
  }
}

/** Does to signals in memory what people ask for. */
export class MemoryBaselineActions extends BaselineActions {
  readonly resets: number[] = [];

  constructor(private readonly signals: MemorySignals) {
    super();
  }

  async reset(slot: number): Promise<void> {
    this.resets.push(slot);
  }

  async pin(slot: number, pinned: boolean): Promise<boolean> {
    if (pinned) this.signals.pinned.add(slot);
    else this.signals.pinned.delete(slot);
    return true;
  }
}

export class MemoryTargets extends TargetReader {
  readonly all: TargetStatus[] = [];
  readonly others: TargetStatus[] = [];

  targets(): readonly TargetStatus[] {
    return this.all;
  }

  written(): readonly TargetStatus[] {
    return this.others;
  }

  problems(): readonly [] {
    return [];
  }
}

export class MemoryDatabaseHealth extends DatabaseHealth {
  up = true;
  hanging = false;

  async answers(): Promise<boolean> {
    if (this.hanging) return new Promise(() => {});
    return this.up;
  }
}

export class MemorySettings extends Settings {
  readonly detectors = {
    'cost-spike': { enabled: true, shadow: false, only: [], except: [], settings: { minimumUsdPerHour: 1 } },
  };
  readonly evaluationIntervalMs = 15_000;
  readonly warmUpMs = 1_800_000;
  readonly timeZone = 'Europe/Berlin';
  override readonly externalUrl = 'https://gauger.example';
  override readonly runbookUrl = undefined;
  readonly receivers = ['on-call'];
  readonly hash = 'c0ffee';
  readonly startedMs = MORNING_MS - 90_000;
}

export function definition(id: string, changes: Partial<SignalDefinition> = {}): SignalDefinition {
  return {
    id,
    entity: 'tenant',
    unit: 'tokens/s',
    help: 'A signal.',
    numerator: [id],
    direction: 'up',
    minimumAbsolute: 0,
    minimumRelative: 0.2,
    ...changes,
  };
}

/** Takes every message, and answers as it is told. */
export class MemoryWriter extends SampleWriter {
  readonly bodyMaximumBytes = 1000;
  readonly taken: { readonly body: string; readonly version: '1' | '2' }[] = [];
  answer: WriteAnswer = { outcome: 'written', samples: 3 };

  reset(): void {
    this.taken.length = 0;
    this.answer = { outcome: 'written', samples: 3 };
  }

  async write(body: Uint8Array, version: '1' | '2'): Promise<WriteAnswer> {
    this.taken.push({ body: Buffer.from(body).toString(), version });
    return this.answer;
  }
}

/** Tokens in memory. */
export class MemoryApiTokens extends ApiTokens {
  readonly all: StoredToken[] = [];

  async list(): Promise<readonly StoredToken[]> {
    return this.all.toSorted((a, b) => (a.name < b.name ? -1 : 1));
  }

  async find(hash: Uint8Array): Promise<StoredToken | undefined> {
    return this.all.find((token) => Buffer.compare(token.hash, hash) === 0);
  }

  async create(token: NewToken): Promise<StoredToken | 'name_taken'> {
    if (this.all.some(({ name }) => name === token.name)) return 'name_taken';
    const stored = { ...token, id: `${token.name}-id` };
    this.all.push(stored);
    return stored;
  }

  async revoke(revoked: string): Promise<boolean> {
    const index = this.all.findIndex(({ id }) => id === revoked);
    return index >= 0 && this.all.splice(index, 1).length === 1;
  }

  async used(token: StoredToken, nowMs: number): Promise<void> {
    const index = this.all.indexOf(token);
    this.all[index] = { ...token, lastUsedAtMs: nowMs };
  }
}

/** An audit log that is only read by the spec. */
export class MemoryAuditLog extends AuditLog {
  readonly records: AuditRecord[] = [];

  async record(entry: AuditRecord): Promise<void> {
    this.records.push(entry);
  }
}
