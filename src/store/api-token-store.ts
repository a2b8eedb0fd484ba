import { randomUUID } from 'node:crypto';
import { ROLES, type Role } from '../core/model/role.ts';
import type { Database } from './database.ts';

/** A token of the API as it is kept: everything but the token itself. */
export interface StoredToken {
  readonly id: string;
  readonly name: string;
  readonly role: Role;
  /** SHA-256 of the token. */
  readonly hash: Uint8Array;
  readonly createdAtMs: number;
  /** The name of the actor who made it. */
  readonly createdBy: string;
  /** Absent: it is good until it is revoked. */
  readonly expiresAtMs?: number;
  /** To the hour; absent: never. */
  readonly lastUsedAtMs?: number;
}

/** A token before it is stored: of its secret the hash alone. */
export type NewToken = Omit<StoredToken, 'id' | 'lastUsedAtMs'>;

/** Tokens are made by people, one an application: more are a mistake. */
export const MAXIMUM_TOKENS = 1000;
/** The last use is written this seldom. */
const USE_STEP_MS = 3_600_000;

/** The tokens of the API. Its methods throw StoreUnavailable during an outage. */
export class ApiTokenStore {
  private readonly database: Database;

  constructor(database: Database) {
    this.database = database;
  }

  /** By name; there are never more than `MAXIMUM_TOKENS`. */
  async list(): Promise<readonly StoredToken[]> {
    const rows = await this.database.run(({ prisma }) =>
      prisma.apiToken.findMany({ orderBy: { name: 'asc' }, take: MAXIMUM_TOKENS }),
    );
    return rows.map(tokenOf);
  }

  /** The token of this hash, also when it has expired; undefined when there is none. */
  async find(hash: Uint8Array): Promise<StoredToken | undefined> {
    const where = { hash: Buffer.from(hash) };
    const row = await this.database.run(({ prisma }) => prisma.apiToken.findUnique({ where }));
    return row === null ? undefined : tokenOf(row);
  }

  /** Keeps a new token; tells instead why it cannot be kept. */
  async create(token: NewToken): Promise<StoredToken | 'name_taken' | 'too_many'> {
    const { createdAtMs, expiresAtMs, hash, ...rest } = token;
    const expiresAt = expiresAtMs === undefined ? null : new Date(expiresAtMs);
    const row = { ...rest, id: randomUUID(), hash: Buffer.from(hash), createdAt: new Date(createdAtMs), expiresAt };
    if ((await this.database.run(({ prisma }) => prisma.apiToken.count())) >= MAXIMUM_TOKENS) return 'too_many';
    // Two who take one name at one time: the first has it.
    const { count } = await this.database.run(({ prisma }) =>
      prisma.apiToken.createMany({ data: [row], skipDuplicates: true }),
    );
    return count === 1 ? tokenOf({ ...row, lastUsedAt: null }) : 'name_taken';
  }

  /** Deletes a token; false when there is none of this id. */
  async revoke(id: string): Promise<boolean> {
    const { count } = await this.database.run(({ prisma }) => prisma.apiToken.deleteMany({ where: { id } }));
    return count === 1;
  }

  /** Writes down that a token was used, at most once an hour. */
  async used({ id, lastUsedAtMs }: StoredToken, nowMs: number): Promise<void> {
    if (lastUsedAtMs !== undefined && nowMs - lastUsedAtMs < USE_STEP_MS) return;
    const lastUsedAt = new Date(Math.floor(nowMs / USE_STEP_MS) * USE_STEP_MS);
    await this.database.run(({ prisma }) => prisma.apiToken.updateMany({ where: { id }, data: { lastUsedAt } }));
  }
}

interface Row {
  readonly id: string;
  readonly name: string;
  readonly role: string;
  readonly hash: Uint8Array;
  readonly createdAt: Date;
  readonly createdBy: string;
  readonly expiresAt: Date | null;
  readonly lastUsedAt: Date | null;
}

function tokenOf({ createdAt, expiresAt, lastUsedAt, role, id, name, hash, createdBy }: Row): StoredToken {
  return {
    id,
    name,
    // A role that this version does not know may do the least.
    role: ROLES.find((known) => known === role) ?? 'viewer',
    hash,
    createdAtMs: createdAt.getTime(),
    createdBy,
    ...(expiresAt === null ? {} : { expiresAtMs: expiresAt.getTime() }),
    ...(lastUsedAt === null ? {} : { lastUsedAtMs: lastUsedAt.getTime() }),
  };
}
