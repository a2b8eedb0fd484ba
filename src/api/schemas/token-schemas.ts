import { z } from 'zod';
import { ROLES } from '../../core/model/role.ts';
import type { StoredToken } from '../../store/api-token-store.ts';
import { pageOf, paging, Time, time } from './common-schemas.ts';

const MAXIMUM_NAME = 100;

/** What a token is called: a word that needs no quotes anywhere. */
export const TokenName = z
  .string()
  .regex(/^[a-zA-Z0-9][\w.@-]*$/, 'must begin with a letter or a digit and hold letters, digits, _ . @ - alone')
  .max(MAXIMUM_NAME);

export const TokenListQuery = z.strictObject(paging);
export type TokenListQuery = z.infer<typeof TokenListQuery>;

export const TokenId = z.strictObject({ id: TokenName.describe('Its id or its name') });
export type TokenId = z.infer<typeof TokenId>;

export const NewTokenJson = z
  .strictObject({
    name: TokenName.describe('Whom it is for; `token:<name>` stands in the audit log'),
    role: z.enum(ROLES),
    expiresAt: z.iso.datetime({ offset: true }).optional().describe('RFC 3339; left out: it ends when it is revoked'),
  })
  .meta({ id: 'NewToken' });
export type NewTokenJson = z.infer<typeof NewTokenJson>;

export const TokenJson = z
  .object({
    id: z.string(),
    name: z.string(),
    role: z.enum(ROLES),
    createdAt: Time,
    createdBy: z.string(),
    expiresAt: Time.optional(),
    lastUsedAt: Time.optional().describe('To the hour; absent: never'),
  })
  .meta({ id: 'Token' });
export type TokenJson = z.infer<typeof TokenJson>;

export const TokenPage = pageOf(TokenJson).meta({ id: 'TokenPage' });

export const CreatedTokenJson = TokenJson.extend({
  token: z.string().describe('What to bring; it is shown this once and kept nowhere'),
}).meta({ id: 'CreatedToken' });

export function tokenJson(token: StoredToken): z.infer<typeof TokenJson> {
  const { id, name, role, createdAtMs, createdBy, expiresAtMs, lastUsedAtMs } = token;
  return {
    id,
    name,
    role,
    createdAt: time(createdAtMs),
    createdBy,
    ...(expiresAtMs === undefined ? {} : { expiresAt: time(expiresAtMs) }),
    ...(lastUsedAtMs === undefined ? {} : { lastUsedAt: time(lastUsedAtMs) }),
  };
}
