import { createParamDecorator, type ExecutionContext } from '@nestjs/common';

/** Who may do what, from least to most: `viewer` reads, `operator` acknowledges, silences and judges, `admin` manages access. */
export const ROLES = ['viewer', 'operator', 'admin'] as const;
export type Role = (typeof ROLES)[number];

/** Who asks: the name goes into the audit log and beside every acknowledgement, silence and verdict. */
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
