import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { z } from 'zod';
import { Answers } from './answers.ts';
import { page } from './cursor.ts';
import { Needs } from './needs.ts';
import { SignalReader } from './ports.ts';
import { notFound } from './problem.ts';
import { SignalJson, SignalKey, SignalListQuery, SignalPage, signalJson } from './schemas/signal-schemas.ts';
import { selectSignals } from './select-signals.ts';

/** Signals as they stand, with band and score. */
@ApiTags('signals')
@Needs('viewer')
@Controller('api/v1/signals')
export class SignalsController {
  constructor(private readonly signals: SignalReader) {}

  @Get()
  @Answers('Live readings of signals, in the order of first sight', SignalPage)
  list(@Query({ schema: SignalListQuery }) query: SignalListQuery): z.infer<typeof SignalPage> {
    const found = selectSignals(this.signals, query);
    return page(found, query.limit, { json: signalJson, place: ({ slot }) => [slot] });
  }

  @Get(':key')
  @Answers('The live reading of one signal', SignalJson)
  find(@Param({ schema: SignalKey }) { key }: SignalKey): z.infer<typeof SignalJson> {
    const reading = this.signals.find(key);
    if (reading === undefined) throw notFound('signal', key);
    return signalJson(reading);
  }
}
