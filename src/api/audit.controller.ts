import { Controller, Get, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { Answers } from './answers.ts';
import { decodeCursor, page } from './cursor.ts';
import { Needs } from './needs.ts';
import { AuditReader } from './ports.ts';
import { AuditListQuery, AuditPage, auditJson } from './schemas/audit-schemas.ts';

const Place = z.tuple([z.int().min(1)]).transform(([seq]) => seq);

/** What people and configurations did. `gauger audit verify` says whether it is as it was written. */
@ApiTags('audit')
@Needs('admin')
@Controller('api/v1/audit')
export class AuditController {
  constructor(private readonly audit: AuditReader) {}

  @Get()
  @Answers('Lines of the audit log, newest first', AuditPage)
  async list(@Query({ schema: AuditListQuery }) query: AuditListQuery): Promise<z.infer<typeof AuditPage>> {
    const { cursor, limit, ...filter } = query;
    const lines = await this.audit.list({ ...filter, before: decodeCursor(cursor, Place), limit: limit + 1 });
    return page(lines, limit, { json: auditJson, place: ({ seq }) => [seq] });
  }
}
