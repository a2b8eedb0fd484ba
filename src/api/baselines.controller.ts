import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { z } from 'zod';
import { Answers } from './answers.ts';
import { page } from './cursor.ts';
import { Needs } from './needs.ts';
import { Settings, SignalReader, type SignalReading } from './ports.ts';
import { notFound } from './problem.ts';
import { BaselineJson, BaselinePage, baselineJson, SignalKey, SignalListQuery } from './schemas/signal-schemas.ts';
import { selectSignals } from './select-signals.ts';

@ApiTags('baselines')
@Needs('viewer')
@Controller('api/v1/baselines')
export class BaselinesController {
  constructor(
    private readonly signals: SignalReader,
    private readonly settings: Settings,
  ) {}

  @Get()
  @Answers('What was learnt of each signal, in the order of first sight', BaselinePage)
  list(@Query({ schema: SignalListQuery }) query: SignalListQuery): z.infer<typeof BaselinePage> {
    const found = selectSignals(this.signals, query);
    return page(found, query.limit, { json: (reading) => this.json(reading), place: ({ slot }) => [slot] });
  }

  @Get(':key')
  @Answers('What was learnt of one signal', BaselineJson)
  find(@Param({ schema: SignalKey }) { key }: SignalKey): z.infer<typeof BaselineJson> {
    const reading = this.signals.find(key);
    if (reading === undefined) throw notFound('baseline', key);
    return this.json(reading);
  }

  private json(reading: SignalReading): z.infer<typeof BaselineJson> {
    return baselineJson(reading, this.signals.learnt(reading.slot), this.settings.warmUpMs);
  }
}
