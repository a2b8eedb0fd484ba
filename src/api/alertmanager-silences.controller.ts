import { Body, Controller, Delete, Get, HttpCode, HttpStatus, Inject, Param, Post, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import type { Clock } from '../clock.ts';
import { compileMatchers } from '../core/alerts/matchers.ts';
import type { Matcher, Silence } from '../core/model/silence.ts';
import { type Actor, By } from './actor.ts';
import { Answers } from './answers.ts';
import { Needs } from './needs.ts';
import { CLOCK, Silences } from './ports.ts';
import { notFound } from './problem.ts';
import { SilenceQuery } from './schemas/alertmanager-schemas.ts';
import { GettableSilence, gettableSilence, newSilence, PostableSilence, SilenceId } from './schemas/silence-schemas.ts';
import { putSilence } from './silences.controller.ts';

const SilenceMade = z.object({ silenceID: z.string() }).meta({ id: 'SilenceMade' });

/** Silences in the form of Alertmanager's API v2, for amtool and Grafana. */
@ApiTags('alertmanager')
@Needs('viewer')
@Controller('api/v2')
export class AlertmanagerSilencesController {
  constructor(
    private readonly silences: Silences,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  @Get('silences')
  @Answers('Silences in Alertmanager’s form', z.array(GettableSilence))
  async list(@Query({ schema: SilenceQuery }) { filter }: SilenceQuery): Promise<z.infer<typeof GettableSilence>[]> {
    const nowMs = this.clock.now();
    const wanted = (await this.silences.list()).filter((silence) => filter.every((matcher) => has(silence, matcher)));
    return wanted.map((silence) => gettableSilence(silence, nowMs));
  }

  @Post('silences')
  @Needs('operator')
  @HttpCode(HttpStatus.OK)
  @Answers('Makes or changes a silence', SilenceMade)
  async post(
    @Body({ schema: PostableSilence }) { createdBy, id, ...given }: PostableSilence,
    @By() actor: Actor,
  ): Promise<z.infer<typeof SilenceMade>> {
    const known = id === undefined || id === '' ? undefined : await this.silences.find(id);
    if (id && known === undefined) throw notFound('silence', id);
    const wanted = newSilence({ ...given, ...(known && { id: known.id }) }, createdBy || actor.name, this.clock.now());
    return { silenceID: (await putSilence(this.silences, wanted, actor)).id };
  }

  @Get('silence/:id')
  @Answers('One silence in Alertmanager’s form', GettableSilence)
  async find(@Param({ schema: SilenceId }) { id }: SilenceId): Promise<z.infer<typeof GettableSilence>> {
    const silence = await this.silences.find(id);
    if (silence === undefined) throw notFound('silence', id);
    return gettableSilence(silence, this.clock.now());
  }

  @Delete('silence/:id')
  @Needs('operator')
  @ApiOperation({ summary: 'Ends a silence' })
  @ApiOkResponse({ description: 'Ended' })
  async expire(@Param({ schema: SilenceId }) { id }: SilenceId, @By() actor: Actor): Promise<void> {
    if (!(await this.silences.expire(id, actor))) throw notFound('silence with time left', id);
  }
}

/** Alertmanager's filter of silences: a matcher of the silence on the same label that the given one is met by. */
function has({ matchers }: Silence, given: Matcher): boolean {
  return matchers.some(({ name, value }) => name === given.name && compileMatchers([given])({ [name]: value }));
}
