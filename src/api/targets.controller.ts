import { Controller, Get, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { Answers } from './answers.ts';
import { decodeCursor, page } from './cursor.ts';
import { Needs } from './needs.ts';
import { TargetReader } from './ports.ts';
import { TargetListQuery, TargetPage, targetJson } from './schemas/target-schemas.ts';

const Place = z.tuple([z.int().min(0)]).transform(([index]) => index);

/** What is scraped, and how the last scrape went. */
@ApiTags('targets')
@Needs('viewer')
@Controller('api/v1/targets')
export class TargetsController {
  constructor(private readonly reader: TargetReader) {}

  @Get()
  @Answers('What is scraped, in the order of the configuration, then what is written by others', TargetPage)
  list(@Query({ schema: TargetListQuery }) query: TargetListQuery): z.infer<typeof TargetPage> {
    const { limit, cursor, health, job } = query;
    const after = decodeCursor(cursor, Place) ?? -1;
    const found = [...this.reader.targets(), ...this.reader.written()]
      .map((target, index) => ({ target, index }))
      .filter(({ index }) => index > after)
      .filter(({ target }) => health?.includes(target.health) ?? true)
      .filter(({ target }) => job?.includes(target.labels['job'] ?? '') ?? true);
    return page(found, limit, { json: ({ target }) => targetJson(target), place: ({ index }) => [index] });
  }
}
