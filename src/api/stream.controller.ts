import type { ServerResponse } from 'node:http';
import { Controller, Get, Header, Headers, HttpStatus, Inject, Req, Res } from '@nestjs/common';
import { ApiOperation, ApiProduces, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { Clock } from '../clock.ts';
import { suffices } from '../core/model/role.ts';
import { Identity } from './access/identity.ts';
import { type Actor, By } from './actor.ts';
import { EventFeed, type FeedEvent } from './event-feed.ts';
import type { HttpRequest } from './http-types.ts';
import { Needs } from './needs.ts';
import { CLOCK } from './ports.ts';
import { StreamPlaces } from './stream-places.ts';

/** A client that reads so slowly is cut off; it comes back with its last id. */
const UNREAD_MAXIMUM_BYTES = 1024 * 1024;
/** Proxies close what is silent, most after a minute; a token that ended is heeded within this time. */
const HEARTBEAT_MS = 10_000;
const ROLE = 'viewer';

interface Reply {
  hijack(): unknown;
  readonly raw: ServerResponse;
}

/** Changes of alerts as they happen, as server-sent events (HTML standard, "Server-sent events"). */
@ApiTags('stream')
@Needs(ROLE)
@Controller('api/v1/stream')
export class StreamController {
  private readonly places = new StreamPlaces();

  constructor(
    private readonly feed: EventFeed,
    private readonly identity: Identity,
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
  follow(
    @Headers('last-event-id') lastId: string | undefined,
    @By() actor: Actor,
    @Req() request: HttpRequest,
    @Res() reply: Reply,
  ): void {
    const giveBack = this.places.take(actor);
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
      giveBack();
      ended.abort();
    });
    void this.beat(request, raw, ended.signal);
  }

  /** Ends the stream where a new request of the same client would not be let in. Never rejects. */
  private async beat(request: HttpRequest, raw: ServerResponse, ended: AbortSignal): Promise<void> {
    while (!ended.aborted) {
      await this.clock.sleep(HEARTBEAT_MS, ended);
      if (ended.aborted) return;
      if (await this.mayStay(request)) raw.write(':\n\n');
      else raw.destroy();
    }
  }

  private async mayStay(request: HttpRequest): Promise<boolean> {
    try {
      return suffices((await this.identity.again(request)).role, ROLE);
    } catch {
      // The client asks anew and is told why.
      return false;
    }
  }
}

function send(raw: ServerResponse, { id, event, data }: FeedEvent): void {
  if (raw.writableLength > UNREAD_MAXIMUM_BYTES) raw.destroy();
  else raw.write(`id: ${id}\nevent: ${event}\ndata: ${data}\n\n`);
}
