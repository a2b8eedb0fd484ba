import { timingSafeEqual } from 'node:crypto';
import { HttpStatus, Inject, Injectable, Logger } from '@nestjs/common';
import type { Clock } from '../../clock.ts';
import { asksForAccess } from '../../config/api-section.ts';
import type { Actor } from '../actor.ts';
import type { HttpRequest } from '../http-types.ts';
import { ApiAccess, CLOCK } from '../ports.ts';
import { ProblemException, problem } from '../problem.ts';
import { ApiTokens } from './api-tokens.ts';
import { ConfiguredTokens } from './configured-tokens.ts';
import { localActor } from './loopback.ts';
import { isJwt, Oidc } from './oidc.ts';
import { OidcKeys } from './oidc-keys.ts';
import { RateLimits } from './rate-limits.ts';
import { Recent } from './recent.ts';
import { hashOf, isTokenSecret } from './token-secret.ts';

/** A token that was good is good for so long without another look: a revoked one lives on so long in other processes. */
const REMEMBER_MS = 10_000;
const MAXIMUM_REMEMBERED = 1000;

interface Known {
  readonly actor: Actor;
  /** When the token ends; absent: never. */
  readonly expiresAtMs?: number | undefined;
}

/** Finds out who asks. */
@Injectable()
export class Identity {
  private readonly log = new Logger('access');
  private readonly recent = new Recent<Actor>(MAXIMUM_REMEMBERED);
  private readonly configured: ConfiguredTokens;
  private readonly oidc: Oidc | undefined;

  constructor(
    private readonly access: ApiAccess,
    private readonly tokens: ApiTokens,
    private readonly limits: RateLimits,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {
    const { oidc } = access;
    this.configured = new ConfiguredTokens(access);
    this.oidc = oidc && new Oidc(oidc, new OidcKeys(oidc, clock), clock);
  }

  /**
   * The actor of a request: of the token that it brings, or where none is asked for somebody on this machine.
   *
   * @throws ProblemException 401, 403, 421, 429 or 503, saying what is missing
   */
  async of(request: HttpRequest): Promise<Actor> {
    const token = tokenOf(request);
    if (token === undefined) return this.withoutToken(request);
    const hash = hashOf(token);
    const key = hash.toString('base64');
    const remembered = this.recent.get(key, this.clock.now());
    if (remembered !== undefined) return remembered;
    await this.limits.mayTry(request);
    const { actor, expiresAtMs = Number.POSITIVE_INFINITY } = await this.look(request, token, hash);
    this.recent.set(key, actor, Math.min(this.clock.now() + REMEMBER_MS, expiresAtMs));
    return actor;
  }

  /**
   * The same for a request that was let in and is answered still, whatever is remembered of its token.
   *
   * @throws as `of`, but 429
   */
  async again(request: HttpRequest): Promise<Actor> {
    const token = tokenOf(request);
    return token === undefined ? this.withoutToken(request) : (await this.look(request, token, hashOf(token))).actor;
  }

  /** After a token was revoked. */
  forget(): void {
    this.recent.clear();
  }

  private withoutToken(request: HttpRequest): Actor {
    if (!asksForAccess(this.access)) return localActor(request.method, request.headers);
    throw unauthorized('Bring a token: `Authorization: Bearer <token>`.');
  }

  private async look(request: HttpRequest, token: string, hash: Buffer): Promise<Known> {
    const actor = this.configured.actorOf(hash);
    if (actor !== undefined) return { actor };
    if (isTokenSecret(token)) return (await this.stored(hash)) ?? this.refuse(request, 'The token is not known.');
    if (this.oidc !== undefined && isJwt(token)) return this.signed(request, token, this.oidc);
    return this.refuse(request, 'The token is not known.');
  }

  private async stored(hash: Buffer): Promise<Known | undefined> {
    const stored = await this.tokens.find(hash);
    const nowMs = this.clock.now();
    if (stored === undefined || !timingSafeEqual(hash, stored.hash)) return undefined;
    const { name, role, expiresAtMs } = stored;
    if (expiresAtMs !== undefined && expiresAtMs <= nowMs) return undefined;
    // Nobody waits for this note, and nothing is lost with it.
    this.tokens.used(stored, nowMs).catch(() => {});
    return { actor: { name: `token:${name}`, role }, expiresAtMs };
  }

  private async signed(request: HttpRequest, token: string, oidc: Oidc): Promise<Known> {
    const result = await oidc.verify(token);
    if (result.ok) return result;
    const { reason, detail } = result;
    if (reason === 'refused') return this.refuse(request, `The token is refused: ${detail}.`);
    if (reason === 'no_role')
      throw new ProblemException(problem(HttpStatus.FORBIDDEN, `Nothing is allowed: ${detail}.`));
    this.log.warn('tokens cannot be verified', { reason: detail });
    const away = 'The keys of the issuer of tokens cannot be read now.';
    throw new ProblemException(problem(HttpStatus.SERVICE_UNAVAILABLE, away), { 'retry-after': '5' });
  }

  private async refuse(request: HttpRequest, detail: string): Promise<never> {
    await this.limits.failed(request);
    throw unauthorized(detail);
  }
}

/** What a request brings, which is empty where it is no bearer token; undefined: it brings nothing. */
function tokenOf({ headers: { authorization } }: HttpRequest): string | undefined {
  return authorization ? (/^Bearer +(\S+) *$/i.exec(authorization)?.[1] ?? '') : undefined;
}

function unauthorized(detail: string): ProblemException {
  return new ProblemException(problem(HttpStatus.UNAUTHORIZED, detail));
}
