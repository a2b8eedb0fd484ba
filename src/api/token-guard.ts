import { type CanActivate, type ExecutionContext, HttpStatus, Injectable } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { type Role, suffices } from '../core/model/role.ts';
import { Identity } from './access/identity.ts';
import type { ActorRequest } from './actor.ts';
import type { HttpRequest } from './http-types.ts';
import { NEEDS } from './needs.ts';
import { OPEN } from './open.ts';
import { ProblemException, problem } from './problem.ts';

/** Lets in whoever has the role that a route asks for. A route that names none is for admins: forgetting it gives nothing away. */
@Injectable()
export class TokenGuard implements CanActivate {
  constructor(
    private readonly identity: Identity,
    private readonly reflector: Reflector,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    if (this.declared<boolean>(OPEN, context)) return true;
    const request = context.switchToHttp().getRequest<HttpRequest & ActorRequest>();
    request.actor = await this.identity.of(request);
    const needed = this.declared<Role>(NEEDS, context) ?? 'admin';
    if (suffices(request.actor.role, needed)) return true;
    throw new ProblemException(problem(HttpStatus.FORBIDDEN, `This needs the role ${needed}.`));
  }

  private declared<T>(name: string, context: ExecutionContext): T | undefined {
    return this.reflector.getAllAndOverride<T | undefined>(name, [context.getHandler(), context.getClass()]);
  }
}
