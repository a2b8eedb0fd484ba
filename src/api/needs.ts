import { SetMetadata } from '@nestjs/common';
import type { Role } from '../core/model/role.ts';

/** Under this name a route keeps the role it asks for. */
export const NEEDS = 'gauger:needs';

/** The least role that may use the route, or all routes of a controller. */
export const Needs = (role: Role) => SetMetadata(NEEDS, role);
