import { Body, Controller, Delete, Get, HttpCode, HttpStatus, Inject, Param, Post, Query } from '@nestjs/common';
import { ApiCreatedResponse, ApiNoContentResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import type { Clock } from '../clock.ts';
import { Identity } from './access/identity.ts';
import { TokenKeeper } from './access/token-keeper.ts';
import { type Actor, By } from './actor.ts';
import { Answers } from './answers.ts';
import { decodeCursor, page } from './cursor.ts';
import { Needs } from './needs.ts';
import { CLOCK } from './ports.ts';
import { badParameter, notFound, ProblemException, problem } from './problem.ts';
import {
  CreatedTokenJson,
  NewTokenJson,
  TokenId,
  TokenListQuery,
  TokenPage,
  tokenJson,
} from './schemas/token-schemas.ts';

const Place = z.tuple([z.string()]).transform(([name]) => name);

/** Tokens for programs and people. Those of the configuration are not shown here: they are somebody else's to keep. */
@ApiTags('tokens')
@Needs('admin')
@Controller('api/v1/tokens')
export class TokensController {
  constructor(
    private readonly keeper: TokenKeeper,
    private readonly identity: Identity,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  @Get()
  @Answers('Tokens by name', TokenPage)
  async list(@Query({ schema: TokenListQuery }) { limit, cursor }: TokenListQuery): Promise<z.infer<typeof TokenPage>> {
    const after = decodeCursor(cursor, Place);
    const found = (await this.keeper.list()).filter(({ name }) => after === undefined || name > after);
    return page(found, limit, { json: tokenJson, place: ({ name }) => [name] });
  }

  @Post()
  @ApiOperation({ summary: 'Makes a token, and shows it this once' })
  @ApiCreatedResponse({ description: 'Made', standardSchema: CreatedTokenJson })
  async create(
    @Body({ schema: NewTokenJson }) { name, role, expiresAt }: NewTokenJson,
    @By() actor: Actor,
  ): Promise<z.infer<typeof CreatedTokenJson>> {
    const expiresAtMs = expiresAt === undefined ? undefined : Date.parse(expiresAt);
    if (expiresAtMs !== undefined && expiresAtMs <= this.clock.now()) throw badParameter('expiresAt', 'is past');
    const made = await this.keeper.create({ name, role, expiresAtMs }, actor);
    if (!made.ok) throw new ProblemException(problem(HttpStatus.CONFLICT, made.detail));
    return { ...tokenJson(made.token), token: made.secret };
  }

  @Delete(':id')
  @HttpCode(HttpStatus.NO_CONTENT)
  @ApiOperation({ summary: 'Revokes a token, which other replicas heed within ten seconds' })
  @ApiNoContentResponse({ description: 'Revoked' })
  async revoke(@Param({ schema: TokenId }) { id }: TokenId, @By() actor: Actor): Promise<void> {
    if (!(await this.keeper.revoke(id, actor))) throw notFound('token', id);
    this.identity.forget();
  }
}
