import { timingSafeEqual } from 'node:crypto';
import { Logger } from '@nestjs/common';
import type { Secret } from '../../config/secret.ts';
import type { Actor } from '../actor.ts';
import type { ApiAccess } from '../ports.ts';
import { hashOf } from './token-secret.ts';

/** The actors whose tokens stand in the configuration or in files that it names, which are read again when they change. */
export class ConfiguredTokens {
  private readonly log = new Logger('access');
  /** Tokens that cannot be read just now: told once, not with every request. */
  private readonly unreadable = new Set<Secret>();
  private readonly entries: readonly { readonly actor: Actor; readonly token: Secret }[];

  constructor({ token, tokens = [] }: Pick<ApiAccess, 'token' | 'tokens'>) {
    this.entries = [
      ...(token === undefined ? [] : [{ actor: { name: 'token', role: 'admin' } as const, token }]),
      ...tokens.map(({ name, role, token }) => ({ actor: { name: `token:${name}`, role }, token })),
    ];
  }

  /** Whose token has this hash. Every one is compared, in the same time, wherever the right one stands. */
  actorOf(hash: Buffer): Actor | undefined {
    let found: Actor | undefined;
    for (const { actor, token } of this.entries) {
      const wanted = this.read(token);
      if (wanted !== undefined && timingSafeEqual(hash, hashOf(wanted))) found ??= actor;
    }
    return found;
  }

  /** A file that went away, or is empty while it is written anew, lets nobody in, and keeps nobody else out. */
  private read(token: Secret): string | undefined {
    try {
      const text = token.read();
      this.unreadable.delete(token);
      return text === '' ? undefined : text;
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      if (!this.unreadable.has(token)) this.log.warn('a token cannot be read', { reason });
      this.unreadable.add(token);
      return undefined;
    }
  }
}
