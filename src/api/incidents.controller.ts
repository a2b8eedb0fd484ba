import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { z } from 'zod';
import { Answers } from './answers.ts';
import { decodeCursor, page } from './cursor.ts';
import { Needs } from './needs.ts';
import { IncidentReader } from './ports.ts';
import { notFound } from './problem.ts';
import {
  IncidentId,
  IncidentJson,
  IncidentListQuery,
  IncidentPage,
  IncidentPlace,
  incidentJson,
  incidentPlace,
} from './schemas/incident-schemas.ts';

/** Alerts with one story. */
@ApiTags('incidents')
@Needs('viewer')
@Controller('api/v1/incidents')
export class IncidentsController {
  constructor(private readonly incidents: IncidentReader) {}

  @Get()
  @Answers('Incidents, newest first', IncidentPage)
  async list(
    @Query({ schema: IncidentListQuery }) { cursor, limit, state }: IncidentListQuery,
  ): Promise<z.infer<typeof IncidentPage>> {
    const found = await this.incidents.list({ state, after: decodeCursor(cursor, IncidentPlace), limit: limit + 1 });
    return page(found, limit, { json: incidentJson, place: incidentPlace });
  }

  @Get(':id')
  @Answers('One incident', IncidentJson)
  async find(@Param({ schema: IncidentId }) { id }: IncidentId): Promise<z.infer<typeof IncidentJson>> {
    const incident = await this.incidents.find(id);
    if (incident === undefined) throw notFound('incident', id);
    return incidentJson(incident);
  }
}
