import type { Database } from './database.ts';
import { dropHistoryPartitions, makeHistoryPartitions } from './history-partitions.ts';
import { pruneAudit } from './prune-audit.ts';

/** How long things are kept, in milliseconds; as in `retention` of the configuration. */
export interface RetentionPolicy {
  /** Resolved alerts with their history, incidents and silences, since they ended. */
  readonly alertsMs: number;
  /** Messages, since they were sent or parked; those of an open alert stay. */
  readonly outboxMs: number;
  /** Baselines, since their signal was last seen. */
  readonly baselinesMs: number;
  /** Lines of the audit log. */
  readonly auditMs: number;
}

/** Rows deleted of each table. */
export interface Retained {
  readonly alerts: number;
  readonly outbox: number;
  readonly baselines: number;
  readonly audit: number;
}

/** Rows of one statement: short enough that nobody waits for it, also on the embedded database's one session. */
const BATCH_ROWS = 2000;

/**
 * Deletes what is past its time, in small batches. Open alerts and waiting messages are kept whatever their age. The embedded
 * database is vacuumed as well: it has no autovacuum.
 *
 * @throws StoreUnavailable during an outage; what was deleted until then stays deleted, the next run goes on
 */
export async function applyRetention(database: Database, policy: RetentionPolicy, nowMs: number): Promise<Retained> {
  const before = (ageMs: number) => new Date(nowMs - ageMs);
  await makeHistoryPartitions(database, nowMs);
  // A month that goes as a whole leaves nothing to delete line by line.
  await dropHistoryPartitions(database, before(policy.alertsMs));
  const alerts = await inBatches(database, ALERTS, before(policy.alertsMs));
  for (const sql of [SILENCES, INCIDENTS]) await inBatches(database, sql, before(policy.alertsMs));
  const outbox = await inBatches(database, OUTBOX, before(policy.outboxMs));
  await inBatches(database, SLACK_MESSAGES, before(policy.alertsMs));
  const baselines = await inBatches(database, BASELINES, before(policy.baselinesMs));
  const audit = await pruneAudit(database, before(policy.auditMs), nowMs);
  if (database.embedded) {
    for (const table of TABLES) await database.run(({ pool }) => pool.query(`VACUUM ${table}`));
  }
  return { alerts, outbox, baselines, audit };
}

const TABLES = [
  'alerts',
  'alert_history',
  'alert_evidence',
  'incidents',
  'outbox',
  'slack_messages',
  'baselines',
] as const;

// History goes with its alert.
const ALERTS = `DELETE FROM alerts WHERE id IN (
  SELECT id FROM alerts WHERE ends_at < $1 AND state = 'resolved' ORDER BY ends_at LIMIT ${BATCH_ROWS})`;

const SILENCES = `DELETE FROM silences WHERE id IN (
  SELECT id FROM silences WHERE ends_at < $1 ORDER BY ends_at LIMIT ${BATCH_ROWS})`;

const INCIDENTS = `DELETE FROM incidents WHERE id IN (
  SELECT id FROM incidents WHERE ends_at < $1 ORDER BY ends_at LIMIT ${BATCH_ROWS})`;

// A sent message is the proof that it was sent: while its alert is open it may be named again, and must not go out again.
const OUTBOX = `DELETE FROM outbox WHERE id IN (
  SELECT id FROM outbox WHERE settled_at < $1
    AND NOT EXISTS (SELECT FROM alerts WHERE alerts.id = outbox.alert_id AND alerts.state <> 'resolved')
  ORDER BY settled_at LIMIT ${BATCH_ROWS})`;

// Where an open alert was told is needed to its end.
const SLACK_MESSAGES = `DELETE FROM slack_messages WHERE (receiver, alert_id) IN (
  SELECT receiver, alert_id FROM slack_messages WHERE posted_at < $1
    AND NOT EXISTS (SELECT FROM alerts WHERE alerts.id = slack_messages.alert_id AND alerts.state <> 'resolved')
  ORDER BY posted_at LIMIT ${BATCH_ROWS})`;

const BASELINES = `DELETE FROM baselines WHERE key IN (
  SELECT key FROM baselines WHERE updated_at < $1 LIMIT ${BATCH_ROWS})`;

async function inBatches(database: Database, sql: string, before: Date): Promise<number> {
  for (let deleted = 0; ; ) {
    const { rowCount } = await database.run(({ pool }) => pool.query(sql, [before]));
    deleted += rowCount ?? 0;
    if ((rowCount ?? 0) < BATCH_ROWS) return deleted;
  }
}
