import { type AuditLine, hashOf, NO_HASH } from './audit-chain.ts';

/** The action of the line by which retention tells what it took away. */
export const PRUNED = 'audit.prune';

/** What came of reading the whole log. */
export interface AuditVerification {
  readonly lines: number;
  /** The newest hash: kept elsewhere, it shows later whether lines at the end were taken away. */
  readonly hash: string;
  /** The first line that is not as it was written, and why; absent: all is as it was. */
  readonly broken?: { readonly seq: number; readonly reason: string };
  /** Whether the hash asked for is in the chain. */
  readonly found: boolean;
}

/**
 * Follows the chain from its first line to its last. Lines at its beginning may be missing only where a later line of retention says so.
 *
 * @param known a hash that was there once; without it nobody can tell that lines at the end were taken away
 */
export async function verifyAudit(lines: AsyncIterable<AuditLine>, known?: string): Promise<AuditVerification> {
  let found = known === undefined;
  let before: AuditLine | undefined;
  let first: AuditLine | undefined;
  let count = 0;
  const pruned = new Map<number, string>();
  for await (const line of lines) {
    const reason = problem(line, before);
    if (reason !== undefined)
      return { lines: count, hash: before?.hash ?? NO_HASH, found, broken: { seq: line.seq, reason } };
    const { upTo, hash } = line.details;
    if (line.action === PRUNED && typeof upTo === 'number' && typeof hash === 'string') pruned.set(upTo, hash);
    found ||= line.hash === known;
    first ??= line;
    before = line;
    count++;
  }
  const hash = before?.hash ?? NO_HASH;
  if (first === undefined || (first.seq === 1 && first.previous === NO_HASH)) return { lines: count, hash, found };
  if (pruned.get(first.seq - 1) === first.previous) return { lines: count, hash, found };
  return { lines: count, hash, found, broken: { seq: first.seq, reason: 'the lines before it are gone' } };
}

function problem(line: AuditLine, before: AuditLine | undefined): string | undefined {
  if (before !== undefined && line.seq !== before.seq + 1) return `line ${before.seq + 1} is gone`;
  if (before !== undefined && line.previous !== before.hash) return 'it does not follow the line before it';
  return hashOf(line) === line.hash ? undefined : 'it was changed';
}
