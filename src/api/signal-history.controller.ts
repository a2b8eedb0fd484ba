import { Controller, Get, Param, Query, StreamableFile } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiProduces, ApiTags } from '@nestjs/swagger';
import type { z } from 'zod';
import { renderChart } from '../chart/chart.ts';
import { toPng } from '../chart/png.ts';
import { selectPoints } from '../core/history/select-points.ts';
import { entityName } from '../core/model/entity.ts';
import { Answers } from './answers.ts';
import { Needs } from './needs.ts';
import { SignalReader, type SignalReading } from './ports.ts';
import { notFound } from './problem.ts';
import { ChartQuery, HistoryJson, HistoryQuery, historyJson } from './schemas/history-schemas.ts';
import { SignalKey } from './schemas/signal-schemas.ts';

const SVG = 'image/svg+xml';
const PNG = 'image/png';

/** The latest points of a signal with their band; `limits.history_signals` says of how many signals they are kept. */
@ApiTags('signals')
@Needs('viewer')
@Controller('api/v1/signals/:key')
export class SignalHistoryController {
  constructor(private readonly signals: SignalReader) {}

  @Get('history')
  @Answers('The latest points of a signal, the oldest first', HistoryJson)
  list(
    @Param({ schema: SignalKey }) { key }: SignalKey,
    @Query({ schema: HistoryQuery }) query: HistoryQuery,
  ): z.infer<typeof HistoryJson> {
    const reading = this.reading(key);
    return historyJson(reading, selectPoints(this.signals.history(reading.slot), query));
  }

  @Get('chart.svg')
  @ApiOperation({ summary: 'The same as a drawing, 800 by 300' })
  @ApiProduces(SVG)
  @ApiOkResponse({ description: 'The drawing', schema: { type: 'string' } })
  svg(@Param({ schema: SignalKey }) { key }: SignalKey, @Query({ schema: ChartQuery }) query: ChartQuery) {
    return new StreamableFile(Buffer.from(this.chart(key, query)), { type: SVG });
  }

  @Get('chart.png')
  @ApiOperation({ summary: 'The same as an image, 1600 by 600' })
  @ApiProduces(PNG)
  @ApiOkResponse({ description: 'The image', schema: { type: 'string', format: 'binary' } })
  async png(@Param({ schema: SignalKey }) { key }: SignalKey, @Query({ schema: ChartQuery }) query: ChartQuery) {
    return new StreamableFile(await toPng(this.chart(key, query)), { type: PNG });
  }

  private chart(key: string, { theme, ...range }: ChartQuery): string {
    const { slot, signal, entity } = this.reading(key);
    const title = `${signal.id} of ${entity.kind} ${entityName(entity)}`;
    return renderChart(selectPoints(this.signals.history(slot), range), { title, unit: signal.unit, theme });
  }

  private reading(key: string): SignalReading {
    const reading = this.signals.find(key);
    if (reading === undefined) throw notFound('signal', key);
    return reading;
  }
}
