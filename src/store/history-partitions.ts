import { z } from 'zod';
import type { Database } from './database.ts';

/** Months are made this far ahead, so that no line has to go into the default partition. */
const MONTHS_AHEAD = 2;
const PREFIX = 'alert_history_';

interface Month {
  readonly name: string;
  /** First moments of the month and of the next one, RFC 3339. */
  readonly from: string;
  readonly to: string;
}

const Names = z.array(z.object({ name: z.string() }));

/** Makes the partitions of this month and the next ones; lines that came before their partition move into it. */
export async function makeHistoryPartitions(database: Database, nowMs: number): Promise<void> {
  const there = new Set(await partitions(database));
  const now = new Date(nowMs);
  for (let ahead = 0; ahead <= MONTHS_AHEAD; ahead++) {
    const { name, from, to } = monthOf(now.getUTCFullYear(), now.getUTCMonth() + ahead);
    if (there.has(name)) continue;
    // One simple query is one transaction.
    await database.run(({ pool }) =>
      pool.query(
        `CREATE TABLE ${name} (LIKE alert_history INCLUDING DEFAULTS);
         WITH moved AS (DELETE FROM alert_history_default WHERE at >= '${from}' AND at < '${to}' RETURNING *)
           INSERT INTO ${name} SELECT * FROM moved;
         ALTER TABLE alert_history ATTACH PARTITION ${name} FOR VALUES FROM ('${from}') TO ('${to}')`,
      ),
    );
  }
}

/** Drops the months of which no alert is left that is open, or was resolved later than the moment; returns how many. */
export async function dropHistoryPartitions(database: Database, before: Date): Promise<number> {
  let dropped = 0;
  for (const name of await partitions(database)) {
    const [, year = '', month = ''] = /^alert_history_(\d{4})_(\d{2})$/.exec(name) ?? [];
    const { to } = monthOf(Number(year), Number(month) - 1);
    if (Date.parse(to) > before.getTime() || (await isNeeded(database, to, before))) continue;
    await database.run(({ pool }) => pool.query(`DROP TABLE ${name}`));
    dropped++;
  }
  return dropped;
}

async function isNeeded(database: Database, to: string, before: Date): Promise<boolean> {
  const { rowCount } = await database.run(({ pool }) =>
    pool.query('SELECT FROM alerts WHERE starts_at < $1 AND (ends_at IS NULL OR ends_at >= $2) LIMIT 1', [to, before]),
  );
  return rowCount !== 0;
}

/** The names of the months that are there, oldest first. */
async function partitions(database: Database): Promise<string[]> {
  const { rows } = await database.run(({ pool }) =>
    pool.query(`SELECT c.relname AS name FROM pg_inherits JOIN pg_class c ON c.oid = inhrelid
      WHERE inhparent = 'alert_history'::regclass ORDER BY c.relname`),
  );
  return Names.parse(rows)
    .map(({ name }) => name)
    .filter((name) => /^alert_history_\d{4}_\d{2}$/.test(name));
}

/** @param month 0 is January; 12 is January of the next year */
function monthOf(year: number, month: number): Month {
  const from = new Date(Date.UTC(year, month));
  const digits = from.toISOString().slice(0, 7).replace('-', '_');
  return {
    name: `${PREFIX}${digits}`,
    from: from.toISOString(),
    to: new Date(Date.UTC(year, month + 1)).toISOString(),
  };
}
