import { Controller, Delete, HttpCode, HttpStatus, Inject, Param, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { z } from 'zod';
import type { Clock } from '../clock.ts';
import { type Actor, By } from './actor.ts';
import { Answers } from './answers.ts';
import { Needs } from './needs.ts';
import { AuditLog, BaselineActions, CLOCK, SignalReader, type SignalReading } from './ports.ts';
import { notFound, ProblemException, problem } from './problem.ts';
import { BaselineJson, baselineJson } from './schemas/baseline-schemas.ts';
import { SignalKey } from './schemas/signal-schemas.ts';

/** What people do to a baseline; each is in the audit log before it takes effect. */
@ApiTags('baselines')
@Needs('operator')
@Controller('api/v1/baselines/:key')
export class BaselineController {
  constructor(
    private readonly signals: SignalReader,
    private readonly actions: BaselineActions,
    private readonly audit: AuditLog,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  @Post('reset')
  @HttpCode(HttpStatus.OK)
  @Answers('Forgets all that was learnt of a signal: it warms up anew', BaselineJson)
  async reset(
    @Param({ schema: SignalKey }) { key }: SignalKey,
    @By() actor: Actor,
  ): Promise<z.infer<typeof BaselineJson>> {
    const { slot } = this.reading(key);
    await this.note('baseline.reset', key, actor);
    await this.actions.reset(slot);
    return this.json(key);
  }

  @Post('pin')
  @HttpCode(HttpStatus.OK)
  @Answers('Keeps a baseline as it is: it goes on scoring, and learns nothing', BaselineJson)
  async pin(
    @Param({ schema: SignalKey }) { key }: SignalKey,
    @By() actor: Actor,
  ): Promise<z.infer<typeof BaselineJson>> {
    const { slot, ready } = this.reading(key);
    if (!ready) throw warming();
    await this.note('baseline.pin', key, actor);
    if (!(await this.actions.pin(slot, true))) throw warming();
    return this.json(key);
  }

  @Delete('pin')
  @Answers('Lets a pinned baseline learn again', BaselineJson)
  async unpin(
    @Param({ schema: SignalKey }) { key }: SignalKey,
    @By() actor: Actor,
  ): Promise<z.infer<typeof BaselineJson>> {
    const { slot } = this.reading(key);
    if (this.signals.learnt(slot).pinned) {
      await this.note('baseline.unpin', key, actor);
      await this.actions.pin(slot, false);
    }
    return this.json(key);
  }

  private async note(action: string, subject: string, { name: actor }: Actor): Promise<void> {
    await this.audit.record({ atMs: this.clock.now(), actor, action, subject, details: {} });
  }

  private json(key: string): z.infer<typeof BaselineJson> {
    const reading = this.reading(key);
    return baselineJson(reading, this.signals.learnt(reading.slot));
  }

  private reading(key: string): SignalReading {
    const reading = this.signals.find(key);
    if (reading === undefined) throw notFound('baseline', key);
    return reading;
  }
}

function warming(): ProblemException {
  return new ProblemException(problem(HttpStatus.CONFLICT, 'The baseline is warming up: there is nothing to pin yet.'));
}
