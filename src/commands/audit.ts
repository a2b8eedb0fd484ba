import { AuditStore } from '../store/audit-store.ts';
import { Database } from '../store/database.ts';
import { databasePlace } from '../store/store.module.ts';
import { verifyAudit } from '../store/verify-audit.ts';
import type { Print } from './check.ts';
import { configuration } from './configuration.ts';

/** Options of `gauger audit verify`. */
export interface AuditVerifyOptions {
  readonly config?: string;
  /** The hash that a line had when somebody last looked: it must be in the chain. */
  readonly hash?: string;
}

const toStandardOutput: Print = (line) => process.stdout.write(`${line}\n`);

/** Follows the chain of the audit log from its first line to its last; 1: a line is not as it was written. */
export async function auditVerify(options: AuditVerifyOptions, print: Print = toStandardOutput): Promise<number> {
  const database = await Database.open(databasePlace(configuration(options.config)));
  try {
    const { lines, hash, broken, found } = await verifyAudit(new AuditStore(database).lines(), options.hash);
    if (broken !== undefined) print(`line ${broken.seq}: ${broken.reason}; ${lines} lines before it hold`);
    else if (!found)
      print(`${lines} lines hold, but none of them has the hash ${options.hash}: lines at the end are gone`);
    else print(`lines: ${lines}, all as they were written; the last hash is ${hash}`);
    return broken === undefined && found ? 0 : 1;
  } finally {
    await database.close();
  }
}
