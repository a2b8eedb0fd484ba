import { AuditStore } from './audit-store.ts';
import type { Database } from './database.ts';
import { PRUNED } from './verify-audit.ts';

const DAY_MS = 86_400_000;

/**
 * Takes away the audit log's lines before a moment, once a day at most, and writes down which, with the hash of the last of them: the chain
 * goes on from there. Returns how many.
 */
export async function pruneAudit(database: Database, before: Date, nowMs: number): Promise<number> {
  const oldest = await database.run(({ prisma }) => prisma.auditEntry.findFirst({ orderBy: { seq: 'asc' } }));
  if (oldest === null || oldest.at.getTime() >= before.getTime() - DAY_MS) return 0;
  const last = await database.run(({ prisma }) =>
    prisma.auditEntry.findFirst({ where: { at: { lt: before } }, orderBy: { seq: 'desc' } }),
  );
  if (last === null) return 0;
  const upTo = Number(last.seq);
  const details = { upTo, hash: last.hash };
  const subject = `up to line ${upTo}`;
  await new AuditStore(database).record({ atMs: nowMs, actor: 'gauger', action: PRUNED, subject, details });
  const { count } = await database.run(({ prisma }) => prisma.auditEntry.deleteMany({ where: { seq: { lte: upTo } } }));
  return count;
}
