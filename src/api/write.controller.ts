import type { IncomingMessage, ServerResponse } from 'node:http';
import { Controller, HttpCode, HttpStatus, Post, Req, Res } from '@nestjs/common';
import { ApiBody, ApiConsumes, ApiHeader, ApiNoContentResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { MessageRoom } from './message-room.ts';
import { Needs } from './needs.ts';
import { SampleWriter, type WriteAnswer } from './ports.ts';
import { ProblemException, problem } from './problem.ts';
import { readMessage } from './read-message.ts';
import { OnTerms } from './terms.ts';
import { PROTOBUF_TYPE, writeVersion } from './write-version.ts';

/** A sender tries again after so long what we could not take now. */
const RETRY_AFTER_S = 5;
/** Messages that are being read at one time may hold this many of the largest. */
const LARGEST_UNDER_WAY = 4;

const STATUS: Readonly<Record<WriteAnswer['outcome'], number>> = {
  written: HttpStatus.NO_CONTENT,
  partly: HttpStatus.BAD_REQUEST,
  malformed: HttpStatus.BAD_REQUEST,
  too_large: HttpStatus.PAYLOAD_TOO_LARGE,
  not_ready: HttpStatus.SERVICE_UNAVAILABLE,
};

interface Request {
  readonly raw: IncomingMessage;
  readonly headers: IncomingMessage['headers'];
}

interface Response {
  readonly raw: ServerResponse;
}

/**
 * Prometheus remote write 1.0 and 2.0. A sender tries again only what is answered with 5xx, so only what may go well later is: 400 says
 * that (some of) a message can never be taken.
 */
@ApiTags('write')
@Needs('operator')
@Controller('api/v1/write')
export class WriteController {
  private readonly room: MessageRoom;

  constructor(private readonly writer: SampleWriter) {
    this.room = new MessageRoom(LARGEST_UNDER_WAY * writer.bodyMaximumBytes);
  }

  @Post()
  // A sender does not send again what is answered with 429.
  @OnTerms({ takes: [PROTOBUF_TYPE], unlimited: true })
  @HttpCode(HttpStatus.NO_CONTENT)
  @ApiOperation({ summary: 'Samples of another Prometheus: remote write 1.0 and 2.0' })
  @ApiConsumes(PROTOBUF_TYPE)
  @ApiBody({ schema: { type: 'string', format: 'binary' } })
  @ApiHeader({ name: 'Content-Encoding', description: 'snappy (block form)', required: true })
  @ApiHeader({ name: 'X-Prometheus-Remote-Write-Version', description: '0.1.0 or 2.0.0', required: false })
  @ApiNoContentResponse({
    description: 'All samples are taken',
    headers: { 'X-Prometheus-Remote-Write-Samples-Written': { schema: { type: 'integer' } } },
  })
  async write(@Req() { raw, headers }: Request, @Res({ passthrough: true }) response: Response): Promise<void> {
    const version = writeVersion(headers);
    if (!version.ok) throw new ProblemException(problem(HttpStatus.UNSUPPORTED_MEDIA_TYPE, version.detail));
    const body = await readMessage(raw, this.writer.bodyMaximumBytes, this.room);
    const answer = body.ok
      ? await this.writer.write(body.bytes, version.version)
      : { outcome: body.outcome, samples: 0, detail: body.detail };
    tellWritten(response.raw, answer);
    const status = STATUS[answer.outcome];
    if (status !== HttpStatus.NO_CONTENT) throw new ProblemException(problem(status, answer.detail));
  }
}

function tellWritten(response: ServerResponse, { outcome, samples }: WriteAnswer): void {
  response.setHeader('X-Prometheus-Remote-Write-Samples-Written', samples);
  response.setHeader('X-Prometheus-Remote-Write-Histograms-Written', 0);
  response.setHeader('X-Prometheus-Remote-Write-Exemplars-Written', 0);
  if (outcome === 'not_ready') response.setHeader('Retry-After', RETRY_AFTER_S);
}
