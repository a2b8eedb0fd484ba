import type { ServerResponse } from 'node:http';
import { Controller, Get, Header, Headers, HttpStatus, Inject, Res } from '@nestjs/common';
import { ApiOperation, ApiProduces, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { Clock } from '../clock.ts';
import { EventFeed, type FeedEvent } from './event-feed.ts';
import { Needs } from './needs.ts';
import { CLOCK } from './ports.ts';
import { ProblemException, problem } from './problem.ts';

/** Each takes a connection and what it has not read yet. */
const FOLLOWERS_MAXIMUM = 200;
/** A client that reads so slowly is cut off; it comes back with its last id. */
const UNREAD_MAXIMUM_BYTES = 1024 * 1024;
/** Proxies close what is silent, most after a minute. */
const HEARTBEAT_MS = 15_000;

interface Reply {
  hijack(): unknown;
  readonly raw: ServerResponse;
}

/** Changes of alerts as they happen, as server-sent events (HTML standard, "Server-sent events"). */
@ApiTags('stream')
@Needs('viewer')
@Controller('api/v1/stream')
export class StreamController {
  constructor(
    private readonly feed: EventFeed,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  @Get()
  @ApiOperation({
    summary: 'Changes as they happen, as server-sent events',
    description:
      'Events: alert (a change, also by people, and the alert), incident, tick (an evaluation), reset (something was missed: read the lists anew). A client that comes back with the header Last-Event-ID goes on where it was.',
  })
  @ApiProduces('text/event-stream')
  @ApiResponse({ status: 200, description: 'Events until one side ends', schema: { type: 'string' } })
  @Header('cache-control', 'no-store')
  follow(@Headers('last-event-id') lastId: string | undefined, @Res() reply: Reply): void {
    if (this.feed.following >= FOLLOWERS_MAXIMUM) {
      throw new ProblemException(
        problem(HttpStatus.SERVICE_UNAVAILABLE, `${FOLLOWERS_MAXIMUM} clients follow already.`),
      );
    }
    reply.hijack();
    const { raw } = reply;
    raw.writeHead(HttpStatus.OK, {
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-store',
      'x-accel-buffering': 'no',
      'x-content-type-options': 'nosniff',
    });
    raw.write(': gauger\n\n');
    const ended = new AbortController();
    const stop = this.feed.follow((event) => send(raw, event), lastId);
    raw.once('close', () => {
      stop();
      ended.abort();
    });
    void this.beat(raw, ended.signal);
  }

  private async beat(raw: ServerResponse, ended: AbortSignal): Promise<void> {
    while (!ended.aborted) {
      await this.clock.sleep(HEARTBEAT_MS, ended);
      if (!ended.aborted) raw.write(':\n\n');
    }
  }
}

function send(raw: ServerResponse, { id, event, data }: FeedEvent): void {
  if (raw.writableLength > UNREAD_MAXIMUM_BYTES) raw.destroy();
  else raw.write(`id: ${id}\nevent: ${event}\ndata: ${data}\n\n`);
}
