import { z } from 'zod';
import { type AuditFacts, type AuditLine, canonicalJson, chained } from './audit-chain.ts';
import type { Database } from './database.ts';
import { storableText } from './storable-text.ts';

/** Another process appended first: so often is it tried again. */
const ATTEMPTS_MAXIMUM = 50;
const PAGE_LINES = 1000;

const Row = z.object({
  seq: z.bigint().transform(Number),
  at: z.date(),
  actor: z.string(),
  action: z.string(),
  subject: z.string(),
  details: z.record(z.string(), z.unknown()),
  previous: z.string(),
  hash: z.string(),
});

/** Which lines to list. */
export interface AuditQuery {
  /** Lines before this one; absent: from the newest on. */
  readonly before?: number | undefined;
  readonly actor?: string | undefined;
  readonly action?: string | undefined;
  readonly subject?: string | undefined;
  readonly limit: number;
}

/**
 * The audit log. A line is numbered one after the last, and the number is the key: of two processes that append at once one gets it, the
 * other tries again behind it. Its methods throw StoreUnavailable during an outage.
 */
export class AuditStore {
  private readonly database: Database;
  /** This process appends one line after another. */
  private last: Promise<unknown> = Promise.resolve();

  constructor(database: Database) {
    this.database = database;
  }

  /** Appends a line; when it resolves, the line is stored. */
  async record(facts: AuditFacts): Promise<void> {
    const done = this.last.then(() => this.append(facts));
    this.last = done.catch(() => {});
    await done;
  }

  /** Newest first. */
  async list({ before, limit, ...filter }: AuditQuery): Promise<AuditLine[]> {
    const rows = await this.database.run(({ prisma }) =>
      prisma.auditEntry.findMany({
        where: { ...filter, ...(before !== undefined && { seq: { lt: before } }) },
        orderBy: { seq: 'desc' },
        take: limit,
      }),
    );
    return rows.map(lineOf);
  }

  /** Every line, oldest first. */
  async *lines(): AsyncGenerator<AuditLine> {
    for (let after = 0; ; ) {
      const rows = await this.database.run(({ prisma }) =>
        prisma.auditEntry.findMany({ where: { seq: { gt: after } }, orderBy: { seq: 'asc' }, take: PAGE_LINES }),
      );
      const lines = rows.map(lineOf);
      yield* lines;
      if (lines.length < PAGE_LINES) return;
      after = lines.at(-1)?.seq ?? after;
    }
  }

  private async append(facts: AuditFacts): Promise<void> {
    for (let attempt = 0; attempt < ATTEMPTS_MAXIMUM; attempt++) {
      const [last] = await this.list({ limit: 1 });
      if (await this.insert(chained(storable(facts), last))) return;
    }
    throw new Error('the audit log is too busy');
  }

  /** False: another process has the number. */
  private async insert({ seq, atMs, details, ...text }: AuditLine): Promise<boolean> {
    const { count } = await this.database.run(({ prisma }) =>
      prisma.auditEntry.createMany({
        data: [{ seq, at: new Date(atMs), details: JSON.parse(canonicalJson(details)), ...text }],
        skipDuplicates: true,
      }),
    );
    return count === 1;
  }
}

/** The facts as they will be read again. */
function storable({ atMs, actor, action, subject, details }: AuditFacts): AuditFacts {
  return {
    atMs: Math.trunc(atMs),
    actor: storableText(actor),
    action: storableText(action),
    subject: storableText(subject),
    details: JSON.parse(canonicalJson(details)),
  };
}

function lineOf(row: unknown): AuditLine {
  const { at, ...line } = Row.parse(row);
  return { ...line, atMs: at.getTime() };
}
