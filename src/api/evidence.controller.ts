import { Controller, Get, Header, Param, Query, StreamableFile } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiProduces, ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { alertPoints } from '../chart/alert-points.ts';
import { THEMES } from '../chart/chart-theme.ts';
import { evidenceChart } from '../chart/evidence-chart.ts';
import { toPng } from '../chart/png.ts';
import type { FrozenSignal } from '../core/model/frozen-evidence.ts';
import type { HistoryPoint } from '../core/model/history-point.ts';
import { EvidenceJson, evidenceOf } from '../store/evidence-json.ts';
import { Answers } from './answers.ts';
import { Needs } from './needs.ts';
import { AlertReader, EvidenceReader, SignalReader } from './ports.ts';
import { notFound } from './problem.ts';
import { AlertId } from './schemas/alert-schemas.ts';

const SVG = 'image/svg+xml';
const PNG = 'image/png';

const AlertChartQuery = z.strictObject({
  theme: z.enum(THEMES).default('light'),
  signal: z.coerce.number().int().min(0).max(11).default(0).describe('Which signal of the evidence; 0 is the first'),
});
type AlertChartQuery = z.infer<typeof AlertChartQuery>;

/** What an alert rested on when it fired. */
@ApiTags('alerts')
@Needs('viewer')
@Controller('api/v1/alerts/:id')
export class EvidenceController {
  constructor(
    private readonly evidence: EvidenceReader,
    private readonly alerts: AlertReader,
    private readonly signals: SignalReader,
  ) {}

  @Get('evidence')
  @Header('content-disposition', 'attachment; filename="evidence.json"')
  @Answers('Samples, baselines from before, band and score; gauger explain judges it again', EvidenceJson)
  find(@Param({ schema: AlertId }) { id }: AlertId): Promise<EvidenceJson> {
    return this.pack(id);
  }

  @Get('chart.svg')
  @ApiOperation({
    summary:
      'A signal of the evidence with its band, from half an hour before the alert until its end or now, 800 by 300',
  })
  @ApiProduces(SVG)
  @ApiOkResponse({ description: 'The drawing', schema: { type: 'string' } })
  async svg(@Param({ schema: AlertId }) { id }: AlertId, @Query({ schema: AlertChartQuery }) query: AlertChartQuery) {
    return new StreamableFile(Buffer.from(await this.chart(id, query)), { type: SVG });
  }

  @Get('chart.png')
  @ApiOperation({ summary: 'The same as an image, 1600 by 600' })
  @ApiProduces(PNG)
  @ApiOkResponse({ description: 'The image', schema: { type: 'string', format: 'binary' } })
  async png(@Param({ schema: AlertId }) { id }: AlertId, @Query({ schema: AlertChartQuery }) query: AlertChartQuery) {
    return new StreamableFile(await toPng(await this.chart(id, query)), { type: PNG });
  }

  private async chart(id: string, query: AlertChartQuery): Promise<string> {
    const { alert, signals } = evidenceOf(await this.pack(id));
    const signal = signals[query.signal];
    if (signal === undefined) throw notFound('signal of the evidence', String(query.signal));
    const points = alertPoints(signal.points, this.remembered(signal), (await this.alerts.get(id))?.alert ?? alert);
    return evidenceChart(alert, signal, points, query.theme);
  }

  private remembered({ definition, entity }: FrozenSignal): readonly HistoryPoint[] {
    const reading = this.signals.find(`${definition.id}|${entity}`);
    return reading === undefined ? [] : this.signals.history(reading.slot);
  }

  private async pack(id: string): Promise<EvidenceJson> {
    const found = await this.evidence.find(id);
    if (found === undefined) throw notFound('evidence of an alert', id);
    return found;
  }
}
