import { Controller, Get, HttpCode, HttpStatus, Param, Post, Req } from '@nestjs/common';
import { ApiExcludeEndpoint, ApiTags } from '@nestjs/swagger';
import type { z } from 'zod';
import { type Actor, By } from './actor.ts';
import { Answers } from './answers.ts';
import type { HttpRequest } from './http-types.ts';
import { Needs } from './needs.ts';
import { Open } from './open.ts';
import { Interactions, Receivers } from './ports.ts';
import { notFound, ProblemException, problem } from './problem.ts';
import { ReceiverList, ReceiverName, RetryJson, receiverJson, TestDeliveryJson } from './schemas/receiver-schemas.ts';
import { OnTerms } from './terms.ts';

/** What Slack sends when a person presses a button. */
export const FORM_TYPE = 'application/x-www-form-urlencoded';

/** How receivers fare; a test for each, and a second try for what was given up. */
@ApiTags('receivers')
@Needs('viewer')
@Controller('api/v1/receivers')
export class ReceiversController {
  constructor(
    private readonly receivers: Receivers,
    private readonly interactions: Interactions,
  ) {}

  @Get()
  @Answers('Receivers: how each fares, what waits for it and what was given up', ReceiverList)
  async list(): Promise<z.infer<typeof ReceiverList>> {
    return { items: (await this.receivers.list()).map(receiverJson) };
  }

  @Post(':name/test')
  @Needs('operator')
  @HttpCode(HttpStatus.OK)
  @Answers('Sends a test alert, its beginning and its end, and tells what became of it', TestDeliveryJson)
  async test(
    @Param({ schema: ReceiverName }) { name }: ReceiverName,
    @By() actor: Actor,
  ): Promise<z.infer<typeof TestDeliveryJson>> {
    const delivery = await this.receivers.test(name, actor);
    if (delivery === undefined) throw notFound('receiver', name);
    return delivery;
  }

  @Post(':name/retry')
  @Needs('operator')
  @HttpCode(HttpStatus.OK)
  @Answers('Sends again what was given up', RetryJson)
  async retry(
    @Param({ schema: ReceiverName }) { name }: ReceiverName,
    @By() actor: Actor,
  ): Promise<z.infer<typeof RetryJson>> {
    const messages = await this.receivers.retry(name, actor);
    if (messages === undefined) throw notFound('receiver', name);
    return { messages };
  }

  /** For Slack alone. Open: the signature over its bytes is the access. */
  @Post(':name/interactions')
  @Open()
  @OnTerms({ takes: [FORM_TYPE] })
  @ApiExcludeEndpoint()
  @HttpCode(HttpStatus.OK)
  async interact(@Param({ schema: ReceiverName }) { name }: ReceiverName, @Req() request: HttpRequest): Promise<void> {
    const { headers, body } = request;
    const outcome = await this.interactions.receive(name, {
      body: body instanceof Uint8Array ? body : new Uint8Array(),
      timestamp: single(headers['x-slack-request-timestamp']),
      signature: single(headers['x-slack-signature']),
    });
    if (outcome === 'unknown') throw notFound('receiver with buttons', name);
    if (outcome === 'unsigned')
      throw new ProblemException(problem(HttpStatus.UNAUTHORIZED, 'The signature is not right, or too old.'));
    if (outcome === 'malformed')
      throw new ProblemException(problem(HttpStatus.BAD_REQUEST, 'The body is no press of a button.'));
    if (outcome === 'gone')
      throw new ProblemException(problem(HttpStatus.NOT_FOUND, 'There is no such alert any more.'));
  }
}

function single(header: string | string[] | undefined): string | undefined {
  return Array.isArray(header) ? header[0] : header;
}
