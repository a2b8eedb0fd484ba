import { type Alert, type AlertChange, ENGINE_CHANGES } from '../core/model/alert.ts';
import { alertText, bodyText, jsonText } from './alert-text.ts';
import type { Database } from './database.ts';
import { indexedText } from './indexed-text.ts';
import type { OutboxMessage } from './outbox-store.ts';
import { storableText } from './storable-text.ts';
import { StoreUnavailable } from './store-unavailable.ts';

/** Alerts of one statement: with some 5 kB each, 5 MB. */
const CHUNK_ALERTS = 1000;

interface Applied {
  readonly changes: readonly AlertChange[];
  readonly messages: readonly OutboxMessage[];
  readonly nowMs: number;
}

/** Everything to be written of one alert: its changes in order, and its messages. */
interface AlertWrite {
  readonly changes: AlertChange[];
  readonly messages: OutboxMessage[];
}

/**
 * Writes alerts, history and outbox, a statement for each thousand alerts: one statement is one transaction and one round trip,
 * so an alert and its messages are stored together or not at all.
 *
 * A message is about an alert among the changes. A pending alert that was dropped is deleted: it was never told to anybody. That an
 * alert is over is told to whom it was told that it fires, and to nobody else.
 *
 * What people did to an alert is written to the column it is about, and comes in a call of its own.
 */
export async function applyChanges(database: Database, applied: Applied): Promise<void> {
  const writes = [...byAlert(applied).entries()].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, write]) => write);
  for (let start = 0; start < writes.length; start += CHUNK_ALERTS) {
    await writeChunk(database, writes.slice(start, start + CHUNK_ALERTS), applied.nowMs);
  }
}

/** Writes the chunk; where the database refuses a part of it, everything else all the same, and tells of the refusal afterwards. */
async function writeChunk(database: Database, writes: readonly AlertWrite[], nowMs: number): Promise<void> {
  try {
    await writeStatement(database, writes, nowMs);
  } catch (error) {
    if (error instanceof StoreUnavailable || writes.length === 1) throw error;
    const middle = writes.length >> 1;
    const halves = [writes.slice(0, middle), writes.slice(middle)];
    const refused: unknown[] = [];
    for (const half of halves) await writeChunk(database, half, nowMs).catch((reason) => refused.push(reason));
    if (refused.length > 0) throw refused[0];
  }
}

/** Sorted by id afterwards: two processes that write the same alerts lock them in the same order. */
function byAlert({ changes, messages }: Applied): Map<string, AlertWrite> {
  const writes = new Map<string, AlertWrite>();
  const of = (id: string): AlertWrite => {
    const write = writes.get(id) ?? { changes: [], messages: [] };
    writes.set(id, write);
    return write;
  };
  for (const change of changes) of(change.alert.id).changes.push(change);
  for (const message of messages) of(message.alertId).messages.push(message);
  return writes;
}

