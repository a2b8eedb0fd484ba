import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { z } from 'zod';
import { Answers } from './answers.ts';
import { page } from './cursor.ts';
import { Needs } from './needs.ts';
import { Settings, SignalReader } from './ports.ts';
import { notFound } from './problem.ts';
import {
  BaselinePage,
  baselineJson,
  ExplainedBaselineJson,
  explainedBaselineJson,
} from './schemas/baseline-schemas.ts';
import { SignalKey, SignalListQuery } from './schemas/signal-schemas.ts';
import { selectSignals } from './select-signals.ts';

/** What was learnt of signals, and how band and score come about. */
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
    return page(found, query.limit, {
      json: (reading) => baselineJson(reading, this.signals.learnt(reading.slot)),
      place: ({ slot }) => [slot],
    });
  }

  @Get(':key')
  @Answers('What was learnt of one signal, and how its band and its score come about', ExplainedBaselineJson)
  find(@Param({ schema: SignalKey }) { key }: SignalKey): z.infer<typeof ExplainedBaselineJson> {
    const reading = this.signals.find(key);
    if (reading === undefined) throw notFound('baseline', key);
    const { slot } = reading;
    const { timeZone } = this.settings;
    return explainedBaselineJson(reading, this.signals.learnt(slot), this.signals.explain(slot), timeZone);
  }
}
