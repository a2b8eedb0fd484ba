import { Readable } from 'node:stream';
import { Controller, Get, StreamableFile } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiProduces, ApiTags } from '@nestjs/swagger';
import { Needs } from './needs.ts';
import { BaselineExport } from './ports.ts';

const TYPE = 'text/plain; charset=utf-8';
/** Lines of one piece of the answer: some 100 kB. */
const LINES = 100;

@ApiTags('baselines')
@Needs('viewer')
@Controller('api/v1/baselines')
export class BaselineExportController {
  constructor(private readonly baselines: BaselineExport) {}

  @Get('export')
  @ApiOperation({ summary: 'Every baseline as lines that a scrape log may begin with' })
  @ApiProduces(TYPE)
  @ApiOkResponse({ description: 'A line each', schema: { type: 'string' } })
  export(): StreamableFile {
    return new StreamableFile(Readable.from(pieces(this.baselines.lines())), { type: TYPE });
  }
}

function* pieces(lines: Iterable<string>): Iterable<Buffer> {
  let piece: string[] = [];
  for (const line of lines) {
    piece.push(line);
    if (piece.length < LINES) continue;
    yield Buffer.from(piece.join(''));
    piece = [];
  }
  yield Buffer.from(piece.join(''));
}
