import { Body, Controller, Delete, Get, HttpCode, HttpStatus, Inject, Param, Post } from '@nestjs/common';
import { ApiCreatedResponse, ApiNoContentResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { z } from 'zod';
import type { Clock } from '../clock.ts';
import { InvalidSilence } from '../core/alerts/check-silence.ts';
import type { Silence } from '../core/model/silence.ts';
import { type Actor, By } from './actor.ts';
import { Answers } from './answers.ts';
import { Needs } from './needs.ts';
import { CLOCK, type NewSilence, Silences } from './ports.ts';
import { notFound, ProblemException, problem } from './problem.ts';
import {
  NewSilenceJson,
  newSilence,
  SilenceId,
  SilenceJson,
  SilenceList,
  silenceJson,
} from './schemas/silence-schemas.ts';

/** Silences of people, made, changed and ended. */
@ApiTags('silences')
@Needs('viewer')
@Controller('api/v1/silences')
export class SilencesController {
  constructor(
    private readonly silences: Silences,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  @Get()
  @Answers('Silences, the latest end first; expired ones for five days', SilenceList)
  async list(): Promise<z.infer<typeof SilenceList>> {
    const nowMs = this.clock.now();
    return { items: (await this.silences.list()).map((silence) => silenceJson(silence, nowMs)) };
  }

  @Get(':id')
  @Answers('One silence', SilenceJson)
  async find(@Param({ schema: SilenceId }) { id }: SilenceId): Promise<z.infer<typeof SilenceJson>> {
    const silence = await this.silences.find(id);
    if (silence === undefined) throw notFound('silence', id);
    return silenceJson(silence, this.clock.now());
  }

  @Post()
  @Needs('operator')
  @ApiOperation({ summary: 'Silences the alerts that meet all matchers, for a time' })
  @ApiCreatedResponse({ description: 'Silenced', standardSchema: SilenceJson })
  async create(
    @Body({ schema: NewSilenceJson }) given: NewSilenceJson,
    @By() actor: Actor,
  ): Promise<z.infer<typeof SilenceJson>> {
    const wanted = newSilence(given, actor.name, this.clock.now());
    return silenceJson(await putSilence(this.silences, wanted, actor), this.clock.now());
  }

  @Delete(':id')
  @Needs('operator')
  @HttpCode(HttpStatus.NO_CONTENT)
  @ApiOperation({ summary: 'Ends a silence now; it is kept as expired' })
  @ApiNoContentResponse({ description: 'Ended' })
  async expire(@Param({ schema: SilenceId }) { id }: SilenceId, @By() actor: Actor): Promise<void> {
    if (!(await this.silences.expire(id, actor))) throw notFound('silence with time left', id);
  }
}

/** Stores a silence; one that makes no sense is the client's problem. */
export async function putSilence(silences: Silences, given: NewSilence, actor: Actor): Promise<Silence> {
  try {
    return await silences.put(given, actor);
  } catch (error) {
    if (error instanceof InvalidSilence) throw new ProblemException(problem(HttpStatus.BAD_REQUEST, error.message));
    throw error;
  }
}
