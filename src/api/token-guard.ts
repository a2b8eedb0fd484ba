import { createHash, timingSafeEqual } from 'node:crypto';
import { type CanActivate, type ExecutionContext, HttpStatus, Injectable } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { Secret } from '../config/secret.ts';
import { type Actor, type ActorRequest, ROLES, type Role } from './actor.ts';
import { NEEDS } from './needs.ts';
import { OPEN } from './open.ts';
import { ApiAccess } from './ports.ts';
import { ProblemException, problem } from './problem.ts';

/** Who may use the API: whoever brings the token; without a token only a client that named this machine by its own name. */
@Injectable()
export class TokenGuard implements CanActivate {
  constructor(
    private readonly access: ApiAccess,
    private readonly reflector: Reflector,
  ) {}

  canActivate(context: ExecutionContext): boolean {
    if (this.declared<boolean>(OPEN, context)) return true;
    const request = context.switchToHttp().getRequest<GuardedRequest>();
    request.actor = this.actorOf(request.headers);
    const needed = this.declared<Role>(NEEDS, context) ?? 'admin';
    if (ROLES.indexOf(request.actor.role) >= ROLES.indexOf(needed)) return true;
    throw new ProblemException(problem(HttpStatus.FORBIDDEN, `This needs the role ${needed}.`));
  }

  private declared<T>(name: string, context: ExecutionContext): T | undefined {
    return this.reflector.getAllAndOverride<T | undefined>(name, [context.getHandler(), context.getClass()]);
  }

  private actorOf({ authorization, host }: GuardedRequest['headers']): Actor {
    if (this.access.token === undefined) return namesLoopback(host);
    if (bearerMatches(authorization, this.access.token)) return { name: 'token', role: 'admin' };
    throw new ProblemException(problem(HttpStatus.UNAUTHORIZED, 'Bring the token: `Authorization: Bearer <token>`.'));
  }
}

interface GuardedRequest extends ActorRequest {
  readonly headers: { readonly authorization?: string; readonly host?: string };
}

/** A web page can make a browser ask this machine under a name of its own (DNS rebinding); such a request carries that name. */
function namesLoopback(host = ''): Actor {
  if (/^(localhost|127(\.\d{1,3}){3}|\[::1\])(:\d+)?$/i.test(host)) return { name: 'local', role: 'admin' };
  const detail = 'Without a token the API answers only to localhost; set api.token_file to use it under another name.';
  throw new ProblemException(problem(HttpStatus.MISDIRECTED, detail));
}

/** Both sides are hashed first: the comparison takes the same time whatever their length. */
function bearerMatches(header = '', token: Secret): boolean {
  const [, given = ''] = /^Bearer +(\S+) *$/i.exec(header) ?? [];
  return timingSafeEqual(sha256(given), sha256(token.read()));
}

function sha256(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
