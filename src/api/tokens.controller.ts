import { Body, Controller, Delete, Get, HttpCode, HttpStatus, Inject, Param, Post, Query } from '@nestjs/common';
import { ApiCreatedResponse, ApiNoContentResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import type { Clock } from '../clock.ts';
import { ApiTokens } from './access/api-tokens.ts';
import { Identity } from './access/identity.ts';
import { hashOf, newTokenSecret } from './access/token-secret.ts';
import { type Actor, By } from './actor.ts';
import { Answers } from './answers.ts';
import { decodeCursor, page } from './cursor.ts';
import { Needs } from './needs.ts';
import { AuditLog, CLOCK } from './ports.ts';
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

const REFUSED = {
  name_taken: 'There is a token of this name; revoke it first, or take another name.',
  too_many: 'There are too many tokens; revoke what nobody uses.',
} as const;

/** Tokens for programs and people. Those of the configuration are not shown here: they are somebody else's to keep. */
@ApiTags('tokens')
@Needs('admin')
@Controller('api/v1/tokens')
export class TokensController {
  constructor(
    private readonly tokens: ApiTokens,
    private readonly identity: Identity,
    private readonly audit: AuditLog,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  @Get()
  @Answers('Tokens by name', TokenPage)
  async list(@Query({ schema: TokenListQuery }) { limit, cursor }: TokenListQuery): Promise<z.infer<typeof TokenPage>> {
    const after = decodeCursor(cursor, Place);
    const found = (await this.tokens.list()).filter(({ name }) => after === undefined || name > after);
    return page(found, limit, { json: tokenJson, place: ({ name }) => [name] });
  }

  @Post()
  @ApiOperation({ summary: 'Makes a token, and shows it this once' })
  @ApiCreatedResponse({ description: 'Made', standardSchema: CreatedTokenJson })
  async create(
    @Body({ schema: NewTokenJson }) { name, role, expiresAt }: NewTokenJson,
    @By() actor: Actor,
  ): Promise<z.infer<typeof CreatedTokenJson>> {
    const nowMs = this.clock.now();
    const expiresAtMs = expiresAt === undefined ? undefined : Date.parse(expiresAt);
    if (expiresAtMs !== undefined && expiresAtMs <= nowMs) throw badParameter('expiresAt', 'is past');
    const token = newTokenSecret();
    const expiry = expiresAtMs === undefined ? {} : { expiresAtMs };
    const given = { name, role, hash: hashOf(token), createdAtMs: nowMs, createdBy: actor.name, ...expiry };
    if ((await this.tokens.list()).some((token) => token.name === name)) throw conflict('name_taken');
    await this.note('token.create', name, actor, { role, ...(expiresAt === undefined ? {} : { expiresAt }) });
    const made = await this.tokens.create(given);
    if (typeof made === 'string') throw conflict(made);
    return { ...tokenJson(made), token };
  }

  @Delete(':id')
  @HttpCode(HttpStatus.NO_CONTENT)
  @ApiOperation({ summary: 'Revokes a token, which other replicas heed within ten seconds' })
  @ApiNoContentResponse({ description: 'Revoked' })
  async revoke(@Param({ schema: TokenId }) { id }: TokenId, @By() actor: Actor): Promise<void> {
    const found = (await this.tokens.list()).find((token) => token.id === id || token.name === id);
    if (found === undefined) throw notFound('token', id);
    await this.note('token.revoke', found.name, actor, { role: found.role });
    await this.tokens.revoke(found.id);
    this.identity.forget();
  }

  private async note(action: string, subject: string, actor: Actor, details: Record<string, unknown>): Promise<void> {
    await this.audit.record({ atMs: this.clock.now(), actor: actor.name, action, subject, details });
  }
}

function conflict(reason: keyof typeof REFUSED): ProblemException {
  return new ProblemException(problem(HttpStatus.CONFLICT, REFUSED[reason]));
}