async function writeStatement(database: Database, writes: readonly AlertWrite[], nowMs: number): Promise<void> {
  const marks = writes.flatMap(({ changes }) => changes).filter(({ change }) => !ENGINE_CHANGES.has(change));
  const latest = writes
    .flatMap(({ changes }) => changes.at(-1) ?? [])
    .filter(({ change }) => ENGINE_CHANGES.has(change));
  const dropped = new Set(latest.filter(({ change }) => change === 'dropped').map(({ alert }) => alert.id));
  const alerts = latest.map(({ alert }) => alert).filter(({ id }) => !dropped.has(id));
  const events = writes.flatMap(({ changes }) => changes).filter(({ alert }) => !dropped.has(alert.id));
  const messages = writes.flatMap((write) => write.messages);
  await database.run(
    ({ prisma }) => prisma.$executeRaw`
      WITH before AS (
        SELECT id, severity FROM alerts WHERE id = ANY (${alerts.map(({ id }) => id)}::text[])
      ), deleted AS (
        DELETE FROM alerts WHERE id = ANY (${[...dropped]}::text[])
      ), stored AS (
        INSERT INTO alerts (id, fingerprint, detector, severity, state, entity_kind, entity_key,
          starts_at, fired_at, ends_at, last_seen_at, usd_total, silenced_by, incident_id, shadow, body)
        SELECT id, fingerprint, detector, severity, state, entity_kind, entity_key,
          starts_at, fired_at, ends_at, last_seen_at, usd_total, silenced_by, incident_id, shadow, body
        FROM jsonb_to_recordset(${listOf(alerts.map(alertRow))}::jsonb) AS given (
          id text, fingerprint text, detector text, severity text, state text, entity_kind text, entity_key text,
          starts_at timestamptz, fired_at timestamptz, ends_at timestamptz, last_seen_at timestamptz,
          usd_total float8, silenced_by jsonb, incident_id text, shadow boolean, body jsonb)
        ON CONFLICT (id) DO UPDATE SET severity = excluded.severity, state = excluded.state, fired_at = excluded.fired_at,
          ends_at = excluded.ends_at, last_seen_at = excluded.last_seen_at, usd_total = excluded.usd_total,
          silenced_by = excluded.silenced_by, incident_id = coalesce(excluded.incident_id, alerts.incident_id),
          acknowledged = CASE WHEN excluded.state = 'resolved' THEN NULL ELSE alerts.acknowledged END, body = excluded.body
      ), marked AS (
        UPDATE alerts SET
          acknowledged = CASE WHEN change IN ('acknowledged', 'unacknowledged') THEN given.acknowledged ELSE alerts.acknowledged END,
          verdict = CASE WHEN change = 'judged' THEN given.verdict ELSE alerts.verdict END,
          silenced_by = CASE WHEN change IN ('silenced', 'unsilenced') THEN given.silenced_by ELSE alerts.silenced_by END
        FROM jsonb_to_recordset(${listOf(marks.map(markRow))}::jsonb) AS given (
          id text, change text, acknowledged jsonb, verdict jsonb, silenced_by jsonb)
        WHERE alerts.id = given.id
      ), to_tell AS (
        SELECT *
        FROM jsonb_to_recordset(${listOf(messages.map(messageRow))}::jsonb) AS given (
          receiver text, alert_id text, state text, payload jsonb, route text, group_key text, group_labels jsonb,
          wait_ms bigint, group_interval_ms bigint, repeat_ms bigint)
      ), told AS (
        INSERT INTO outbox (receiver, alert_id, state, payload, route, group_key, group_labels, group_interval_ms, repeat_ms,
          created_at, next_attempt_at)
        SELECT receiver, alert_id, state, payload, route, group_key, group_labels, group_interval_ms, repeat_ms,
          ${new Date(nowMs)}::timestamptz, ${new Date(nowMs)}::timestamptz + wait_ms * interval '1 millisecond'
        FROM to_tell WHERE state NOT IN ('acknowledged', 'resolved') OR EXISTS (
          SELECT FROM to_tell AS other
          WHERE (other.receiver, other.alert_id, other.state) = (to_tell.receiver, to_tell.alert_id, 'firing')
          UNION ALL SELECT FROM outbox
          WHERE (outbox.receiver, outbox.alert_id, outbox.state) = (to_tell.receiver, to_tell.alert_id, 'firing'))
        ON CONFLICT (receiver, alert_id, state) DO NOTHING
      )
      INSERT INTO alert_history (alert_id, at, change, severity, score, usd_total, summary, actor, comment)
      SELECT alert_id, at, change, given.severity, score, usd_total, summary, actor, comment
      FROM jsonb_to_recordset(${listOf(events.map(eventRow))}::jsonb) AS given (
          alert_id text, at timestamptz, change text, severity text, score float8, usd_total float8, summary text,
          actor text, comment text)
        LEFT JOIN before ON before.id = given.alert_id
      WHERE change <> 'updated' OR before.severity IS DISTINCT FROM given.severity
      ON CONFLICT (alert_id, at, change) DO NOTHING`,
  );
}

/** A JSON list of values, each already written as JSON. */
function listOf(values: readonly string[]): string {
  return `[${values.join(',')}]`;
}

function alertRow(alert: Alert): string {
  const { peak } = alert;
  const columns = JSON.stringify({
    id: alert.id,
    fingerprint: alert.fingerprint,
    detector: peak.detector,
    severity: peak.severity,
    state: alert.state,
    entity_kind: peak.entity.kind,
    entity_key: indexedText(peak.entity.key),
    starts_at: new Date(alert.startsAtMs),
    fired_at: optionalTime(alert.firedAtMs),
    ends_at: optionalTime(alert.endsAtMs),
    last_seen_at: new Date(alert.lastSeenMs),
    usd_total: alert.usdTotal,
    silenced_by: alert.silencedBy,
    incident_id: alert.incidentId,
    shadow: peak.shadow ?? false,
  });
  return `${columns.slice(0, -1)},"body":${bodyText(alert)}}`;
}

function markRow({ change, alert }: AlertChange): string {
  const { id, acknowledged, verdict, silencedBy } = alert;
  return jsonText({ id, change, acknowledged, verdict, silenced_by: silencedBy });
}

function messageRow({ receiver, alertId, state, alert, plan }: OutboxMessage): string {
  const columns = jsonText({
    receiver,
    alert_id: alertId,
    state,
    route: plan?.route ?? '',
    group_key: plan?.group?.key,
    group_labels: plan?.group?.labels,
    wait_ms: plan?.waitMs ?? 0,
    group_interval_ms: plan?.groupIntervalMs ?? 0,
    repeat_ms: plan?.repeatMs,
  });
  return `${columns.slice(0, -1)},"payload":${alertText(alert)}}`;
}

function eventRow({ change, alert, timeMs, by, comment }: AlertChange): string {
  return JSON.stringify({
    alert_id: alert.id,
    at: new Date(timeMs),
    change,
    severity: alert.peak.severity,
    score: Number.isFinite(alert.latest.score) ? alert.latest.score : Number.MAX_VALUE,
    usd_total: alert.usdTotal,
    summary: storableText(alert.latest.summary),
    actor: by === undefined ? undefined : storableText(by),
    comment: comment === undefined ? undefined : storableText(comment),
  });
}

function optionalTime(timeMs: number | undefined): Date | undefined {
  return timeMs === undefined ? undefined : new Date(timeMs);
}
