import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { z } from 'zod';
import { entityKey } from '../core/model/entity.ts';
import { cursorOf } from '../store/alert-cursor.ts';
import { Answers } from './answers.ts';
import { Needs } from './needs.ts';
import { AlertReader } from './ports.ts';
import { badCursor, notFound } from './problem.ts';
import {
  AlertId,
  AlertListQuery,
  AlertPage,
  AlertWithHistory,
  alertJson,
  alertWithHistoryJson,
} from './schemas/alert-schemas.ts';

/** Alerts as they stand and stood, each with its life. */
@ApiTags('alerts')
@Needs('viewer')
@Controller('api/v1/alerts')
export class AlertsController {
  constructor(private readonly alerts: AlertReader) {}

  @Get()
  @Answers('Alerts, newest first', AlertPage)
  async list(@Query({ schema: AlertListQuery }) query: AlertListQuery): Promise<z.infer<typeof AlertPage>> {
    const { cursor, tenant, entity, shadow, ...filter } = query;
    const after = cursor === undefined ? undefined : cursorOf(cursor);
    if (cursor !== undefined && after === undefined) throw badCursor();
    const keys = [...(entity ?? []), ...(tenant ?? []).map((name) => entityKey('tenant', { tenant: name }))];
    const page = await this.alerts.list({
      ...filter,
      after,
      entity: keys.length === 0 ? undefined : keys,
      shadow: shadow === 'any' ? undefined : shadow === 'true',
    });
    return { items: page.alerts.map(alertJson), next: page.next };
  }

  @Get(':id')
  @Answers('One alert with its history', AlertWithHistory)
  async find(@Param({ schema: AlertId }) { id }: AlertId): Promise<z.infer<typeof AlertWithHistory>> {
    const found = await this.alerts.get(id);
    if (found === undefined) throw notFound('alert', id);
    return alertWithHistoryJson(found);
  }
}
