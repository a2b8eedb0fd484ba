import { Logger } from '@nestjs/common';
import type { Alert, AlertChange, AlertState } from '../core/model/alert.ts';
import type { EntityKind } from '../core/model/entity.ts';
import type { Severity } from '../core/model/finding.ts';
import { type AlertCursor, cursorText } from './alert-cursor.ts';
import { type AlertMarks, markedAlertOf } from './alert-text.ts';
import { applyChanges } from './apply-changes.ts';
import type { Database } from './database.ts';
import { indexedText } from './indexed-text.ts';
import type { OutboxMessage } from './outbox-store.ts';

/** Which alerts to list; a list of values means any of them, an absent one means all. */
export interface AlertQuery {
  readonly state?: readonly AlertState[];
  readonly severity?: readonly Severity[];
  readonly detector?: readonly string[];
  readonly entityKind?: readonly EntityKind[];
  /** Keys of entities. */
  readonly entity?: readonly string[];
  /** True: what is told to nobody, alone; false: the others alone. */
  readonly shadow?: boolean;
  readonly after?: AlertCursor;
  readonly limit: number;
}

/** One page of alerts, newest first. */
export interface AlertPage {
  readonly alerts: readonly Alert[];
  /** Cursor of the next page; absent on the last one. */
  readonly next?: string;
}

/** A line of an alert's history. */
export interface AlertEvent {
  readonly change: string;
  readonly timeMs: number;
  readonly severity: string;
  readonly score: number;
  readonly usdTotal?: number;
  readonly summary: string;
  /** Who did it, where a person did. */
  readonly by?: string;
  readonly comment?: string;
}

/** An alert with its life. */
export interface AlertWithHistory {
  readonly alert: Alert;
  /** Oldest first. `updated` is there only where the severity changed. */
  readonly history: readonly AlertEvent[];
}

/** More open alerts than this are not restored; the alert book itself holds no more by default. */
const OPEN_MAXIMUM = 10_000;
/** Lines of one alert's history that are read; its severity cannot change so often in one episode. */
const HISTORY_MAXIMUM = 1000;

/** The columns that make an alert. */
const BODY = { body: true, acknowledged: true, verdict: true, silencedBy: true, incidentId: true } as const;

/** Alerts and their history. Its methods throw StoreUnavailable during an outage. */
export class AlertStore {
  private readonly log = new Logger('store');
  private readonly database: Database;

  constructor(database: Database) {
    this.database = database;
  }

  /**
   * Stores what happened to alerts, and the messages about it, together or not at all for each alert. Repeating a call, also one
   * whose outcome is unknown, changes nothing further: keep the changes until a call succeeds, and call again in the same order.
   * An alert that the database refuses makes the call fail, but keeps no other alert from being stored.
   */
  async apply(changes: readonly AlertChange[], messages: readonly OutboxMessage[], nowMs: number): Promise<void> {
    await applyChanges(this.database, { changes, messages, nowMs });
  }

  /** Of these alerts those that are there, in no order. */
  async byIds(ids: readonly string[]): Promise<Alert[]> {
    const rows = await this.database.run(({ prisma }) =>
      prisma.alert.findMany({ where: { id: { in: [...ids] } }, select: { id: true, ...BODY } }),
    );
    return this.read(rows);
  }

  /** Pending and firing alerts in the order in which they began, for the alert book after a restart. */
  async open(): Promise<Alert[]> {
    const rows = await this.database.run(({ prisma }) =>
      prisma.alert.findMany({
        where: { state: { in: ['pending', 'firing'] } },
        orderBy: [{ startsAt: 'asc' }, { id: 'asc' }],
        take: OPEN_MAXIMUM,
        select: { id: true, ...BODY },
      }),
    );
    return this.read(rows);
  }

  async list({ limit, after, ...filter }: AlertQuery): Promise<AlertPage> {
    const rows = await this.database.run(({ prisma }) =>
      prisma.alert.findMany({
        where: {
          ...(filter.state && { state: { in: [...filter.state] } }),
          ...(filter.severity && { severity: { in: [...filter.severity] } }),
          ...(filter.detector && { detector: { in: [...filter.detector] } }),
          ...(filter.entityKind && { entityKind: { in: [...filter.entityKind] } }),
          ...(filter.entity && { entityKey: { in: filter.entity.map(indexedText) } }),
          ...(filter.shadow !== undefined && { shadow: filter.shadow }),
          ...(after && below(after)),
        },
        orderBy: [{ startsAt: 'desc' }, { id: 'desc' }],
        take: limit + 1,
        select: { id: true, startsAt: true, ...BODY },
      }),
    );
    const page = rows.slice(0, limit);
    const last = page.at(-1);
    const more = rows.length > limit && last !== undefined;
    return {
      alerts: this.read(page),
      ...(more && { next: cursorText({ startsAtMs: last.startsAt.getTime(), id: last.id }) }),
    };
  }

  /** One alert with its history; undefined when there is none of that id. */
  async get(id: string): Promise<AlertWithHistory | undefined> {
    const row = await this.database.run(({ prisma }) =>
      prisma.alert.findUnique({
        where: { id },
        include: { history: { orderBy: { at: 'asc' }, take: HISTORY_MAXIMUM } },
      }),
    );
    const [alert] = row === null ? [] : this.read([row]);
    if (row === null || alert === undefined) return undefined;
    const history = row.history.map(({ change, at, severity, score, usdTotal, summary, actor, comment }) => {
      const event = { change, timeMs: at.getTime(), severity, score, summary };
      return {
        ...event,
        ...(usdTotal !== null && { usdTotal }),
        ...(actor !== null && { by: actor }),
        ...(comment !== null && { comment }),
      };
    });
    return { alert, history };
  }

  private read(rows: readonly ({ readonly id: string; readonly body: unknown } & AlertMarks)[]): Alert[] {
    return rows.flatMap((row) => {
      const alert = markedAlertOf(row);
      if (alert === undefined) this.log.warn('a stored alert is not readable by this version', { id: row.id });
      return alert ?? [];
    });
  }
}

/** Alerts after the cursor in the order of lists. The first condition is implied by the second, and lets an index find the place. */
function below({ startsAtMs, id }: AlertCursor) {
  const startsAt = new Date(startsAtMs);
  return { startsAt: { lte: startsAt }, OR: [{ startsAt: { lt: startsAt } }, { id: { lt: id } }] };
}
