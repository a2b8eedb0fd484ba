import { Body, Controller, Delete, Get, HttpCode, HttpStatus, Param, Post, Put, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { z } from 'zod';
import type { Alert } from '../core/model/alert.ts';
import { type Actor, By } from './actor.ts';
import { Answers } from './answers.ts';
import { Needs } from './needs.ts';
import { AlertActions, VerdictEffects } from './ports.ts';
import { notFound } from './problem.ts';
import {
  AcknowledgementBody,
  AlertId,
  AlertJson,
  alertJson,
  EffectQuery,
  effectJson,
  VerdictBody,
  VerdictEffectJson,
} from './schemas/alert-schemas.ts';

/** What people do to an alert. */
@ApiTags('alerts')
@Needs('operator')
@Controller('api/v1/alerts')
export class AlertActionsController {
  constructor(
    private readonly actions: AlertActions,
    private readonly effects: VerdictEffects,
  ) {}

  @Post(':id/acknowledgement')
  @HttpCode(HttpStatus.OK)
  @Answers('Says that somebody looks after the alert, until it is resolved', AlertJson)
  async acknowledge(
    @Param({ schema: AlertId }) { id }: AlertId,
    @Body({ schema: AcknowledgementBody }) { comment }: AcknowledgementBody,
    @By() actor: Actor,
  ): Promise<z.infer<typeof AlertJson>> {
    return shown(id, await this.actions.acknowledge(id, actor, comment));
  }

  @Delete(':id/acknowledgement')
  @Answers('Takes the acknowledgement back', AlertJson)
  async unacknowledge(
    @Param({ schema: AlertId }) { id }: AlertId,
    @By() actor: Actor,
  ): Promise<z.infer<typeof AlertJson>> {
    return shown(id, await this.actions.unacknowledge(id, actor));
  }

  @Get(':id/verdict/effect')
  @Needs('viewer')
  @Answers('What a verdict would change, before it is given: the last week’s alerts judged again', VerdictEffectJson)
  async effect(
    @Param({ schema: AlertId }) { id }: AlertId,
    @Query({ schema: EffectQuery }) { verdict }: EffectQuery,
  ): Promise<z.infer<typeof VerdictEffectJson>> {
    const effect = await this.effects.of(id, verdict);
    if (effect === undefined) throw notFound('alert', id);
    return effectJson(verdict, effect);
  }

  @Put(':id/verdict')
  @Answers('Says whether the alert was true, false or planned; the baselines behind it learn that', AlertJson)
  async judge(
    @Param({ schema: AlertId }) { id }: AlertId,
    @Body({ schema: VerdictBody }) { verdict, comment }: VerdictBody,
    @By() actor: Actor,
  ): Promise<z.infer<typeof AlertJson>> {
    return shown(id, await this.actions.judge(id, verdict, actor, comment));
  }
}

function shown(id: string, alert: Alert | undefined): z.infer<typeof AlertJson> {
  if (alert === undefined) throw notFound('alert', id);
  return alertJson(alert);
}
