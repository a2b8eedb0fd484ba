import { z } from 'zod';
import type { EvidencePack } from '../core/model/frozen-evidence.ts';
import { jsonText } from './alert-text.ts';
import type { Database } from './database.ts';
import { EvidenceJson, evidenceJson } from './evidence-json.ts';

/** Packs of the week of one fingerprint that are read again. */
const WEEK_MAXIMUM = 200;

const Bodies = z.array(z.object({ body: EvidenceJson.nullable() }));

/** The frozen evidence of alerts; it goes with its alert. Its methods throw StoreUnavailable during an outage. */
export class EvidenceStore {
  private readonly database: Database;

  constructor(database: Database) {
    this.database = database;
  }

  /** Stores packs of alerts that are stored; the first one of an alert stays. */
  async save(packs: readonly EvidencePack[]): Promise<void> {
    if (packs.length === 0) return;
    const rows = packs.map((pack) => ({
      alertId: pack.alert.id,
      at: new Date(pack.alert.firedAtMs ?? pack.alert.startsAtMs),
      body: JSON.parse(jsonText(evidenceJson(pack))),
    }));
    await this.database.run(({ prisma }) => prisma.alertEvidence.createMany({ data: rows, skipDuplicates: true }));
  }

  async find(alertId: string): Promise<EvidenceJson | undefined> {
    const row = await this.database.run(({ prisma }) => prisma.alertEvidence.findUnique({ where: { alertId } }));
    return row === null ? undefined : EvidenceJson.parse(row.body);
  }

  /** Of every alert of a fingerprint that fired since a moment, newest first, its pack; undefined where it has none. */
  async firedSince(fingerprint: string, timeMs: number): Promise<(EvidenceJson | undefined)[]> {
    const { rows } = await this.database.run(({ pool }) =>
      pool.query(
        `SELECT e.body FROM alerts LEFT JOIN alert_evidence e ON e.alert_id = alerts.id
         WHERE fingerprint = $1 AND fired_at >= $2 AND starts_at >= $2::timestamptz - interval '1 day'
         ORDER BY fired_at DESC LIMIT ${WEEK_MAXIMUM}`,
        [fingerprint, new Date(timeMs)],
      ),
    );
    return Bodies.parse(rows).map(({ body }) => body ?? undefined);
  }
}
