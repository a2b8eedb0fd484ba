import { Inject, Injectable } from '@nestjs/common';
import type { Clock } from '../../clock.ts';
import type { Role } from '../../core/model/role.ts';
import type { StoredToken } from '../../store/api-token-store.ts';
import type { Actor } from '../actor.ts';
import { AuditLog, CLOCK } from '../ports.ts';
import { ApiTokens } from './api-tokens.ts';
import { hashOf, newTokenSecret } from './token-secret.ts';

/** A token that somebody asks for. */
export interface TokenRequest {
  readonly name: string;
  readonly role: Role;
  /** Absent: the token ends when it is revoked. */
  readonly expiresAtMs?: number | undefined;
}

/** A token with its secret, which is told this once; or why there is none. */
export type CreatedToken =
  | { readonly ok: true; readonly token: StoredToken; readonly secret: string }
  | { readonly ok: false; readonly detail: string };

const REFUSED = {
  name_taken: 'there is a token of this name; revoke it first, or take another name',
  too_many: 'there are too many tokens; revoke what nobody uses',
} as const;

/** Makes and revokes tokens; what it is going to do stands in the audit log before it does it. */
@Injectable()
export class TokenKeeper {
  constructor(
    private readonly tokens: ApiTokens,
    private readonly audit: AuditLog,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** By name. */
  list(): Promise<readonly StoredToken[]> {
    return this.tokens.list();
  }

  /** A new token with its secret, which is kept nowhere. */
  async create({ name, role, expiresAtMs }: TokenRequest, by: Pick<Actor, 'name'>): Promise<CreatedToken> {
    if (await this.find(name)) return { ok: false, detail: REFUSED.name_taken };
    const secret = newTokenSecret();
    const expiry = expiresAtMs === undefined ? {} : { expiresAtMs };
    const details = expiresAtMs === undefined ? { role } : { role, expiresAt: new Date(expiresAtMs).toISOString() };
    await this.note('token.create', name, by, details);
    const given = { name, role, hash: hashOf(secret), createdAtMs: this.clock.now(), createdBy: by.name, ...expiry };
    const token = await this.tokens.create(given);
    return typeof token === 'string' ? { ok: false, detail: REFUSED[token] } : { ok: true, token, secret };
  }

  /** By its id or its name; false when there is none. */
  async revoke(idOrName: string, by: Pick<Actor, 'name'>): Promise<boolean> {
    const found = await this.find(idOrName);
    if (found === undefined) return false;
    await this.note('token.revoke', found.name, by, { role: found.role });
    return this.tokens.revoke(found.id);
  }

  private async find(idOrName: string): Promise<StoredToken | undefined> {
    return (await this.tokens.list()).find(({ id, name }) => id === idOrName || name === idOrName);
  }

  private async note(action: string, subject: string, by: Pick<Actor, 'name'>, details: Record<string, unknown>) {
    await this.audit.record({ atMs: this.clock.now(), actor: by.name, action, subject, details });
  }
}
