import { z } from 'zod';
import type { AuditLine } from '../../store/audit-chain.ts';
import { pageOf, paging, Time, time, Word } from './common-schemas.ts';

export const AuditListQuery = z.strictObject({
  actor: Word.optional(),
  action: Word.optional().describe('`silence.create`'),
  subject: Word.optional().describe('Id of what it was done to'),
  ...paging,
});
export type AuditListQuery = z.infer<typeof AuditListQuery>;

export const AuditLineJson = z
  .object({
    seq: z.int().describe('1, 2, 3 ... without a gap'),
    time: Time,
    actor: z.string(),
    action: z.string(),
    subject: z.string(),
    details: z.record(z.string(), z.unknown()),
    previous: z.string().describe('Hash of the line before'),
    hash: z.string().describe('SHA-256 over the hash before and this line'),
  })
  .meta({ id: 'AuditLine' });

export const AuditPage = pageOf(AuditLineJson).meta({ id: 'AuditPage' });

export function auditJson({ atMs, details, ...line }: AuditLine): z.infer<typeof AuditLineJson> {
  return { ...line, time: time(atMs), details: { ...details } };
}
