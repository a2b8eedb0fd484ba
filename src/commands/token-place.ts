import { userInfo } from 'node:os';
import { TokenKeeper, type TokenRequest } from '../api/access/token-keeper.ts';
import { type TokenJson, tokenJson } from '../api/schemas/token-schemas.ts';
import { SYSTEM_CLOCK } from '../clock.ts';
import type { Config } from '../config/config.ts';
import { ApiTokenStore } from '../store/api-token-store.ts';
import { AuditStore } from '../store/audit-store.ts';
import { Database } from '../store/database.ts';
import { databasePlace } from '../store/store.module.ts';

/** Where tokens are made and revoked. Its methods throw an Error that says why it cannot be done. */
export interface TokenPlace {
  /** The secret of the new token. */
  create(request: TokenRequest): Promise<string>;
  list(): Promise<readonly TokenJson[]>;
  /** False: there is no such token. */
  revoke(idOrName: string): Promise<boolean>;
}

/** Works on the tokens in the database of the configuration, which no running service may hold for itself. */
export async function inDatabase<T>(config: Config, work: (place: TokenPlace) => Promise<T>): Promise<T> {
  const database = await open(config);
  const keeper = new TokenKeeper(new ApiTokenStore(database), new AuditStore(database), SYSTEM_CLOCK);
  const by = { name: `cli:${userInfo().username}` };
  try {
    return await work({
      create: async (request) => {
        const made = await keeper.create(request, by);
        if (!made.ok) throw new Error(made.detail);
        return made.secret;
      },
      list: async () => (await keeper.list()).map(tokenJson),
      revoke: (idOrName) => keeper.revoke(idOrName, by),
    });
  } finally {
    await database.close();
  }
}

async function open(config: Config): Promise<Database> {
  try {
    return await Database.open(databasePlace(config));
  } catch (error) {
    if (config.databaseUrl !== undefined || !(error instanceof Error)) throw error;
    throw new Error(`${error.message}; a running service is asked with --url`, { cause: error });
  }
}
