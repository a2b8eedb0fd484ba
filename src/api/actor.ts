import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { Role } from '../core/model/role.ts';

/**
 * Who asks: the name goes into the audit log and beside every acknowledgement, silence and verdict. Its beginning says how it is known:
 * `local` (nobody was asked, on this machine), `token:<name>`, `oidc:<name>`.
 */
export interface Actor {
  readonly name: string;
  readonly role: Role;
}

/** A request that the guard let in carries its actor. */
export interface ActorRequest {
  actor?: Actor;
}

/** The actor of this request, for a controller's method. Only routes that the guard looks after have one. */
export const By = createParamDecorator((_: unknown, context: ExecutionContext): Actor => {
  const { actor } = context.switchToHttp().getRequest<ActorRequest>();
  if (actor === undefined) throw new Error('the route is open: nobody is known to ask');
  return actor;
});
