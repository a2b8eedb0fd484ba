import { applyDecorators, SetMetadata } from '@nestjs/common';
import { ApiExtension } from '@nestjs/swagger';
import type { Role } from '../core/model/role.ts';

/** Under this name a route keeps the role it asks for. */
export const NEEDS = 'gauger:needs';

/** The least role that may use the route, or all routes of a controller; the OpenAPI document tells it as `x-needs`. */
export const Needs = (role: Role) => applyDecorators(SetMetadata(NEEDS, role), ApiExtension('x-needs', role));
